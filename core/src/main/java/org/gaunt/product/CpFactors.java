package org.gaunt.product;

import java.util.Arrays;
import java.util.Objects;

/**
 * Three matrices whose columns are the vectors of a CP decomposition M[i][j][k] ≈ Σ_r A[i][r] B[j][r] C[k][r], with what is known of
 * its error. Immutable; equal if all numbers are.
 */
public final class CpFactors {
    private final double[][][] matrices;
    private final double norm;
    private final double error;
    private final int hash;

    /**
     * Copies the matrices.
     *
     * @param a [i][r]
     * @param b [j][r]
     * @param c [k][r]
     * @param norm the Frobenius norm of M
     * @param error the Frobenius norm of the difference
     * @throws IllegalArgumentException if the matrices have different numbers of columns, or numbers that are not finite
     */
    public CpFactors(double[][] a, double[][] b, double[][] c, double norm, double error) {
        matrices = new double[][][] {copy(a), copy(b), copy(c)};
        int rank = a.length == 0 ? 0 : a[0].length;
        for (double[][] m : matrices) {
            for (double[] row : m) {
                if (row.length != rank || rank == 0 || !Arrays.stream(row).allMatch(Double::isFinite)) {
                    throw new IllegalArgumentException("factors must have the same number of columns, " + rank
                            + ", at least one, and finite numbers; found the row " + Arrays.toString(row));
                }
            }
        }
        this.norm = norm;
        this.error = error;
        this.hash = Objects.hash(Arrays.deepHashCode(matrices), norm, error);
    }

    private static double[][] copy(double[][] m) {
        return Arrays.stream(m).map(double[]::clone).toArray(double[][]::new);
    }

    /** The number of products. */
    public int rank() {
        return matrices[0][0].length;
    }

    /**
     * A factor.
     *
     * @param seat 0 for A, 1 for B, 2 for C
     * @return a copy [component][r]
     */
    public double[][] matrix(int seat) {
        return copy(matrices[seat]);
    }

    /** The components of an operand. */
    public int components(int seat) {
        return matrices[seat].length;
    }

    /** The coefficient Σ_r A[i][r] B[j][r] C[k][r]. */
    public double coefficient(int i, int j, int k) {
        double sum = 0;
        for (int r = 0; r < rank(); r++) {
            sum += matrices[0][i][r] * matrices[1][j][r] * matrices[2][k][r];
        }
        return sum;
    }

    /** The Frobenius norm of the difference to the exact coefficients. */
    public double error() {
        return error;
    }

    /** {@link #error} over the Frobenius norm of the exact coefficients. */
    public double relativeError() {
        return error / norm;
    }

    /**
     * A bound on the loss of equivariance: |T(Dx, Dy) - D T(x, y)| is at most this times |x| |y|, for all rotations D and inputs.
     *
     * <p>With T = T0 + Δ, T0 equivariant and D orthogonal the left side is |Δ(Dx, Dy) - D Δ(x, y)|, and |Δ(x, y)| is at most the
     * Frobenius norm of Δ times |x| |y|.
     */
    public double equivarianceBound() {
        return 2 * error;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpFactors f
                && f.hash == hash
                && f.norm == norm
                && f.error == error
                && Arrays.deepEquals(f.matrices, matrices);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "rank " + rank() + ", relative error " + relativeError();
    }
}
