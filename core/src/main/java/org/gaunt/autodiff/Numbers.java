package org.gaunt.autodiff;

import java.util.Arrays;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;

/** Simple loops over arrays that are {@code float[]} or {@code double[]}. */
final class Numbers {
    private Numbers() {}

    static int length(Object array) {
        return array instanceof float[] f ? f.length : ((double[]) array).length;
    }

    static void fill(Object array, int length, double value) {
        fill(array, 0, length, value);
    }

    static void fill(Object array, int begin, int end, double value) {
        if (array instanceof float[] f) {
            Arrays.fill(f, begin, end, (float) value);
        } else {
            Arrays.fill((double[]) array, begin, end, value);
        }
    }

    /** {@code to += from}. */
    static void add(Object to, Object from, int length) {
        add(to, from, 0, length);
    }

    /** {@code to += from} for numbers {@code begin <= i < end}. */
    static void add(Object to, Object from, int begin, int end) {
        if (to instanceof float[] t) {
            float[] f = (float[]) from;
            for (int i = begin; i < end; i++) {
                t[i] += f[i];
            }
        } else {
            double[] t = (double[]) to;
            double[] f = (double[]) from;
            for (int i = begin; i < end; i++) {
                t[i] += f[i];
            }
        }
    }

    /** {@code to = from}, rounded where the precision differs. */
    static void copy(Object to, Object from, int length) {
        copy(to, from, 0, length);
    }

    /** {@code to = from} for numbers {@code begin <= i < end}, rounded where the precision differs. */
    static void copy(Object to, Object from, int begin, int end) {
        if (to instanceof float[] t) {
            if (from instanceof float[] f) {
                System.arraycopy(f, begin, t, begin, end - begin);
            } else {
                double[] f = (double[]) from;
                for (int i = begin; i < end; i++) {
                    t[i] = (float) f[i];
                }
            }
        } else {
            double[] t = (double[]) to;
            if (from instanceof float[] f) {
                for (int i = begin; i < end; i++) {
                    t[i] = f[i];
                }
            } else {
                System.arraycopy(from, begin, t, begin, end - begin);
            }
        }
    }

    /** The sum, in double precision. */
    static double sum(Object array, int length) {
        double sum = 0;
        if (array instanceof float[] f) {
            for (int i = 0; i < length; i++) {
                sum += f[i];
            }
        } else {
            double[] d = (double[]) array;
            for (int i = 0; i < length; i++) {
                sum += d[i];
            }
        }
        return sum;
    }

    /** A buffer over the first numbers. */
    static Buffer buffer(Object array, int length) {
        return array instanceof float[] f ? Buffer.of(f, length) : Buffer.of((double[]) array, length);
    }

    /** The array of a buffer. */
    static Object array(Buffer buffer) {
        return buffer.precision() == Precision.FLOAT32 ? buffer.floats() : buffer.doubles();
    }

    /** Overwrites a part, rounded to the precision. */
    static void put(Object array, int at, double[] values) {
        if (array instanceof float[] f) {
            for (int i = 0; i < values.length; i++) {
                f[at + i] = (float) values[i];
            }
        } else {
            System.arraycopy(values, 0, array, at, values.length);
        }
    }

    static void set(Object array, int at, double value) {
        if (array instanceof float[] f) {
            f[at] = (float) value;
        } else {
            ((double[]) array)[at] = value;
        }
    }

    static double get(Object array, int at) {
        return array instanceof float[] f ? f[at] : ((double[]) array)[at];
    }

    /** The place of a number that is NaN or infinite, or -1. */
    static int notFinite(Object array, int length) {
        // exponents of all ones: the largest pattern without its sign tells whether there is one, in a loop that
        // vectorises
        int largest = 0;
        if (array instanceof float[] f) {
            for (int i = 0; i < length; i++) {
                largest = Math.max(largest, Float.floatToRawIntBits(f[i]) & Integer.MAX_VALUE);
            }
            if (largest < 0x7f80_0000) {
                return -1;
            }
            for (int i = 0; i < length; i++) {
                if (!Float.isFinite(f[i])) {
                    return i;
                }
            }
        } else {
            double[] d = (double[]) array;
            for (int i = 0; i < length; i++) {
                if (!Double.isFinite(d[i])) {
                    return i;
                }
            }
        }
        return -1;
    }
}
