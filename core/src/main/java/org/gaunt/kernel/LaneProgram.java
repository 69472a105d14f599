package org.gaunt.kernel;

import org.gaunt.kernel.code.Target;

/**
 * Generated: loops over blocks of lanes, see {@link LaneLoops}. Numbers are [item][lane], the lanes of an item consecutive, a multiple
 * of {@link LaneLoops#granularity} of them; arrays are {@code float[]} or {@code double[]}.
 */
public interface LaneProgram {
    /**
     * Groups of rows of a constant matrix times lanes: out[row][lane] = Σ_k value[row][k] in[column k][lane]. The rows of a group
     * have their entries in the same columns.
     *
     * @param rows how many rows a group has, one of {@link Target.LaneTiles#rows}
     * @param add whether to add to what {@code out} holds
     * @param starts for each group its first place in {@code columns}, and the end
     * @param columns the first number of each column's lanes, relative to {@code inStart}
     * @param values for each place the values of all rows of the group
     * @param outRows the first number of each row's lanes, relative to {@code outStart}
     * @param lanes how many
     */
    void rows(
            int rows,
            boolean add,
            int[] starts,
            int[] columns,
            Object values,
            int[] outRows,
            Object in,
            int inStart,
            Object out,
            int outStart,
            int lanes);

    /**
     * Products of matrices in every lane: out[p][q][lane] = Σ_s a[p][s][lane] b[s][q][lane], for some p and q; the steps say how
     * far apart neighbours are.
     *
     * @param p0 the first p; {@code pTile} of them, up to {@link Target.LaneTiles#matrix}
     * @param q0 the first q; up to {@code qEnd} in steps of {@code qTile}, likewise
     */
    void matrices(
            int pTile,
            int qTile,
            int p0,
            int q0,
            int qEnd,
            int inner,
            Object a,
            int aP,
            int aS,
            Object b,
            int bS,
            int bQ,
            Object out,
            int outP,
            int outQ,
            int lanes);

    /**
     * Products of two functions of an angle at the four images of each angle of a quarter turn: alpha, -alpha, pi - alpha and
     * pi + alpha.
     *
     * <p>A function is four parts, each of {@code length} numbers one after the other: the sums of cosines of even and of odd waves,
     * of sines of even and of odd waves. Its value at an image is the sum of the parts with signs; the result is, for each part, the sum
     * over images with the same signs.
     *
     * @param length a multiple of the lanes of a vector
     */
    void turns(Object a, Object b, Object out, int length);

    /**
     * The same for two rings that are mirror images. A function is eight parts: four of its even and four of its odd part; its values
     * on the rings are the sum and the difference of both, and so is the result.
     *
     * @param length a multiple of the lanes of a vector
     */
    void mirroredTurns(Object a, Object b, Object out, int length);
}
