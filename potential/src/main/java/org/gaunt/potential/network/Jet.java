package org.gaunt.potential.network;

import org.gaunt.nn.DistanceForms;

/**
 * A number and its derivatives by one variable, as Taylor coefficients f^(k) / k!, k = 0..4. Arithmetic is that of power series
 * cut off after the fourth power.
 */
@SuppressWarnings("ArrayRecordComponent") // a value that only computes
record Jet(double[] c) {
    private static final int TERMS = DistanceForms.TAYLOR_TERMS;

    /** The variable itself. */
    static Jet variable(double value) {
        double[] c = new double[TERMS];
        c[0] = value;
        c[1] = 1;
        return new Jet(c);
    }

    double value() {
        return c[0];
    }

    Jet plus(double summand) {
        double[] sum = c.clone();
        sum[0] += summand;
        return new Jet(sum);
    }

    Jet times(double factor) {
        double[] product = c.clone();
        for (int k = 0; k < TERMS; k++) {
            product[k] *= factor;
        }
        return new Jet(product);
    }

    Jet times(Jet other) {
        double[] product = new double[TERMS];
        for (int i = 0; i < TERMS; i++) {
            for (int j = 0; i + j < TERMS; j++) {
                product[i + j] += c[i] * other.c[j];
            }
        }
        return new Jet(product);
    }

    Jet reciprocal() {
        double[] inverse = new double[TERMS];
        inverse[0] = 1 / c[0];
        for (int n = 1; n < TERMS; n++) {
            double sum = 0;
            for (int k = 1; k <= n; k++) {
                sum += c[k] * inverse[n - k];
            }
            inverse[n] = -sum * inverse[0];
        }
        return new Jet(inverse);
    }

    Jet exp() {
        // e' = c' e
        double[] e = new double[TERMS];
        e[0] = Math.exp(c[0]);
        for (int n = 1; n < TERMS; n++) {
            for (int k = 1; k <= n; k++) {
                e[n] += k * c[k] * e[n - k] / n;
            }
        }
        return new Jet(e);
    }

    Jet sin() {
        // s' = c' cos, cos' = -c' s
        double[] sine = new double[TERMS];
        double[] cosine = new double[TERMS];
        sine[0] = Math.sin(c[0]);
        cosine[0] = Math.cos(c[0]);
        for (int n = 1; n < TERMS; n++) {
            for (int k = 1; k <= n; k++) {
                sine[n] += k * c[k] * cosine[n - k] / n;
                cosine[n] -= k * c[k] * sine[n - k] / n;
            }
        }
        return new Jet(sine);
    }

    /** A real power of a positive number. */
    Jet power(double exponent) {
        // p' c = exponent c' p
        double[] p = new double[TERMS];
        p[0] = Math.pow(c[0], exponent);
        for (int n = 1; n < TERMS; n++) {
            for (int k = 1; k <= n; k++) {
                p[n] += (exponent * k - (n - k)) * c[k] * p[n - k] / (n * c[0]);
            }
        }
        return new Jet(p);
    }
}
