package org.gaunt.optim;

import org.gaunt.linalg.Gemm;
import org.gaunt.linalg.Workspace;

/**
 * The nearly orthogonal form that {@link Muon} gives to a matrix X of Frobenius norm 1: five times X = X (a + b X'X + c (X'X)²), which
 * brings the singular values that are not tiny near 1.
 *
 * <p>All factors are polynomials of the first Gram matrix S = X'X, so the iteration is done on it and on the product Q of the
 * factors alone, P = a + b S + c S², Q = Q P, S = P S P, and X meets Q once, at the end. Where X is not square that saves most of the
 * work, and as all these matrices commute their products are symmetric and half of each is computed. Rounding adds some 1e-7 to the
 * squares of singular values; the iterations after it make that at most 0.01, so no direction is turned over.
 */
final class OrthogonalForm {
    private static final int ITERATIONS = 5;
    private static final double A = 3.4445;
    private static final double B = -4.7750;
    private static final double C = 2.0315;

    /**
     * Columns of a symmetric product that are computed at a time, those of the widest tile of {@link Gemm}; and rows and columns that
     * are mirrored at a time.
     */
    private static final int BLOCK = 16;

    private final Gemm gemm;
    private final Workspace workspace = new Workspace();
    private final int rows;
    private final int columns;
    private final int small;
    private final int large;
    private final boolean isTall;
    /** The matrix with its rows the long way, for the Gram matrix; the matrix itself where it is tall. */
    private final float[] tall;

    private final float[] x;
    private final float[] result;
    private final int[] tallRows;
    private final int[] ownRows;
    private final int[] squareRows;
    private final float[] gram;
    private float[] factors;
    private float[] spare;
    private final float[] polynomial;

    OrthogonalForm(int rows, int columns, Gemm gemm) {
        this.gemm = gemm;
        this.rows = rows;
        this.columns = columns;
        small = Math.min(rows, columns);
        large = Math.max(rows, columns);
        x = new float[rows * columns];
        result = new float[rows * columns];
        isTall = rows >= columns;
        tall = isTall ? x : new float[rows * columns];
        tallRows = Gemm.rows(large, small);
        ownRows = Gemm.rows(rows, columns);
        squareRows = Gemm.rows(small, small);
        gram = new float[small * small];
        factors = new float[small * small];
        spare = new float[small * small];
        polynomial = new float[small * small];
    }

    /** A measure of the work. */
    long cost() {
        return (long) small * small * (3L * large + 17L * small);
    }

    /** Where the matrix is to be put before {@link #compute}, [rows][columns], with norm 1; it is left as it is. */
    float[] matrix() {
        return x;
    }

    /**
     * Computes the form of {@link #matrix}.
     *
     * @return [rows][columns]; overwritten by the next call
     */
    float[] compute() {
        if (!isTall) {
            gemm.transpose(rows, columns, x, 0, columns, tall, 0, small);
        }
        for (int j = 0; j < small; j += BLOCK) {
            int width = Math.min(BLOCK, small - j);
            gemm.multiplyTransposed(
                    0, large, j + width, width, 1, tall, tallRows, 0, tall, tallRows, j, gram, j, small, false,
                    workspace);
        }
        mirror(gram);
        for (int k = 0; k < ITERATIONS; k++) {
            takePolynomial();
            if (k == 0) {
                System.arraycopy(polynomial, 0, factors, 0, factors.length);
            } else {
                symmetric(1, factors, polynomial, spare, false);
                float[] swap = factors;
                factors = spare;
                spare = swap;
            }
            if (k < ITERATIONS - 1) {
                symmetric(1, gram, polynomial, spare, false);
                symmetric(1, spare, polynomial, gram, false);
            }
        }
        if (isTall) {
            gemm.multiply(
                    0, large, small, small, 1, x, ownRows, 0, factors, 0, small, result, ownRows, 0, false, workspace);
        } else {
            gemm.multiply(
                    0,
                    small,
                    small,
                    large,
                    1,
                    factors,
                    squareRows,
                    0,
                    x,
                    0,
                    large,
                    result,
                    ownRows,
                    0,
                    false,
                    workspace);
        }
        return result;
    }

    /** a + b S + c S². */
    private void takePolynomial() {
        for (int i = 0; i < gram.length; i++) {
            polynomial[i] = (float) B * gram[i];
        }
        for (int i = 0; i < gram.length; i += small + 1) {
            polynomial[i] += (float) A;
        }
        symmetric(C, gram, gram, polynomial, true);
    }

    /** The product of two symmetric matrices that commute. */
    private void symmetric(double alpha, float[] a, float[] b, float[] c, boolean accumulate) {
        for (int j = 0; j < small; j += BLOCK) {
            int end = Math.min(small, j + BLOCK);
            gemm.multiply(
                    0,
                    end,
                    small,
                    end - j,
                    alpha,
                    a,
                    squareRows,
                    0,
                    b,
                    j,
                    small,
                    c,
                    squareRows,
                    j,
                    accumulate,
                    workspace);
        }
        mirror(c);
    }

    /** Copies the half above the diagonal to the one below, by blocks that the first-level cache holds. */
    private void mirror(float[] c) {
        for (int first = 0; first < small; first += BLOCK) {
            for (int column = 0; column <= first; column += BLOCK) {
                for (int i = first; i < Math.min(small, first + BLOCK); i++) {
                    for (int j = column; j < Math.min(i, column + BLOCK); j++) {
                        c[i * small + j] = c[j * small + i];
                    }
                }
            }
        }
    }
}
