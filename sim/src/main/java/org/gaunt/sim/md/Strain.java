package org.gaunt.sim.md;

import org.gaunt.linalg.SymmetricEigen;

/** A symmetric 3 x 3 matrix in its own axes, and functions of it applied to vectors. */
final class Strain {
    private final double[] values = new double[3];
    private final double[] axes = new double[9];

    /**
     * Decomposes a symmetric matrix.
     *
     * @param m row-major [9]
     */
    Strain(double[] m) {
        if (m[1] == 0 && m[2] == 0 && m[5] == 0) {
            for (int k = 0; k < 3; k++) {
                values[k] = m[4 * k];
                axes[4 * k] = 1;
            }
            return;
        }
        SymmetricEigen eigen =
                SymmetricEigen.of(new double[][] {{m[0], m[1], m[2]}, {m[3], m[4], m[5]}, {m[6], m[7], m[8]}});
        for (int k = 0; k < 3; k++) {
            values[k] = eigen.value(k);
            for (int i = 0; i < 3; i++) {
                axes[3 * k + i] = eigen.component(k, i);
            }
        }
    }

    double value(int k) {
        return values[k];
    }

    /**
     * Row k of vectors becomes a · row + b · other, where a and b are diagonal in the axes.
     *
     * @param rows triples; changed
     * @param others triples that are added; may be rows itself where b is zero
     * @param weights one factor for b and each triple
     */
    void apply(double[] rows, double[] a, double[] others, double[] b, double[] weights) {
        double[] m = matrix(a);
        double[] n = matrix(b);
        for (int i = 0; i < rows.length; i += 3) {
            double x = rows[i];
            double y = rows[i + 1];
            double z = rows[i + 2];
            double w = weights[i / 3];
            double p = w * others[i];
            double q = w * others[i + 1];
            double r = w * others[i + 2];
            rows[i] = m[0] * x + m[1] * y + m[2] * z + n[0] * p + n[1] * q + n[2] * r;
            rows[i + 1] = m[3] * x + m[4] * y + m[5] * z + n[3] * p + n[4] * q + n[5] * r;
            rows[i + 2] = m[6] * x + m[7] * y + m[8] * z + n[6] * p + n[7] * q + n[8] * r;
        }
    }

    /** Multiplies triples by a matrix that is diagonal in the axes. */
    void apply(double[] rows, double[] a) {
        double[] m = matrix(a);
        for (int i = 0; i < rows.length; i += 3) {
            double x = rows[i];
            double y = rows[i + 1];
            double z = rows[i + 2];
            rows[i] = m[0] * x + m[1] * y + m[2] * z;
            rows[i + 1] = m[3] * x + m[4] * y + m[5] * z;
            rows[i + 2] = m[6] * x + m[7] * y + m[8] * z;
        }
    }

    /** The matrix with these values in the axes, row-major. */
    private double[] matrix(double[] diagonal) {
        double[] m = new double[9];
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    m[3 * i + j] += diagonal[k] * axes[3 * k + i] * axes[3 * k + j];
                }
            }
        }
        return m;
    }

    /** exp(factor · value) for each axis. */
    double[] exponentials(double factor) {
        double[] e = new double[3];
        for (int k = 0; k < 3; k++) {
            e[k] = StrictMath.exp(factor * values[k]);
        }
        return e;
    }

    /** sinh(z)/z. */
    static double sinhc(double z) {
        return Math.abs(z) < 1e-4 ? 1 + z * z / 6 : StrictMath.sinh(z) / z;
    }

    /** The determinant of a row-major 3 x 3 matrix. */
    static double determinant(double[] m) {
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]);
    }
}
