package org.gaunt.kernel.trilinear;

/** Products of consecutive numbers: plain loops, which the just-in-time compiler turns into vectors. */
final class PointwiseLoops {
    private PointwiseLoops() {}

    /** out = factor a b, or out += factor a b, for so many consecutive numbers; arrays are of one precision. */
    static void multiply(
            double factor,
            Object a,
            int aStart,
            Object b,
            int bStart,
            Object out,
            int outStart,
            int length,
            boolean add) {
        if (out instanceof float[] target) {
            multiply((float) factor, (float[]) a, aStart, (float[]) b, bStart, target, outStart, length, add);
        } else {
            multiply(factor, (double[]) a, aStart, (double[]) b, bStart, (double[]) out, outStart, length, add);
        }
    }

    private static void multiply(
            float factor,
            float[] a,
            int aStart,
            float[] b,
            int bStart,
            float[] out,
            int outStart,
            int length,
            boolean add) {
        if (add) {
            for (int i = 0; i < length; i++) {
                out[outStart + i] += factor * a[aStart + i] * b[bStart + i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                out[outStart + i] = factor * a[aStart + i] * b[bStart + i];
            }
        }
    }

    private static void multiply(
            double factor,
            double[] a,
            int aStart,
            double[] b,
            int bStart,
            double[] out,
            int outStart,
            int length,
            boolean add) {
        if (add) {
            for (int i = 0; i < length; i++) {
                out[outStart + i] += factor * a[aStart + i] * b[bStart + i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                out[outStart + i] = factor * a[aStart + i] * b[bStart + i];
            }
        }
    }
}
