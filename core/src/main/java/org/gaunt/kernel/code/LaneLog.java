package org.gaunt.kernel.code;

import org.gaunt.linalg.Precision;

/**
 * Logarithms as the steps of a {@link LoopBuilder}, the same polynomials for vectors and scalars.
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

    /** {@code log(x)}. */
    public static Value log(LoopBuilder b, Value argument) {
        Format format = Format.of(b.precision());
        Value x = b.let(argument);
        // of the two factors of x / (smallest normal number) one is 1, so that their product has a subnormal's digits
        Value smallest = Value.of(format.smallestNormal);
        Split large = Split.of(b, format, x.max(smallest));
        Split small = Split.of(b, format, x.min(smallest).times(format.overSmallestNormal));
        Value m = b.let(large.mantissa.times(small.mantissa));
        Value k = b.let(large.exponent.plus(small.exponent));
        Value s = b.let(m.minus(1).over(m.plus(1)));
        Value rest = b.let(k.timesPlus(Value.of(format.ln2Low), twiceArtanh(b, s, format.terms)));
        Value log = k.timesPlus(Value.of(format.ln2High), rest);
        // minus infinity at 0, and not-a-number below: what is divided is less than every root of a positive number
        Value root = x.sqrt().max(Value.of(0));
        Value below = Value.of(0).max(Value.of(format.belowRoots).over(root).minus(1));
        // infinity at infinity
        Value above = Value.of(0).max(x.minus(format.largest));
        return log.minus(below).plus(above);
    }

    /** The exponent k, as a number, and m of a number 2^k m. */
    private record Split(Value exponent, Value mantissa) {
        static Split of(LoopBuilder b, Format format, Value number) {
            Bits all = b.let(number.bits());
            Bits k = b.let(all.plus(-format.rootHalf).shiftedRight(format.mantissaBits));
            Value mantissa = b.let(all.minus(k.shiftedLeft(format.mantissaBits)).numbers());
            Value exponent = b.let(k.plus(format.magicBits).numbers().minus(format.magic));
            return new Split(exponent, mantissa);
        }
    }

    /** {@code log(1 + exp(x))} = max(x, 0) + log(1 + exp(-|x|)), without overflow and accurate where the exponential is small. */
    public static Value softplus(LoopBuilder b, Value argument) {
        Format format = Format.of(b.precision());
        Value x = b.let(argument);
        Value u = b.let(LaneMath.exp(b, x.max(x.negative()).negative()));
        Value s = b.let(u.over(u.plus(2)));
        return x.max(Value.of(0)).plus(twiceArtanh(b, s, format.termsOfOne));
    }

    /** {@code 2 s (1 + s²/3 + s⁴/5 + ...)} by Horner's rule. */
    private static Value twiceArtanh(LoopBuilder b, Value s, int terms) {
        Value square = b.let(s.times(s));
        Value twice = b.let(s.plus(s));
        Value sum = Value.of(1.0 / (2 * terms + 1));
        for (int j = terms - 1; j >= 1; j--) {
            sum = sum.timesPlus(square, Value.of(1.0 / (2 * j + 1)));
        }
        return twice.times(square).timesPlus(sum, twice);
    }
}
