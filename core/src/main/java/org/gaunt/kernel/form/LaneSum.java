package org.gaunt.kernel.form;

/** Sums of a few neighbouring numbers; called from generated code. */
final class LaneSum {
    private LaneSum() {}

    static float sum(float[] values, int from, int count) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[from + i];
        }
        return sum;
    }

    static double sum(double[] values, int from, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[from + i];
        }
        return sum;
    }
}
