package org.gaunt.kernel.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /** The same path for as few ranges of components of z as have no more than so many each. */
    List<ConvolutionPath> parts(int most) {
        int count = (zSize + most - 1) / most;
        List<ConvolutionPath> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            int from = zSize * part / count;
            int to = zSize * (part + 1) / count;
            double[][][] c = new double[xSize][ySize][];
            for (int i = 0; i < xSize; i++) {
                for (int j = 0; j < ySize; j++) {
                    c[i][j] = Arrays.copyOfRange(coefficients[i][j], from, to);
                }
            }
            parts.add(new ConvolutionPath(x, xSize, y, ySize, weight, z + from, to - from, c));
        }
        return parts;
    }
}
