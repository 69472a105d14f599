package org.gaunt.kernel.convolution;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.form.ConvolutionPath;

/** Cuts paths whose code would be too long. */
final class PathParts {
    private PathParts() {}

    /** A path, or as few ranges of its components of z as have no more numbers M_ik each than so many, if that is possible. */
    static List<ConvolutionPath> of(ConvolutionPath path, int most) {
        int zSize = path.zSize();
        for (int count = 1; ; count++) {
            int parts = count;
            List<ConvolutionPath> cut = IntStream.range(0, parts)
                    .mapToObj(part -> part(path, zSize * part / parts, zSize * (part + 1) / parts))
                    .toList();
            if (count == zSize || cut.stream().allMatch(p -> PathPattern.of(p).size() <= most)) {
                return cut;
            }
        }
    }

    private static ConvolutionPath part(ConvolutionPath p, int from, int to) {
        double[][][] c = new double[p.xSize()][p.ySize()][];
        for (int i = 0; i < p.xSize(); i++) {
            for (int j = 0; j < p.ySize(); j++) {
                c[i][j] = Arrays.copyOfRange(p.coefficients()[i][j], from, to);
            }
        }
        return new ConvolutionPath(p.x(), p.xSize(), p.y(), p.ySize(), p.weight(), p.z() + from, to - from, c);
    }
}
