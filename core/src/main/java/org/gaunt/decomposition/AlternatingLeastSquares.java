package org.gaunt.decomposition;

import java.util.SplittableRandom;
import org.gaunt.linalg.Cholesky;

/**
 * One run of alternating least squares for a CP decomposition, from a random start: each factor in turn is the least-squares solution
 * for the other two, with a pull towards its former value that fades (Tikhonov towards the previous iterate), which keeps the sums
 * from running away to infinity against each other.
 */
final class AlternatingLeastSquares {
    private static final double FIRST_PULL = 1e-3;
    private static final double FADING = 0.95;
    private static final double LAST_PULL = 1e-10;

    /** Steps between looks at the error. */
    private static final int LOOK = 20;

    /** A run ends when two looks differ by less than this part of the error. */
    private static final double STAGNATION = 2e-3;

    private final SparseTensor tensor;
    private final int rank;
    private final double[][] factors = new double[3][];
    private final double[] dense;
    private double error = Double.POSITIVE_INFINITY;

    AlternatingLeastSquares(SparseTensor tensor, int rank, SplittableRandom random) {
        this.tensor = tensor;
        this.rank = rank;
        this.dense = new double[tensor.size(0) * tensor.size(1) * tensor.size(2)];
        for (int e = 0; e < tensor.nonzeros(); e++) {
            dense[place(tensor.index(e, 0), tensor.index(e, 1), tensor.index(e, 2))] += tensor.value(e);
        }
        double scale = Math.cbrt(1.0 / rank);
        for (int k = 0; k < 3; k++) {
            factors[k] = random.doubles((long) tensor.size(k) * rank, -1, 1)
                    .map(v -> v * scale)
                    .toArray();
        }
    }

    private int place(int i, int j, int k) {
        return (i * tensor.size(1) + j) * tensor.size(2) + k;
    }

    /** Runs until the error is at most {@code wanted}, or does not fall any more, or after so many rounds. */
    void run(int rounds, double wanted) {
        double pull = FIRST_PULL;
        double before = Double.POSITIVE_INFINITY;
        for (int round = 1; round <= rounds; round++) {
            for (int k = 0; k < 3; k++) {
                solve(k, pull);
            }
            balance();
            pull = Math.max(LAST_PULL, pull * FADING);
            if (round % LOOK == 0 || round == rounds) {
                error = measure();
                boolean settled = pull == LAST_PULL && error > before * (1 - STAGNATION);
                if (error <= wanted || settled || !Double.isFinite(error)) {
                    return;
                }
                before = error;
            }
        }
    }

    double error() {
        return error;
    }

    /** A factor as [component][r]. */
    double[][] factor(int k) {
        double[][] matrix = new double[tensor.size(k)][rank];
        for (int i = 0; i < matrix.length; i++) {
            System.arraycopy(factors[k], i * rank, matrix[i], 0, rank);
        }
        return matrix;
    }

    private void solve(int k, double pull) {
        int p = (k + 1) % 3;
        int q = (k + 2) % 3;
        double[] gram = gram(p);
        double[] other = gram(q);
        double trace = 0;
        for (int r = 0; r < rank; r++) {
            trace += gram[r * rank + r] * other[r * rank + r];
        }
        double weight = pull * trace / rank;
        double[] a = new double[rank * rank];
        for (int i = 0; i < rank * rank; i++) {
            a[i] = gram[i] * other[i];
        }
        for (int r = 0; r < rank; r++) {
            a[r * rank + r] += weight;
        }
        int columns = tensor.size(k);
        double[] right = new double[rank * columns];
        double[] f = factors[k];
        for (int i = 0; i < columns; i++) {
            for (int r = 0; r < rank; r++) {
                right[r * columns + i] = weight * f[i * rank + r];
            }
        }
        for (int e = 0; e < tensor.nonzeros(); e++) {
            double v = tensor.value(e);
            int i = tensor.index(e, k);
            int jp = tensor.index(e, p) * rank;
            int jq = tensor.index(e, q) * rank;
            for (int r = 0; r < rank; r++) {
                right[r * columns + i] += v * factors[p][jp + r] * factors[q][jq + r];
            }
        }
        Cholesky.of(a, rank).solve(right, columns);
        for (int i = 0; i < columns; i++) {
            for (int r = 0; r < rank; r++) {
                f[i * rank + r] = right[r * columns + i];
            }
        }
    }

    private double[] gram(int k) {
        double[] gram = new double[rank * rank];
        double[] f = factors[k];
        for (int i = 0; i < tensor.size(k); i++) {
            for (int r = 0; r < rank; r++) {
                double v = f[i * rank + r];
                for (int s = 0; s < rank; s++) {
                    gram[r * rank + s] += v * f[i * rank + s];
                }
            }
        }
        return gram;
    }

    /** Gives the three vectors of each product the same length. */
    private void balance() {
        for (int r = 0; r < rank; r++) {
            double[] length = new double[3];
            for (int k = 0; k < 3; k++) {
                for (int i = 0; i < tensor.size(k); i++) {
                    length[k] += factors[k][i * rank + r] * factors[k][i * rank + r];
                }
                length[k] = Math.sqrt(length[k]);
            }
            double mean = Math.cbrt(length[0] * length[1] * length[2]);
            for (int k = 0; k < 3 && mean > 0; k++) {
                for (int i = 0; i < tensor.size(k); i++) {
                    factors[k][i * rank + r] *= mean / length[k];
                }
            }
        }
    }

    /** The Frobenius norm of the difference, entry by entry: differences of squares would lose everything below 1e-8. */
    private double measure() {
        double sum = 0;
        double[] product = new double[rank];
        for (int i = 0; i < tensor.size(0); i++) {
            for (int j = 0; j < tensor.size(1); j++) {
                for (int r = 0; r < rank; r++) {
                    product[r] = factors[0][i * rank + r] * factors[1][j * rank + r];
                }
                for (int k = 0; k < tensor.size(2); k++) {
                    double difference = -dense[place(i, j, k)];
                    for (int r = 0; r < rank; r++) {
                        difference += product[r] * factors[2][k * rank + r];
                    }
                    sum += difference * difference;
                }
            }
        }
        return Math.sqrt(sum);
    }
}
