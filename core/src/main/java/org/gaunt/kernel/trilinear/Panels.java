package org.gaunt.kernel.trilinear;

import org.gaunt.kernel.Transposition;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Copies pairs of rows and channels between rows of [component][channel] and a panel [component][pair], so that few channels fill
 * vectors as well as many do.
 *
 * <p>Pair p is channel p % channels of row p / channels. Of a row's {@code pitch} components, {@code n} from {@code start} on are
 * copied. Arrays are {@code float[]} or {@code double[]}. May be shared between threads.
 */
@SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays of one precision
final class Panels {
    /** Copies as short as this are faster element by element. */
    private static final int SHORT = 8;

    private final int channels;
    private final int width;
    private final Precision precision;

    /** For rows of one channel, which are the rows of a matrix; null where rows have more. */
    private final @Nullable Transposition transposition;

    /**
     * Prepares for rows of a shape.
     *
     * @param width pairs of a panel
     */
    Panels(int channels, int width, Precision precision, Target target) {
        this.channels = channels;
        this.width = width;
        this.precision = precision;
        this.transposition = channels == 1 ? Transposition.of(target, precision) : null;
    }

    /**
     * Fills a panel with {@code count} pairs from pair {@code first} on; the others are set to zero.
     *
     * @param to takes n components
     */
    void pack(Object from, int pitch, int start, int n, int first, int count, Object to) {
        if (count < width) {
            Precision.clear(to, 0, n * width);
        }
        if (transposition != null) {
            transposition.apply(count, n, from, first * pitch + start, pitch, to, 0, width);
            return;
        }
        int done = 0;
        while (done < count) {
            int row = (first + done) / channels;
            int channel = (first + done) % channels;
            int length = Math.min(count - done, channels - channel);
            int source = (row * pitch + start) * channels + channel;
            for (int i = 0; i < n; i++) {
                copy(from, source + i * channels, to, i * width + done, length);
            }
            done += length;
        }
    }

    /** Writes {@code count} pairs of a panel to their rows, from pair {@code first} on, or adds them there. */
    void unpack(
            Object from,
            int pitch,
            int start,
            int n,
            int first,
            int count,
            Object to,
            boolean add,
            Workspace workspace) {
        if (transposition != null) {
            int target = first * pitch + start;
            if (!add) {
                transposition.apply(n, count, from, 0, width, to, target, pitch);
                return;
            }
            int mark = workspace.mark();
            Object rows = workspace.numbers(precision, n * count);
            transposition.apply(n, count, from, 0, width, rows, 0, n);
            for (int p = 0; p < count; p++) {
                add(rows, p * n, to, target + p * pitch, n);
            }
            workspace.release(mark);
            return;
        }
        int done = 0;
        while (done < count) {
            int row = (first + done) / channels;
            int channel = (first + done) % channels;
            int length = Math.min(count - done, channels - channel);
            int target = (row * pitch + start) * channels + channel;
            for (int i = 0; i < n; i++) {
                if (add) {
                    add(from, i * width + done, to, target + i * channels, length);
                } else {
                    copy(from, i * width + done, to, target + i * channels, length);
                }
            }
            done += length;
        }
    }

    /** [m][parts][n] to [n][parts][m], each entry {@code width} numbers. */
    void turn(Object from, int m, int parts, int n, Object to) {
        for (int i = 0; i < m; i++) {
            for (int part = 0; part < parts; part++) {
                for (int j = 0; j < n; j++) {
                    int source = ((i * parts + part) * n + j) * width;
                    System.arraycopy(from, source, to, ((j * parts + part) * m + i) * width, width);
                }
            }
        }
    }

    private static void copy(Object from, int source, Object to, int target, int length) {
        if (length >= SHORT) {
            System.arraycopy(from, source, to, target, length);
        } else if (from instanceof float[] f) {
            float[] t = (float[]) to;
            for (int k = 0; k < length; k++) {
                t[target + k] = f[source + k];
            }
        } else {
            double[] d = (double[]) from;
            double[] t = (double[]) to;
            for (int k = 0; k < length; k++) {
                t[target + k] = d[source + k];
            }
        }
    }

    private static void add(Object from, int source, Object to, int target, int length) {
        if (from instanceof float[] f) {
            float[] t = (float[]) to;
            for (int k = 0; k < length; k++) {
                t[target + k] += f[source + k];
            }
        } else {
            double[] d = (double[]) from;
            double[] t = (double[]) to;
            for (int k = 0; k < length; k++) {
                t[target + k] += d[source + k];
            }
        }
    }
}
