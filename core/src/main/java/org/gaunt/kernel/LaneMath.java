package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_double;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.linalg.Precision;

/**
 * Functions of numbers emitted with a {@link LaneAssembler}. The exponential is the same polynomial for vectors and
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

    /** {@code x -> sqrt(x)}. */
    public static void sqrt(LaneAssembler a) {
        function(a, "sqrt", "SQRT");
    }

    /** {@code x -> sin(x)}. */
    public static void sin(LaneAssembler a) {
        function(a, "sin", "SIN");
    }

    /** {@code x -> cos(x)}. */
    public static void cos(LaneAssembler a) {
        function(a, "cos", "COS");
    }

    /** A function of {@code Math}, evaluated in double precision on one lane, or the Vector API's operator of that name. */
    private static void function(LaneAssembler a, String name, String operator) {
        CodeBuilder code = a.code();
        if (a.lanes() > 1) {
            ClassDesc unary = LaneAssembler.OPERATORS.nested("Unary");
            code.getstatic(LaneAssembler.OPERATORS, operator, unary);
            code.invokevirtual(a.vectorType(), "lanewise", MethodTypeDesc.of(a.vectorType(), unary));
            return;
        }
        boolean single = a.precision() == Precision.FLOAT32;
        if (single) {
            code.f2d();
        }
        code.invokestatic(LaneAssembler.MATH, name, MethodTypeDesc.of(CD_double, CD_double));
        if (single) {
            code.d2f();
        }
    }

    /** {@code x -> exp(x)}. */
    public static void exp(LaneAssembler a) {
        Format format = Format.of(a.precision());
        a.constant(format.lowest);
        a.max();
        a.constant(format.highest);
        a.min();
        int x = a.newVector();
        a.put(x);

        // Adding the magic number rounds to an integer, which then stands in the low bits of the mantissa.
        int shifted = a.newVector();
        a.get(x);
        a.constant(LOG2_E);
        a.constant(format.magic);
        a.fma();
        a.put(shifted);
        int n = a.newVector();
        a.get(shifted);
        a.constant(format.magic);
        a.sub();
        a.put(n);

        int r = a.newVector();
        a.get(n);
        a.constant(-format.ln2High);
        a.get(x);
        a.fma();
        a.put(r);
        a.get(n);
        a.constant(-format.ln2Low);
        a.get(r);
        a.fma();
        a.put(r);

        taylor(a, r, format.degree);

        // n = half + rest; both factors are normal numbers.
        LaneBits bits = new LaneBits(a);
        int whole = bits.newLocal();
        a.get(shifted);
        bits.of();
        bits.put(whole);
        int half = bits.newLocal();
        a.get(n);
        a.constant(0.5);
        a.constant(format.magic);
        a.fma();
        bits.of();
        bits.put(half);
        bits.get(half);
        powerOfTwo(bits, format);
        a.mul();
        bits.get(whole);
        bits.get(half);
        bits.sub();
        powerOfTwo(bits, format);
        a.mul();
    }

    /** {@code n -> 2^n}; all but the lowest bits of n are shifted out. */
    private static void powerOfTwo(LaneBits bits, Format format) {
        bits.shiftLeft(format.mantissaBits);
        bits.addConstant(format.one);
        bits.toNumber();
    }

    /** {@code x -> 1 / (1 + exp(-x))}. */
    public static void sigmoid(LaneAssembler a) {
        a.neg();
        exp(a);
        a.constant(1);
        a.add();
        int denominator = a.newVector();
        a.put(denominator);
        a.constant(1);
        a.get(denominator);
        a.div();
    }

    /** Pushes {@code sum_k r^k / k!} by Horner's rule. */
    private static void taylor(LaneAssembler a, int r, int degree) {
        double[] coefficients = new double[degree + 1];
        coefficients[0] = 1;
        for (int k = 1; k <= degree; k++) {
            coefficients[k] = coefficients[k - 1] / k;
        }
        a.constant(coefficients[degree]);
        for (int k = degree - 1; k >= 0; k--) {
            a.get(r);
            a.constant(coefficients[k]);
            a.fma();
        }
    }
}
