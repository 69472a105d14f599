package org.gaunt.linalg;

/**
 * The Cholesky decomposition A = L Lᵀ of a symmetric positive definite matrix, and solutions of A X = B.
 *
 * <p>In double precision and in one order, whatever the machine: the same matrix gives the same bits. For the small matrices of fits;
 * it takes n³/6 multiply-adds in plain loops.
 */
public final class Cholesky {
    private final int size;
    /** [row][column], row by row; what is above the diagonal is not used. */
    private final double[] lower;

    private Cholesky(int size, double[] lower) {
        this.size = size;
        this.lower = lower;
    }

    /**
     * Decomposes a matrix.
     *
     * @param matrix [size][size], row by row; only its lower triangle is read; not changed
     * @throws IllegalArgumentException if the array has another length, or the matrix is not positive definite or not finite
     */
    public static Cholesky of(double[] matrix, int size) {
        if (matrix.length != size * size) {
            throw new IllegalArgumentException(
                    "an array of " + matrix.length + " numbers is no matrix of " + size + " rows and columns");
        }
        double[] l = matrix.clone();
        for (int column = 0; column < size; column++) {
            double pivot = remainder(l, size, column, column);
            if (!(pivot > 0) || Double.isInfinite(pivot)) {
                throw new IllegalArgumentException("the matrix of size " + size
                        + " is not positive definite: what is left of the diagonal in row " + column + " is " + pivot);
            }
            double root = Math.sqrt(pivot);
            l[column * size + column] = root;
            double inverse = 1 / root;
            for (int row = column + 1; row < size; row++) {
                l[row * size + column] = remainder(l, size, row, column) * inverse;
            }
        }
        return new Cholesky(size, l);
    }

    /** A[row][column] less what the columns of L so far make of it. */
    private static double remainder(double[] l, int size, int row, int column) {
        double sum = l[row * size + column];
        for (int k = 0; k < column; k++) {
            sum -= l[row * size + k] * l[column * size + k];
        }
        return sum;
    }

    /** The number of rows. */
    public int size() {
        return size;
    }

    /**
     * Solves A X = B in place.
     *
     * @param right [size][columns], row by row: B before, X afterwards
     * @throws IllegalArgumentException if the array has another length
     */
    public void solve(double[] right, int columns) {
        if (right.length != size * columns) {
            throw new IllegalArgumentException("an array of " + right.length + " numbers is no right side of " + size
                    + " rows and " + columns + " columns");
        }
        double[] x = new double[size];
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < size; row++) {
                double sum = right[row * columns + column];
                for (int k = 0; k < row; k++) {
                    sum -= lower[row * size + k] * x[k];
                }
                x[row] = sum / lower[row * size + row];
            }
            for (int row = size - 1; row >= 0; row--) {
                double sum = x[row];
                for (int k = row + 1; k < size; k++) {
                    sum -= lower[k * size + row] * x[k];
                }
                x[row] = sum / lower[row * size + row];
                right[row * columns + column] = x[row];
            }
        }
    }
}
