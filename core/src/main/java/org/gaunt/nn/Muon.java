package org.gaunt.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.gaunt.kernel.Gemm;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;

/**
 * Muon (Jordan et al. 2024, kellerjordan.github.io/posts/muon): a weight matrix moves along its mean gradient made orthogonal, so
 * that all singular directions of it move equally far; {@link Adam} for all weights that are no matrices.
 *
 * <pre>
 * m  = b m + (1 - b) g                        n = b m + (1 - b) g
 * O  = n / |n|, then five times O = O (3.4445 - 4.7750 O'O + 2.0315 (O'O)²)            (singular values near 1)
 * W -= rate * 0.2 √(larger extent) O
 * </pre>
 *
 * <p>The factor makes the mean square of a step that of Adam's (Liu et al. 2025, arXiv:2502.16982), so both take the same rate.
 * On small sets of molecules it reaches an error in about half the epochs of Adam, and errors on unseen structures are lower at
 * equal training error (docs/benchmarks.md).
 *
 * <p>The polynomial is evaluated in float32: a step is not sensitive to it. Matrices are those that
 * {@link Parameters.Entry#matrices} names.
 */
public final class Muon implements Optimizer {
    private static final int ITERATIONS = 5;
    private static final double A = 3.4445;
    private static final double B = -4.7750;
    private static final double C = 2.0315;
    private static final double STEP = 0.2;

    private final double momentum;
    private final Adam adam;
    private final double[] mean;
    private final List<Workspace> matrices = new ArrayList<>();
    private final Gemm gemm;

    /**
     * A matrix with space for its orthogonal form. Computed is that of the tall one of the matrix and its transpose, {@code large}
     * by {@code small}: its products need no transposes.
     */
    private final class Workspace {
        private final int offset;
        private final boolean tall;
        private final int small;
        private final int large;
        private final double[] ahead;
        private final float[] x;
        private final float[] next;
        /** The matrix in its own order of rows: {@code x} where it is tall. */
        private final float[] own;

        private final float[] square;
        private final float[] polynomial;
        private final int[] rows;
        private final int[] squareRows;

        Workspace(int offset, Parameters.Matrix matrix) {
            this.offset = offset;
            tall = matrix.rows() >= matrix.columns();
            small = Math.min(matrix.rows(), matrix.columns());
            large = Math.max(matrix.rows(), matrix.columns());
            ahead = new double[small * large];
            x = new float[small * large];
            next = new float[small * large];
            own = tall ? x : new float[small * large];
            square = new float[small * small];
            polynomial = new float[small * small];
            rows = Gemm.rows(large, small);
            squareRows = Gemm.rows(small, small);
        }

        long cost() {
            return (long) small * small * (2L * large + small);
        }

        void step(double[] parameters, double[] gradient, double rate) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                double m = momentum * mean[offset + i] + (1 - momentum) * gradient[offset + i];
                double n = momentum * m + (1 - momentum) * gradient[offset + i];
                mean[offset + i] = m;
                ahead[i] = n;
                sum += n * n;
            }
            if (sum == 0) {
                return;
            }
            double scale = 1 / Math.sqrt(sum);
            for (int i = 0; i < own.length; i++) {
                own[i] = (float) (scale * ahead[i]);
            }
            if (!tall) {
                gemm.transpose(small, large, own, 0, large, x, 0, small);
            }
            float[] result = orthogonal();
            if (!tall) {
                gemm.transpose(large, small, result, 0, small, own, 0, large);
                result = own;
            }
            double length = rate * STEP * Math.sqrt(large);
            for (int i = 0; i < result.length; i++) {
                parameters[offset + i] -= length * result[i];
            }
        }

        /** From {@code x}; one of {@code x} and {@code next}. */
        private float[] orthogonal() {
            float[] from = x;
            float[] to = next;
            for (int k = 0; k < ITERATIONS; k++) {
                gemm.multiplyTransposed(
                        0, large, small, small, 1, from, rows, 0, from, rows, 0, square, 0, small, false);
                for (int i = 0; i < square.length; i++) {
                    polynomial[i] = (float) B * square[i];
                }
                for (int i = 0; i < square.length; i += small + 1) {
                    polynomial[i] += (float) A;
                }
                gemm.multiply(
                        0,
                        small,
                        small,
                        small,
                        C,
                        square,
                        squareRows,
                        0,
                        square,
                        0,
                        small,
                        polynomial,
                        squareRows,
                        0,
                        true);
                gemm.multiply(0, large, small, small, 1, from, rows, 0, polynomial, 0, small, to, rows, 0, false);
                float[] swap = from;
                from = to;
                to = swap;
            }
            return from;
        }
    }

    /**
     * Starts with moments of zero for the layout of the given parameters, which are not kept.
     *
     * @param momentum decay of the mean of a matrix's gradient, in [0, 1)
     * @param others what Adam does to the weights that are no matrices; weight decay applies to those alone
     */
    public Muon(Parameters parameters, double momentum, Adam.Settings others, Provider provider) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("Muon needs 0 <= momentum < 1, given " + momentum);
        }
        this.momentum = momentum;
        boolean[] taken = new boolean[parameters.size()];
        for (Parameters.Entry entry : parameters.entries()) {
            for (Parameters.Matrix m : entry.matrices()) {
                matrices.add(new Workspace(entry.offset() + m.offset(), m));
                Arrays.fill(
                        taken, entry.offset() + m.offset(), entry.offset() + m.offset() + m.rows() * m.columns(), true);
            }
        }
        // the dearest first, so that threads end together
        matrices.sort(Comparator.comparingLong(Workspace::cost).reversed());
        adam = new Adam(parameters, others, taken);
        mean = adam.first();
        gemm = Gemm.of(provider, Precision.FLOAT32);
    }

    @Override
    public void step(double[] parameters, double[] gradient, double rate, Parallel parallel) {
        adam.step(parameters, gradient, rate, parallel);
        parallel.run(matrices.size(), k -> matrices.get(k).step(parameters, gradient, rate));
    }

    @Override
    public long steps() {
        return adam.steps();
    }

    @Override
    public State state() {
        return adam.state();
    }

    @Override
    public void restore(State state) {
        adam.restore(state);
    }
}
