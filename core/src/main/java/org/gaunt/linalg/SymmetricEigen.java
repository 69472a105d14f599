package org.gaunt.linalg;

import java.util.Arrays;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by cyclic Jacobi rotations: A = V diag(λ) Vᵀ.
 *
 * <p>In double precision and in one order, whatever the machine: the same matrix gives the same bits. Small eigenvalues are accurate
 * relative to themselves where those of a positive matrix are well determined. A sweep takes about 4 n³ multiply-adds and some six to
 * ten sweeps are needed, so it is for matrices of up to a few hundred rows.
 */
public final class SymmetricEigen {
    private static final int SWEEPS = 60;
    /** Numbers off the diagonal that are left, relative to the diagonal numbers of their row and column. */
    private static final double NEGLIGIBLE = 1e-17;

    /** The same relative to the largest number of the matrix, for diagonal numbers that are zero. */
    private static final double NOTHING = 1e-40;

    private final double[] values;
    private final double[][] vectors;

    private SymmetricEigen(double[] values, double[][] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /**
     * Decomposes a matrix.
     *
     * @param matrix symmetric [n][n]; not changed
     * @throws IllegalArgumentException if it is not square, not symmetric within 1e-9 of its largest number, or not finite
     * @throws IllegalStateException if the rotations do not end, which finite matrices are not known to do
     */
    public static SymmetricEigen of(double[][] matrix) {
        double nothing = NOTHING * checkedSize(matrix);
        int n = matrix.length;
        double[][] a = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        double[][] vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            vectors[i][i] = 1;
        }
        boolean changed = true;
        for (int sweep = 0; changed; sweep++) {
            if (sweep == SWEEPS) {
                throw new IllegalStateException(
                        "the eigenvalues of a matrix of size " + n + " were not found in " + SWEEPS + " sweeps");
            }
            changed = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    changed |= rotate(a, vectors, p, q, nothing);
                }
            }
        }
        double[] values = new double[n];
        for (int k = 0; k < n; k++) {
            values[k] = a[k][k];
        }
        return new SymmetricEigen(values, vectors);
    }

    /** The largest absolute number. */
    private static double checkedSize(double[][] matrix) {
        double largest = 0;
        for (double[] row : matrix) {
            if (row.length != matrix.length) {
                throw new IllegalArgumentException("a matrix of " + matrix.length + " rows has a row of " + row.length
                        + " numbers; eigenvalues need a square one");
            }
            for (double v : row) {
                if (!Double.isFinite(v)) {
                    throw new IllegalArgumentException("a matrix holds " + v + "; eigenvalues need finite numbers");
                }
                largest = Math.max(largest, Math.abs(v));
            }
        }
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < i; j++) {
                if (Math.abs(matrix[i][j] - matrix[j][i]) > 1e-9 * largest) {
                    throw new IllegalArgumentException("the matrix is not symmetric: [" + i + "][" + j + "] is "
                            + matrix[i][j] + ", but [" + j + "][" + i + "] is " + matrix[j][i]);
                }
            }
        }
        return largest;
    }

    /** Makes a[p][q] zero; false when it is negligible already. */
    private static boolean rotate(double[][] a, double[][] vectors, int p, int q, double nothing) {
        double off = a[p][q];
        if (Math.abs(off) <= Math.max(nothing, NEGLIGIBLE * Math.sqrt(Math.abs(a[p][p] * a[q][q])))) {
            return false;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * off);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double c = 1 / Math.hypot(t, 1);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < a.length; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
            double kp = vectors[k][p];
            double kq = vectors[k][q];
            vectors[k][p] = c * kp - s * kq;
            vectors[k][q] = s * kp + c * kq;
        }
        a[p][q] = 0;
        a[q][p] = 0;
        return true;
    }

    /** The number of rows. */
    public int size() {
        return values.length;
    }

    /** The eigenvalue of a vector; they are in no order. */
    public double value(int vector) {
        return values[vector];
    }

    /** The largest eigenvalue; 0 for a matrix without rows. */
    public double largest() {
        return Arrays.stream(values).max().orElse(0);
    }

    /** A component of an eigenvector. */
    public double component(int vector, int row) {
        return vectors[row][vector];
    }
}
