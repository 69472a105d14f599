package org.gaunt.sim.md;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Moments and the test of Kolmogorov and Smirnov. */
final class Statistics {
    private Statistics() {}

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }

    /** The probability that samples of a distribution are as far from it as these (asymptotic, with Stephens' correction). */
    static double kolmogorovSmirnov(double[] samples, DoubleUnaryOperator cumulative) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double d = 0;
        for (int i = 0; i < n; i++) {
            double p = cumulative.applyAsDouble(sorted[i]);
            d = Math.max(d, Math.max(p - (double) i / n, (i + 1.0) / n - p));
        }
        double t = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * d;
        if (t < 0.2) {
            return 1; // the series converges slowly where the answer is 1
        }
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * t * t);
        }
        return Math.clamp(sum, 0, 1);
    }

    /** The regularised incomplete gamma function P(a, x): the series, or Lentz's continued fraction where that converges better. */
    static double gammaCumulative(double a, double x) {
        if (x <= 0) {
            return 0;
        }
        double front = Math.exp(a * Math.log(x) - x - logGamma(a));
        if (x < a + 1) {
            double term = 1 / a;
            double sum = term;
            for (int k = 1; k < 10_000 && term > 1e-17 * sum; k++) {
                term *= x / (a + k);
                sum += term;
            }
            return front * sum;
        }
        double b = x + 1 - a;
        double c = 1e300;
        double d = 1 / b;
        double h = d;
        for (int k = 1; k < 10_000; k++) {
            double an = -k * (k - a);
            b += 2;
            d = 1 / (an * d + b);
            c = b + an / c;
            h *= d * c;
            if (Math.abs(d * c - 1) < 1e-16) {
                break;
            }
        }
        return 1 - front * h;
    }

    /** Stirling's series, after the argument has been raised above 20. */
    private static double logGamma(double a) {
        double shift = 0;
        double x = a;
        while (x < 20) {
            shift += Math.log(x);
            x++;
        }
        double i = 1 / (x * x);
        return (x - 0.5) * Math.log(x)
                - x
                + 0.5 * Math.log(2 * Math.PI)
                + (1.0 / 12 - i * (1.0 / 360 - i * (1.0 / 1260 - i / 1680))) / x
                - shift;
    }
}
