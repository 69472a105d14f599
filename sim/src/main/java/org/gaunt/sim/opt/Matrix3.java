package org.gaunt.sim.opt;

/** Small square matrices, row by row. */
final class Matrix3 {
    /** Terms of the exponential's series where the norm is at most a half: the rest is below 1e-17. */
    private static final int TERMS = 14;

    private Matrix3() {}

    static double[] identity(int n) {
        double[] one = new double[n * n];
        for (int i = 0; i < n; i++) {
            one[i * n + i] = 1;
        }
        return one;
    }

    static double[] multiply(double[] a, double[] b, int n) {
        double[] c = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += a[i * n + k] * b[k * n + j];
                }
            }
        }
        return c;
    }

    static double[] transposed(double[] a, int n) {
        double[] t = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                t[j * n + i] = a[i * n + j];
            }
        }
        return t;
    }

    /** The inverse of a 3 x 3 matrix. */
    static double[] inverse(double[] a) {
        double[] c = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                int r = (j + 1) % 3;
                int s = (j + 2) % 3;
                int p = (i + 1) % 3;
                int q = (i + 2) % 3;
                c[3 * i + j] = a[3 * r + p] * a[3 * s + q] - a[3 * r + q] * a[3 * s + p];
            }
        }
        double determinant = a[0] * c[0] + a[1] * c[3] + a[2] * c[6];
        for (int i = 0; i < 9; i++) {
            c[i] /= determinant;
        }
        return c;
    }

    /** The exponential, by scaling and squaring of its series. */
    static double[] exp(double[] a, int n) {
        double norm = 0;
        for (double v : a) {
            norm += Math.abs(v);
        }
        int squarings = norm <= 0.5 ? 0 : (int) Math.ceil(Math.log(2 * norm) / Math.log(2));
        double[] scaled = a.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.scalb(scaled[i], -squarings);
        }
        double[] sum = identity(n);
        double[] term = identity(n);
        for (int k = 1; k <= TERMS; k++) {
            term = multiply(term, scaled, n);
            for (int i = 0; i < term.length; i++) {
                term[i] /= k;
                sum[i] += term[i];
            }
        }
        for (int k = 0; k < squarings; k++) {
            sum = multiply(sum, sum, n);
        }
        return sum;
    }

    /**
     * The derivative of the exponential of a 3 x 3 matrix in a direction (Fréchet derivative): the upper right block of the exponential
     * of [[a, direction], [0, a]].
     */
    static double[] expDerivative(double[] a, double[] direction) {
        double[] block = new double[36];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                block[6 * i + j] = a[3 * i + j];
                block[6 * i + j + 3] = direction[3 * i + j];
                block[6 * (i + 3) + j + 3] = a[3 * i + j];
            }
        }
        double[] exponential = exp(block, 6);
        double[] result = new double[9];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(exponential, 6 * i + 3, result, 3 * i, 3);
        }
        return result;
    }
}
