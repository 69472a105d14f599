package org.gaunt.kernel.trilinear;

/**
 * Brings rows of [component][channel] into blocks of [component][lane] and back: the pairs of row and channel, counted row by row,
 * are the lanes, so that few channels fill vectors as well as many do.
 */
final class LanePacking {
    private final int components;
    private final int channels;
    private final int lanes;

    LanePacking(int components, int channels, int lanes) {
        this.components = components;
        this.channels = channels;
        this.lanes = lanes;
    }

    /** Fills a block with the pairs from {@code from} to {@code to}; lanes beyond are set to zero. */
    void pack(Object rows, int from, int to, Object block, int start) {
        if (rows instanceof float[] source) {
            pack(source, from, to, (float[]) block, start);
        } else {
            pack((double[]) rows, from, to, (double[]) block, start);
        }
    }

    /** Writes the pairs from {@code from} to {@code to} of a block to their rows, or adds them there. */
    void unpack(Object block, int start, int from, int to, Object rows, boolean add) {
        if (rows instanceof float[] target) {
            unpack((float[]) block, start, from, to, target, add);
        } else {
            unpack((double[]) block, start, from, to, (double[]) rows, add);
        }
    }

    private void pack(float[] rows, int from, int to, float[] block, int start) {
        if (to - from < lanes) {
            java.util.Arrays.fill(block, start, start + components * lanes, 0);
        }
        for (int pair = from; pair < to; ) {
            int channel = pair % channels;
            int count = Math.min(channels - channel, to - pair);
            int source = pair / channels * channels * components + channel;
            int target = start + pair - from;
            for (int c = 0; c < components; c++, source += channels, target += lanes) {
                if (count < 8) {
                    for (int k = 0; k < count; k++) {
                        block[target + k] = rows[source + k];
                    }
                } else {
                    System.arraycopy(rows, source, block, target, count);
                }
            }
            pair += count;
        }
    }

    private void pack(double[] rows, int from, int to, double[] block, int start) {
        if (to - from < lanes) {
            java.util.Arrays.fill(block, start, start + components * lanes, 0);
        }
        for (int pair = from; pair < to; ) {
            int channel = pair % channels;
            int count = Math.min(channels - channel, to - pair);
            int source = pair / channels * channels * components + channel;
            int target = start + pair - from;
            for (int c = 0; c < components; c++, source += channels, target += lanes) {
                if (count < 8) {
                    for (int k = 0; k < count; k++) {
                        block[target + k] = rows[source + k];
                    }
                } else {
                    System.arraycopy(rows, source, block, target, count);
                }
            }
            pair += count;
        }
    }

    private void unpack(float[] block, int start, int from, int to, float[] rows, boolean add) {
        for (int pair = from; pair < to; ) {
            int channel = pair % channels;
            int count = Math.min(channels - channel, to - pair);
            int target = pair / channels * channels * components + channel;
            int source = start + pair - from;
            for (int c = 0; c < components; c++, target += channels, source += lanes) {
                if (add) {
                    for (int k = 0; k < count; k++) {
                        rows[target + k] += block[source + k];
                    }
                } else {
                    for (int k = 0; k < count; k++) {
                        rows[target + k] = block[source + k];
                    }
                }
            }
            pair += count;
        }
    }

    private void unpack(double[] block, int start, int from, int to, double[] rows, boolean add) {
        for (int pair = from; pair < to; ) {
            int channel = pair % channels;
            int count = Math.min(channels - channel, to - pair);
            int target = pair / channels * channels * components + channel;
            int source = start + pair - from;
            for (int c = 0; c < components; c++, target += channels, source += lanes) {
                if (add) {
                    for (int k = 0; k < count; k++) {
                        rows[target + k] += block[source + k];
                    }
                } else {
                    for (int k = 0; k < count; k++) {
                        rows[target + k] = block[source + k];
                    }
                }
            }
            pair += count;
        }
    }
}
