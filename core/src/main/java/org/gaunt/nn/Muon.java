package org.gaunt.nn;

import java.util.ArrayList;
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
 * O  = n / |n|, then five times O = 3.4445 O - 4.7750 (O O') O + 2.0315 (O O')² O      (singular values near 1)
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

    /** A matrix with space for its orthogonal form; {@code small} is the lesser extent. */
    private final class Workspace {
        private final int offset;
        private final boolean flat;
        private final int small;
        private final int large;
        private final float[] x;
        private final float[] next;
        private final float[] transposed;
        private final float[] square;
        private final float[] polynomial;
        private final int[] rows;
        private final int[] squareRows;

        Workspace(int offset, Parameters.Matrix matrix) {
            this.offset = offset;
            flat = matrix.rows() <= matrix.columns();
            small = Math.min(matrix.rows(), matrix.columns());
            large = Math.max(matrix.rows(), matrix.columns());
            x = new float[small * large];
            next = new float[small * large];
            transposed = new float[small * large];
            square = new float[small * small];
            polynomial = new float[small * small];
            rows = Gemm.rows(small, large);
            squareRows = Gemm.rows(small, small);
        }

        long cost() {
            return (long) small * small * (2L * large + small);
        }

        /** Place of element (i, j) of x among the parameters. */
        private int at(int i, int j) {
            return offset + (flat ? i * large + j : j * small + i);
        }

        void step(double[] parameters, double[] gradient, double rate) {
            double sum = 0;
            for (int i = 0; i < small; i++) {
                for (int j = 0; j < large; j++) {
                    int k = at(i, j);
                    mean[k] = momentum * mean[k] + (1 - momentum) * gradient[k];
                    double n = momentum * mean[k] + (1 - momentum) * gradient[k];
                    sum += n * n;
                }
            }
            if (sum == 0) {
                return;
            }
            double scale = 1 / Math.sqrt(sum);
            for (int i = 0; i < small; i++) {
                for (int j = 0; j < large; j++) {
                    int k = at(i, j);
                    x[i * large + j] = (float) (scale * (momentum * mean[k] + (1 - momentum) * gradient[k]));
                }
            }
            float[] result = orthogonal();
            double length = rate * STEP * Math.sqrt(large);
            for (int i = 0; i < small; i++) {
                for (int j = 0; j < large; j++) {
                    parameters[at(i, j)] -= length * result[i * large + j];
                }
            }
        }

        private float[] orthogonal() {
            float[] from = x;
            float[] to = next;
            for (int k = 0; k < ITERATIONS; k++) {
                gemm.transpose(small, large, from, 0, large, transposed, 0, small);
                gemm.multiply(
                        0, small, large, small, 1, from, rows, 0, transposed, 0, small, square, squareRows, 0, false);
                for (int i = 0; i < square.length; i++) {
                    polynomial[i] = (float) B * square[i];
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
                for (int i = 0; i < to.length; i++) {
                    to[i] = (float) A * from[i];
                }
                gemm.multiply(0, small, small, large, 1, polynomial, squareRows, 0, from, 0, large, to, rows, 0, true);
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
                java.util.Arrays.fill(
                        taken, entry.offset() + m.offset(), entry.offset() + m.offset() + m.rows() * m.columns(), true);
            }
        }
        // the dearest first, so that threads end together
        matrices.sort(java.util.Comparator.comparingLong(Workspace::cost).reversed());
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
