package org.gaunt.linalg;

/** Small least-squares problems that may leave some directions undetermined. */
public final class LeastSquares {
    private static final double SINGULAR = 1e-11;

    private LeastSquares() {}

    /**
     * The shortest x that solves the normal equations A x = b, for A = MᵀM: directions whose eigenvalue is below 1e-11 of the largest
     * are left out.
     *
     * @param matrix symmetric, not negative [n][n]; not changed
     * @param right [n], in the range of the matrix
     * @throws IllegalArgumentException as {@link SymmetricEigen#of}, or if the lengths differ
     */
    public static double[] solveNormal(double[][] matrix, double[] right) {
        if (matrix.length != right.length) {
            throw new IllegalArgumentException(
                    "normal equations of " + matrix.length + " rows have a right side of " + right.length);
        }
        SymmetricEigen eigen = SymmetricEigen.of(matrix);
        int n = right.length;
        double largest = eigen.largest();
        double[] x = new double[n];
        for (int k = 0; k < n; k++) {
            if (eigen.value(k) > SINGULAR * largest) {
                double projection = 0;
                for (int i = 0; i < n; i++) {
                    projection += eigen.component(k, i) * right[i];
                }
                for (int i = 0; i < n; i++) {
                    x[i] += eigen.component(k, i) * projection / eigen.value(k);
                }
            }
        }
        return x;
    }
}
