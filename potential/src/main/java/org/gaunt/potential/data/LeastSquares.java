package org.gaunt.potential.data;

/** Small least-squares problems that may leave some directions undetermined. */
final class LeastSquares {

    private static final double SINGULAR = 1e-11;
    private static final int SWEEPS = 60;

    private LeastSquares() {}

    /**
     * The shortest x that solves the normal equations A x = b, for A = MᵀM; by Jacobi rotations, leaving out directions
     * whose eigenvalue is below 1e-11 of the largest.
     *
     * @param matrix symmetric, not negative [n][n]; destroyed
     * @param right [n], in the range of the matrix
     */
    static double[] solveNormal(double[][] matrix, double[] right) {
        int n = right.length;
        double[][] vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            vectors[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean changed = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    changed |= rotate(matrix, vectors, p, q);
                }
            }
            if (!changed) {
                break;
            }
        }
        double largest = 0;
        for (int k = 0; k < n; k++) {
            largest = Math.max(largest, matrix[k][k]);
        }
        double[] x = new double[n];
        for (int k = 0; k < n; k++) {
            if (matrix[k][k] > SINGULAR * largest) {
                double projection = 0;
                for (int i = 0; i < n; i++) {
                    projection += vectors[i][k] * right[i];
                }
                for (int i = 0; i < n; i++) {
                    x[i] += vectors[i][k] * projection / matrix[k][k];
                }
            }
        }
        return x;
    }

    /** Makes matrix[p][q] zero; false when it is negligible already. */
    private static boolean rotate(double[][] matrix, double[][] vectors, int p, int q) {
        double off = matrix[p][q];
        if (Math.abs(off) <= 1e-17 * Math.sqrt(Math.abs(matrix[p][p] * matrix[q][q])) || off == 0) {
            return false;
        }
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * off);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double c = 1 / Math.hypot(t, 1);
        double s = t * c;
        for (int k = 0; k < matrix.length; k++) {
            double kp = matrix[k][p];
            double kq = matrix[k][q];
            matrix[k][p] = c * kp - s * kq;
            matrix[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < matrix.length; k++) {
            double pk = matrix[p][k];
            double qk = matrix[q][k];
            matrix[p][k] = c * pk - s * qk;
            matrix[q][k] = s * pk + c * qk;
            double kp = vectors[k][p];
            double kq = vectors[k][q];
            vectors[k][p] = c * kp - s * kq;
            vectors[k][q] = s * kp + c * kq;
        }
        matrix[p][q] = 0;
        matrix[q][p] = 0;
        return true;
    }
}
