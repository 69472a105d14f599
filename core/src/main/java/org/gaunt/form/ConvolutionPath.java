package org.gaunt.form;

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
        int x, int xSize, int y, int ySize, int weight, int z, int zSize, double[][][] coefficients) {}
