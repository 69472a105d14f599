package org.gaunt.kernel.code;

/** Sums of a few neighbouring elements; called from generated code. */
public final class ElementSum {
    private ElementSum() {}

    public static float of(float[] values, int from, int count) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[from + i];
        }
        return sum;
    }

    public static double of(double[] values, int from, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[from + i];
        }
        return sum;
    }
}
