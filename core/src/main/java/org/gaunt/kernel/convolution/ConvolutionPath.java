package org.gaunt.kernel.convolution;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One path of a convolution: z_k += w Σ_ij c_ijk x_i y_j for the components of a segment of x, of y and of z.
 *
 * @param x first component of its segment of x
 * @param xSize components of that
 * @param y first component of its segment of y
 * @param ySize components of that
 * @param weight number of its weight
 * @param z first component of its segment of z
 * @param zSize components of that
 * @param coefficients c [xSize][ySize][zSize]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ConvolutionPath(
        int x, int xSize, int y, int ySize, int weight, int z, int zSize, double[][][] coefficients) {

    /** This path, or as few ranges of its components of z as have no more numbers M_ik each than so many, if that is possible. */
    List<ConvolutionPath> parts(int most) {
        for (int count = 1; ; count++) {
            int parts = count;
            List<ConvolutionPath> cut = IntStream.range(0, parts)
                    .mapToObj(part -> part(zSize * part / parts, zSize * (part + 1) / parts))
                    .toList();
            if (count == zSize || cut.stream().allMatch(p -> p.pattern().size() <= most)) {
                return cut;
            }
        }
    }

    private ConvolutionPath part(int from, int to) {
        double[][][] c = new double[xSize][ySize][];
        for (int i = 0; i < xSize; i++) {
            for (int j = 0; j < ySize; j++) {
                c[i][j] = Arrays.copyOfRange(coefficients[i][j], from, to);
            }
        }
        return new ConvolutionPath(x, xSize, y, ySize, weight, z + from, to - from, c);
    }

    /** The numbers M_ik = Σ_j c_ijk y_j that are not always zero. */
    PathPattern pattern() {
        List<Integer> entries = IntStream.range(0, xSize * zSize)
                .filter(entry -> {
                    double[][] c = coefficients[entry / zSize];
                    return IntStream.range(0, ySize).anyMatch(j -> c[j][entry % zSize] != 0);
                })
                .boxed()
                .toList();
        return new PathPattern(xSize, zSize, entries);
    }
}
