package org.gaunt.kernel.code;

import org.gaunt.linalg.Precision;

/**
 * Functions of numbers as the steps of a {@link LoopBuilder}. The exponential is the same polynomial for vectors and
 * scalars, so that both give the same bits where multiply-add is fused in both.
 *
 * <p>The exponential: {@code x = n ln 2 + r} with an integer {@code n} and {@code |r| <= ln(2)/2}, hence
 * {@code exp(x) = 2^n exp(r)}. {@code ln 2} is split into two parts so that {@code n ln 2} is exact enough (Cody and
 * Waite); {@code exp(r)} is its Taylor polynomial, of degree 7 in single precision (truncation error 6e-9) and 13 in
 * double (5e-18); {@code 2^n} is made of exponent bits, in two factors so that results may be subnormal or overflow to
 * infinity. Relative error at most 2e-7 and 4e-16 where the result is normal; not-a-number gives not-a-number.
 */
public final class LaneMath {
    private static final double LOG2_E = 1.4426950408889634;

    private LaneMath() {}

    /** What depends on the precision. */
    private record Format(
            double lowest,
            double highest,
            double magic,
            double ln2High,
            double ln2Low,
            int degree,
            int mantissaBits,
            long one) {
        /** Below {@code lowest} the result is 0, above {@code highest} infinite; {@code magic} = 1.5 * 2^mantissaBits. */
        static Format of(Precision precision) {
            return precision == Precision.FLOAT32
                    ? new Format(-105, 90, 0x1.8p23, 0.693359375, -2.12194440e-4, 7, 23, 0x3f800000L)
                    : new Format(
                            -747,
                            711,
                            0x1.8p52,
                            0.693147180369123816490,
                            1.90821492927058770002e-10,
                            13,
                            52,
                            0x3ff0000000000000L);
        }
    }

    /** {@code exp(x)}. */
    public static Value exp(LoopBuilder b, Value argument) {
        Format format = Format.of(b.precision());
        Value x = b.let(argument.max(Value.of(format.lowest)).min(Value.of(format.highest)));
        // Adding the magic number rounds to an integer, which then stands in the low bits of the mantissa.
        Value shifted = b.let(x.timesPlus(Value.of(LOG2_E), Value.of(format.magic)));
        Value n = b.let(shifted.minus(format.magic));
        Value.Variable r = b.let(n.timesPlus(Value.of(-format.ln2High), x));
        b.set(r, n.timesPlus(Value.of(-format.ln2Low), r));
        Value series = b.let(taylor(r, format.degree));
        // n = half + rest; both factors are normal numbers.
        Bits whole = b.let(shifted.bits());
        Bits half = b.let(n.timesPlus(Value.of(0.5), Value.of(format.magic)).bits());
        return series.times(powerOfTwo(half, format)).times(powerOfTwo(whole.minus(half), format));
    }

    /** {@code 2^n}; all but the lowest bits of n are shifted out. */
    private static Value powerOfTwo(Bits n, Format format) {
        return n.shiftedLeft(format.mantissaBits).plus(format.one).numbers();
    }

    /** {@code 1 / (1 + exp(-x))}. */
    public static Value sigmoid(LoopBuilder b, Value x) {
        return Value.of(1).over(b.let(exp(b, x.negative()).plus(1)));
    }

    /** {@code sum_k r^k / k!} by Horner's rule. */
    private static Value taylor(Value r, int degree) {
        double[] coefficients = new double[degree + 1];
        coefficients[0] = 1;
        for (int k = 1; k <= degree; k++) {
            coefficients[k] = coefficients[k - 1] / k;
        }
        Value sum = Value.of(coefficients[degree]);
        for (int k = degree - 1; k >= 0; k--) {
            sum = sum.timesPlus(r, Value.of(coefficients[k]));
        }
        return sum;
    }
}
