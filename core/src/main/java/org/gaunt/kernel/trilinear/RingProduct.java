package org.gaunt.kernel.trilinear;

import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.LaneMatrix;

/**
 * The triple product of functions of the azimuth on rings of the sphere grid, Σ over points of x y z, for a panel of pairs.
 *
 * <p>Cosines and sines of even and of odd waves are summed at the angles of a quarter turn, four small matrices; the values in the
 * whole circle are these up to signs ({@link org.gaunt.kernel.LaneProgram#turns}). More operations than the expression that shares all it can, but
 * sums that stay in registers, however many waves there are.
 */
final class RingProduct {
    /** Cosines of even and of odd waves, sines of even and of odd waves. */
    private static final int PARTS = 4;

    private final LaneMatrix[] toQuarter = new LaneMatrix[3];
    private final LaneMatrix[] fromQuarter = new LaneMatrix[3];
    private final int[] ringLength = new int[3];
    private final int partLength;
    private final LaneLoops loops;

    /**
     * Prepares a product.
     *
     * @param degrees of x, y and z
     * @param alphas points of a ring, 1 or a multiple of four
     * @param width pairs of a panel
     */
    RingProduct(int[] degrees, int alphas, int width, LaneLoops loops) {
        this.loops = loops;
        this.partLength = RingStages.angles(alphas) * width;
        for (int seat = 0; seat < 3; seat++) {
            boolean weighted = seat == TrilinearMap.Z;
            ConstantMatrix matrix =
                    RingStages.quarter(alphas, 1, degrees[seat], Waves::place, j -> weighted ? weight(j, alphas) : 1);
            toQuarter[seat] = LaneMatrix.of(matrix, loops, width);
            fromQuarter[seat] = LaneMatrix.of(matrix.transpose(), loops, width);
            ringLength[seat] = matrix.columns() * width;
        }
    }

    /** Multiply-adds, multiplications and additions of one ring. */
    static long operations(int[] degrees, int alphas) {
        // the signs of the images and of the mirror image take twelve additions for four values of an operand
        long sum = PARTS;
        for (int l : degrees) {
            sum += Waves.count(l) + 12;
        }
        return RingStages.angles(alphas) * sum;
    }

    /** Numbers of the working space of an operand: the parts of two rings. */
    int spaceLength() {
        return 2 * PARTS * partLength;
    }

    /** One divided by how often an angle is met among the images of those of a quarter turn. */
    private static double weight(int j, int alphas) {
        return alphas == 1 ? 0.25 : j == 0 || 4 * j == alphas ? 0.5 : 1;
    }

    /**
     * The partial derivative by one operand.
     *
     * @param rings how many
     * @param arrays the waves of x, y and z, [ring][wave][pair], the even part of two rings that are mirror images in the first of
     *     them and the odd part in the second, those of the open seat overwritten; and working space
     * @param spaces number of the first of three arrays of {@link #spaceLength} numbers
     */
    void evaluate(int seat, int rings, Object[] arrays, int spaces) {
        int first = seat == 0 ? 1 : 0;
        int second = seat == 2 ? 1 : 2;
        Object open = arrays[spaces + seat];
        for (int ring = 0; 2 * ring < rings; ring++) {
            int mirror = rings - 1 - ring;
            toQuarter(first, ring, mirror, arrays[first], arrays[spaces + first]);
            toQuarter(second, ring, mirror, arrays[second], arrays[spaces + second]);
            if (mirror == ring) {
                loops.program().turns(arrays[spaces + first], arrays[spaces + second], open, partLength);
            } else {
                loops.program().mirroredTurns(arrays[spaces + first], arrays[spaces + second], open, partLength);
                fromQuarter[seat].apply(open, PARTS * partLength, arrays[seat], mirror * ringLength[seat], false);
            }
            fromQuarter[seat].apply(open, 0, arrays[seat], ring * ringLength[seat], false);
        }
    }

    private void toQuarter(int seat, int ring, int mirror, Object waves, Object space) {
        toQuarter[seat].apply(waves, ring * ringLength[seat], space, 0, false);
        if (mirror > ring) {
            toQuarter[seat].apply(waves, mirror * ringLength[seat], space, PARTS * partLength, false);
        }
    }
}
