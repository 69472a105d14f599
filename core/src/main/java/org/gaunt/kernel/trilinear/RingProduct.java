package org.gaunt.kernel.trilinear;

import java.util.List;
import org.gaunt.kernel.Gemm;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;
import org.gaunt.kernel.form.ExprGraph;
import org.gaunt.kernel.form.Form;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.kernel.form.Operand;

/**
 * The triple product along alpha, Σ over points of x y z, for each beta, by products with constant matrices: for many points they are
 * faster than straight-line code with the symmetries of a fast transform, whose intermediate values do not fit into registers.
 *
 * <p>Waves are of four kinds: cosines of even and of odd m, and sines of both. Each kind is computed at the points of the first
 * quarter, its ends included; at the mirror images of a point the kinds have other signs. The ends are images of themselves, which
 * the weights of z make up for.
 */
final class RingProduct {
    private static final int KINDS = 4;

    /** The first component of each kind in a row of waves; further ones are {@value #STEP} apart, see {@link Waves}. */
    private static final int[] FIRST = {Waves.place(0), Waves.place(1), Waves.place(-2), Waves.place(-1)};

    private static final int STEP = 4;

    private final int width;
    private final int points;
    private final Gemm gemm;
    private final Side[] sides = new Side[3];
    private final FormProgram images;

    /**
     * Prepares the product.
     *
     * @param degrees of x, y and z
     * @param alphas a multiple of four
     * @param width pairs of a panel
     */
    RingProduct(int[] degrees, int alphas, int width, Precision precision, Provider provider, FormKernels kernels) {
        this.width = width;
        this.points = alphas / 4 + 1;
        this.gemm = Gemm.of(provider, precision);
        for (int seat = 0; seat < 3; seat++) {
            sides[seat] = new Side(degrees[seat], alphas, seat == TrilinearMap.Z, precision);
        }
        this.images = new FormProgram(images(), width, precision, kernels);
    }

    /** Multiply-adds of one beta, row and channel. */
    static long cost(int[] degrees, int alphas) {
        long points = alphas / 4 + 1L;
        long sum = points * (KINDS * 2 * 3 + KINDS);
        for (int l : degrees) {
            sum += points * Waves.count(l);
        }
        return sum;
    }

    /** Numbers of an array of points, one of which each operand needs. */
    int pointsLength() {
        return points * KINDS * width;
    }

    /**
     * The partial derivative by one operand.
     *
     * @param waves of each operand [beta][wave][pair]; that of the open seat is overwritten
     * @param at working space for each operand
     * @param scratch number of an array of {@code inner} of any length
     */
    void evaluate(int seat, int betas, Object[] waves, Object[] at, Object[] inner, int scratch) {
        for (int beta = 0; beta < betas; beta++) {
            for (int k = 0; k < 3; k++) {
                if (k != seat) {
                    sides[k].toPoints(waves[k], beta, at[k]);
                }
            }
            images.rows(seat, points, at, at[seat], inner, scratch);
            sides[seat].toWaves(at[seat], waves[seat], beta);
        }
    }

    /** Σ of x y z over the four images of a point. */
    private static Form images() {
        List<Operand> operands = List.of(
                new Operand("x", KINDS, true, Operand.Access.row()),
                new Operand("y", KINDS, true, Operand.Access.row()),
                new Operand("z", KINDS, true, Operand.Access.row()));
        return Form.of("product at the images of a point", operands, g -> {
            int[][] values = {atImages(g, 0), atImages(g, 1), atImages(g, 2)};
            int sum = g.constant(0);
            for (int image = 0; image < 4; image++) {
                sum = g.add(sum, g.mul(g.mul(values[0][image], values[1][image]), values[2][image]));
            }
            return sum;
        });
    }

    /** Values at alpha, -alpha, pi - alpha and pi + alpha. */
    private static int[] atImages(ExprGraph g, int operand) {
        int cosines = g.add(g.input(operand, 0), g.input(operand, 1));
        int sines = g.add(g.input(operand, 2), g.input(operand, 3));
        int turnedCosines = g.subtract(g.input(operand, 0), g.input(operand, 1));
        int turnedSines = g.subtract(g.input(operand, 3), g.input(operand, 2));
        return new int[] {
            g.add(cosines, sines),
            g.subtract(cosines, sines),
            g.add(turnedCosines, turnedSines),
            g.subtract(turnedCosines, turnedSines)
        };
    }

    /** The matrices of one operand. */
    private final class Side {
        private final int count;
        private final Object[] there = new Object[KINDS];
        private final Object[] back = new Object[KINDS];
        private final int[][] thereRows = new int[KINDS][];
        private final int[][] backRows = new int[KINDS][];
        private final int[][] pointRows = new int[KINDS][points];
        private final int[][] waveRows = new int[KINDS][];

        /** @param weighted whether points that are images of themselves count half */
        Side(int l, int alphas, boolean weighted, Precision precision) {
            count = Waves.count(l);
            for (int kind = 0; kind < KINDS; kind++) {
                int first = kind == 0 ? 0 : kind == 2 ? 2 : 1;
                int size = l < first ? 0 : (l - first) / 2 + 1;
                double[] values = new double[points * size];
                double[] transposed = new double[points * size];
                for (int j = 0; j < points; j++) {
                    double weight = weighted && (j == 0 || 4 * j == alphas) ? 0.5 : 1;
                    for (int p = 0; p < size; p++) {
                        int turn = (int) ((long) (first + 2 * p) * j % alphas);
                        double value = kind < 2 ? TrigSynthesis.cosine(turn, alphas) : TrigSynthesis.sine(turn, alphas);
                        values[j * size + p] = weight * value;
                        transposed[p * points + j] = weight * value;
                    }
                    pointRows[kind][j] = (j * KINDS + kind) * width;
                }
                there[kind] = precision.array(values);
                back[kind] = precision.array(transposed);
                thereRows[kind] = Gemm.rows(points, size);
                backRows[kind] = Gemm.rows(size, points);
                waveRows[kind] = new int[size];
                for (int p = 0; p < size; p++) {
                    waveRows[kind][p] = (FIRST[kind] + STEP * p) * width;
                }
            }
        }

        void toPoints(Object waves, int beta, Object at) {
            int row = beta * count * width;
            for (int kind = 0; kind < KINDS; kind++) {
                gemm.multiply(
                        0,
                        points,
                        waveRows[kind].length,
                        width,
                        1,
                        there[kind],
                        thereRows[kind],
                        0,
                        waves,
                        row + FIRST[kind] * width,
                        STEP * width,
                        at,
                        pointRows[kind],
                        0,
                        false);
            }
        }

        void toWaves(Object at, Object waves, int beta) {
            for (int kind = 0; kind < KINDS; kind++) {
                gemm.multiply(
                        0,
                        waveRows[kind].length,
                        points,
                        width,
                        1,
                        back[kind],
                        backRows[kind],
                        0,
                        at,
                        kind * width,
                        KINDS * width,
                        waves,
                        waveRows[kind],
                        beta * count * width,
                        false);
            }
        }
    }
}
