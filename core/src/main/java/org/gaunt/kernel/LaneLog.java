package org.gaunt.kernel;

import org.gaunt.linalg.Precision;

/**
 * Logarithms emitted with a {@link LaneAssembler}, the same polynomials for vectors and scalars.
 *
 * <p>The logarithm: {@code x = 2^k m} with {@code m} from √½ to √2, hence {@code log x = k ln 2 + log m}, {@code ln 2} in two parts; and
 * {@code log m = 2 artanh s}, {@code s = (m - 1) / (m + 1)}, by the series of artanh. Subnormal numbers are scaled first. Relative error
 * at most 4e-7 and 8e-16; 0 gives minus infinity, negative numbers and not-a-number give not-a-number.
 */
public final class LaneLog {
    private LaneLog() {}

    /** What depends on the precision. */
    private record Format(
            double ln2High,
            double ln2Low,
            double magic,
            int mantissaBits,
            long magicBits,
            long rootHalf,
            double smallestNormal,
            double overSmallestNormal,
            double largest,
            double belowRoots,
            int terms,
            int termsOfOne) {
        static Format of(Precision precision) {
            return precision == Precision.FLOAT32
                    ? new Format(
                            0.693359375,
                            -2.12194440e-4,
                            0x1.8p23,
                            23,
                            Float.floatToRawIntBits(0x1.8p23f),
                            Float.floatToRawIntBits((float) Math.sqrt(0.5)),
                            Float.MIN_NORMAL,
                            0x1p126,
                            Float.MAX_VALUE,
                            1e-24,
                            4,
                            8)
                    : new Format(
                            0.693147180369123816490,
                            1.90821492927058770002e-10,
                            0x1.8p52,
                            52,
                            Double.doubleToRawLongBits(0x1.8p52),
                            Double.doubleToRawLongBits(Math.sqrt(0.5)),
                            Double.MIN_NORMAL,
                            0x1p1022,
                            Double.MAX_VALUE,
                            1e-165,
                            10,
                            17);
        }
    }

    /** {@code x -> log(x)}. */
    public static void log(LaneAssembler a) {
        Format format = Format.of(a.precision());
        int x = a.newVector();
        a.put(x);

        // of the two factors of x / (smallest normal number) one is 1, so that their product has a subnormal's digits
        Split large = new Split(a, format, () -> {
            a.get(x);
            a.constant(format.smallestNormal);
            a.max();
        });
        Split small = new Split(a, format, () -> {
            a.get(x);
            a.constant(format.smallestNormal);
            a.min();
            a.constant(format.overSmallestNormal);
            a.mul();
        });
        int m = a.newVector();
        a.get(large.mantissa);
        a.get(small.mantissa);
        a.mul();
        a.put(m);
        int k = a.newVector();
        a.get(large.exponent);
        a.get(small.exponent);
        a.add();
        a.put(k);

        int s = a.newVector();
        a.get(m);
        a.constant(1);
        a.sub();
        a.get(m);
        a.constant(1);
        a.add();
        a.div();
        a.put(s);
        int rest = a.newVector();
        a.get(k);
        a.constant(format.ln2Low);
        twiceArtanh(a, s, format.terms);
        a.fma();
        a.put(rest);
        a.get(k);
        a.constant(format.ln2High);
        a.get(rest);
        a.fma();

        // minus infinity at 0, and not-a-number below: what is divided is less than every root of a positive number
        a.constant(0);
        a.constant(format.belowRoots);
        a.get(x);
        LaneMath.sqrt(a);
        a.constant(0);
        a.max();
        a.div();
        a.constant(1);
        a.sub();
        a.max();
        a.sub();
        // infinity at infinity
        a.constant(0);
        a.get(x);
        a.constant(format.largest);
        a.sub();
        a.max();
        a.add();
    }

    /** The exponent k, as a number, and m of a number 2^k m. */
    private static final class Split {
        private final int exponent;
        private final int mantissa;

        Split(LaneAssembler a, Format format, Runnable number) {
            LaneBits bits = new LaneBits(a);
            int all = bits.newLocal();
            number.run();
            bits.of();
            bits.put(all);
            int k = bits.newLocal();
            bits.get(all);
            bits.addConstant(-format.rootHalf);
            bits.shiftRight(format.mantissaBits);
            bits.put(k);
            mantissa = a.newVector();
            bits.get(all);
            bits.get(k);
            bits.shiftLeft(format.mantissaBits);
            bits.sub();
            bits.toNumber();
            a.put(mantissa);
            exponent = a.newVector();
            bits.get(k);
            bits.addConstant(format.magicBits);
            bits.toNumber();
            a.constant(format.magic);
            a.sub();
            a.put(exponent);
        }
    }

    /** {@code x -> log(1 + exp(x))} = max(x, 0) + log(1 + exp(-|x|)), without overflow and accurate where the exponential is small. */
    public static void softplus(LaneAssembler a) {
        Format format = Format.of(a.precision());
        int x = a.newVector();
        a.put(x);
        int u = a.newVector();
        a.get(x);
        a.get(x);
        a.neg();
        a.max();
        a.neg();
        LaneMath.exp(a);
        a.put(u);
        int s = a.newVector();
        a.get(u);
        a.get(u);
        a.constant(2);
        a.add();
        a.div();
        a.put(s);
        a.get(x);
        a.constant(0);
        a.max();
        twiceArtanh(a, s, format.termsOfOne);
        a.add();
    }

    /** Pushes {@code 2 s (1 + s²/3 + s⁴/5 + ...)} by Horner's rule. */
    private static void twiceArtanh(LaneAssembler a, int s, int terms) {
        int square = a.newVector();
        a.get(s);
        a.get(s);
        a.mul();
        a.put(square);
        int twice = a.newVector();
        a.get(s);
        a.get(s);
        a.add();
        a.put(twice);
        a.get(twice);
        a.get(square);
        a.mul();
        a.constant(1.0 / (2 * terms + 1));
        for (int j = terms - 1; j >= 1; j--) {
            a.get(square);
            a.constant(1.0 / (2 * j + 1));
            a.fma();
        }
        a.get(twice);
        a.fma();
    }
}
