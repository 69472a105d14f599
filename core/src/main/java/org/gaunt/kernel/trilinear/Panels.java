package org.gaunt.kernel.trilinear;

import java.util.Arrays;

/**
 * Copies pairs of rows and channels between rows of [component][channel] and a panel [component][pair].
 *
 * <p>Pair p is channel p % channels of row p / channels. Of a row's {@code pitch} components, {@code n} from {@code start} on are
 * copied.
 */
final class Panels {
    private Panels() {}

    static void pack(
            float[] from, int pitch, int start, int n, int channels, int first, int count, float[] to, int width) {
        if (count < width) {
            Arrays.fill(to, 0, n * width, 0);
        }
        if (channels == 1) {
            int source = first * pitch + start;
            for (int p = 0; p < count; p++, source += pitch) {
                for (int i = 0; i < n; i++) {
                    to[i * width + p] = from[source + i];
                }
            }
            return;
        }
        int done = 0;
        while (done < count) {
            int row = (first + done) / channels;
            int channel = (first + done) % channels;
            int length = Math.min(count - done, channels - channel);
            for (int i = 0; i < n; i++) {
                System.arraycopy(from, (row * pitch + start + i) * channels + channel, to, i * width + done, length);
            }
            done += length;
        }
    }

    static void unpack(
            float[] from,
            int pitch,
            int start,
            int n,
            int channels,
            int first,
            int count,
            float[] to,
            int width,
            boolean add) {
        if (channels == 1 && !add) {
            int target = first * pitch + start;
            for (int p = 0; p < count; p++, target += pitch) {
                for (int i = 0; i < n; i++) {
                    to[target + i] = from[i * width + p];
                }
            }
            return;
        }
        int done = 0;
        while (done < count) {
            int row = (first + done) / channels;
            int channel = (first + done) % channels;
            int length = Math.min(count - done, channels - channel);
            for (int i = 0; i < n; i++) {
                int target = (row * pitch + start + i) * channels + channel;
                int source = i * width + done;
                if (add) {
                    for (int k = 0; k < length; k++) {
                        to[target + k] += from[source + k];
                    }
                } else {
                    System.arraycopy(from, source, to, target, length);
                }
            }
            done += length;
        }
    }

    /** [m][parts][n] to [n][parts][m], each entry {@code width} numbers. */
    static void turn(float[] from, int m, int parts, int n, int width, float[] to) {
        for (int i = 0; i < m; i++) {
            for (int part = 0; part < parts; part++) {
                for (int j = 0; j < n; j++) {
                    int source = ((i * parts + part) * n + j) * width;
                    System.arraycopy(from, source, to, ((j * parts + part) * m + i) * width, width);
                }
            }
        }
    }

    static void pack(
            double[] from, int pitch, int start, int n, int channels, int first, int count, double[] to, int width) {
        if (count < width) {
            Arrays.fill(to, 0, n * width, 0);
        }
        if (channels == 1) {
            int source = first * pitch + start;
            for (int p = 0; p < count; p++, source += pitch) {
                for (int i = 0; i < n; i++) {
                    to[i * width + p] = from[source + i];
                }
            }
            return;
        }
        int done = 0;
        while (done < count) {
            int row = (first + done) / channels;
            int channel = (first + done) % channels;
            int length = Math.min(count - done, channels - channel);
            for (int i = 0; i < n; i++) {
                System.arraycopy(from, (row * pitch + start + i) * channels + channel, to, i * width + done, length);
            }
            done += length;
        }
    }

    static void unpack(
            double[] from,
            int pitch,
            int start,
            int n,
            int channels,
            int first,
            int count,
            double[] to,
            int width,
            boolean add) {
        if (channels == 1 && !add) {
            int target = first * pitch + start;
            for (int p = 0; p < count; p++, target += pitch) {
                for (int i = 0; i < n; i++) {
                    to[target + i] = from[i * width + p];
                }
            }
            return;
        }
        int done = 0;
        while (done < count) {
            int row = (first + done) / channels;
            int channel = (first + done) % channels;
            int length = Math.min(count - done, channels - channel);
            for (int i = 0; i < n; i++) {
                int target = (row * pitch + start + i) * channels + channel;
                int source = i * width + done;
                if (add) {
                    for (int k = 0; k < length; k++) {
                        to[target + k] += from[source + k];
                    }
                } else {
                    System.arraycopy(from, source, to, target, length);
                }
            }
            done += length;
        }
    }

    /** [m][parts][n] to [n][parts][m], each entry {@code width} numbers. */
    static void turn(double[] from, int m, int parts, int n, int width, double[] to) {
        for (int i = 0; i < m; i++) {
            for (int part = 0; part < parts; part++) {
                for (int j = 0; j < n; j++) {
                    int source = ((i * parts + part) * n + j) * width;
                    System.arraycopy(from, source, to, ((j * parts + part) * m + i) * width, width);
                }
            }
        }
    }
}
