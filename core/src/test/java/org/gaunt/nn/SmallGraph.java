package org.gaunt.nn;

/** A graph of a few edges for tests of convolutions, and what they do with rows. */
final class SmallGraph {
    static final int NODES = 3;
    static final int EDGES = 5;
    static final int[] RECEIVER = {0, 0, 1, 2, 2};
    static final int[] SENDER = {1, 2, 0, 0, 1};

    private SmallGraph() {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Every row times a matrix. */
    static double[] turn(double[] rows, double[][] d) {
        double[] result = new double[rows.length];
        for (int at = 0; at < rows.length; at += d.length) {
            for (int i = 0; i < d.length; i++) {
                for (int j = 0; j < d.length; j++) {
                    result[at + i] += d[i][j] * rows[at + j];
                }
            }
        }
        return result;
    }
}
