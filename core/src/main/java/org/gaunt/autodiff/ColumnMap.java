package org.gaunt.autodiff;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of a row picked by their place: number n of the result is number {@code columns[n]} of the row. Its transpose adds
 * number n of a row to place {@code columns[n]}.
 *
 * <p>Places may be repeated or left out. Immutable.
 */
public final class ColumnMap {
    /** Below this length a loop is as fast as a call that copies. */
    private static final int LONG = 16;

    private final int width;
    private final int size;
    private final boolean identity;
    /** Runs of places that ascend by one or stay the same: first place, step, length; one after another. */
    private final int[] runs;

    private ColumnMap(int width, int size, int[] runs) {
        this.width = width;
        this.size = size;
        this.runs = runs;
        this.identity = width == size && (size == 0 || (runs.length == 3 && runs[0] == 0 && runs[1] == 1));
    }

    /**
     * Makes a map.
     *
     * @param width numbers in a row that is picked from
     * @param columns the place of each number of the result; copied
     */
    public static ColumnMap of(int width, int... columns) {
        List<int[]> runs = new ArrayList<>();
        int n = 0;
        while (n < columns.length) {
            if (columns[n] < 0 || columns[n] >= width) {
                throw new IllegalArgumentException(
                        "column " + columns[n] + " is not in a row of " + width + " numbers");
            }
            int step = n + 1 < columns.length && columns[n + 1] == columns[n] ? 0 : 1;
            int end = n + 1;
            while (end < columns.length && columns[end] == columns[end - 1] + step && columns[end] < width) {
                end++;
            }
            runs.add(new int[] {columns[n], step, end - n});
            n = end;
        }
        return new ColumnMap(
                width,
                columns.length,
                runs.stream().flatMapToInt(java.util.Arrays::stream).toArray());
    }

    /** Numbers in a row that is picked from. */
    public int width() {
        return width;
    }

    /** Numbers that are picked. */
    public int size() {
        return size;
    }

    /** True if the result is the row itself. */
    public boolean isIdentity() {
        return identity;
    }

    /** {@code to[row][n] (+)= from[row][columns[n]]}. */
    void pick(Object from, Object to, int rows, boolean add) {
        if (from instanceof float[] f) {
            pick(f, (float[]) to, rows, add);
        } else {
            pick((double[]) from, (double[]) to, rows, add);
        }
    }

    /** {@code to[row][columns[n]] += from[row][n]}. */
    void addTo(Object from, Object to, int rows) {
        if (from instanceof float[] f) {
            addTo(f, (float[]) to, rows);
        } else {
            addTo((double[]) from, (double[]) to, rows);
        }
    }

    private void pick(float[] from, float[] to, int rows, boolean add) {
        for (int row = 0; row < rows; row++) {
            int at = row * size;
            for (int r = 0; r < runs.length; r += 3) {
                int source = row * width + runs[r];
                int length = runs[r + 2];
                if (add) {
                    for (int i = 0; i < length; i++) {
                        to[at + i] += from[source + i * runs[r + 1]];
                    }
                } else if (runs[r + 1] == 0) {
                    float value = from[source];
                    for (int i = 0; i < length; i++) {
                        to[at + i] = value;
                    }
                } else if (length >= LONG) {
                    System.arraycopy(from, source, to, at, length);
                } else {
                    for (int i = 0; i < length; i++) {
                        to[at + i] = from[source + i];
                    }
                }
                at += length;
            }
        }
    }

    private void pick(double[] from, double[] to, int rows, boolean add) {
        for (int row = 0; row < rows; row++) {
            int at = row * size;
            for (int r = 0; r < runs.length; r += 3) {
                int source = row * width + runs[r];
                int length = runs[r + 2];
                if (add) {
                    for (int i = 0; i < length; i++) {
                        to[at + i] += from[source + i * runs[r + 1]];
                    }
                } else if (runs[r + 1] == 0) {
                    double value = from[source];
                    for (int i = 0; i < length; i++) {
                        to[at + i] = value;
                    }
                } else if (length >= LONG) {
                    System.arraycopy(from, source, to, at, length);
                } else {
                    for (int i = 0; i < length; i++) {
                        to[at + i] = from[source + i];
                    }
                }
                at += length;
            }
        }
    }

    private void addTo(float[] from, float[] to, int rows) {
        for (int row = 0; row < rows; row++) {
            int at = row * size;
            for (int r = 0; r < runs.length; r += 3) {
                int target = row * width + runs[r];
                int length = runs[r + 2];
                if (runs[r + 1] == 0) {
                    float sum = 0;
                    for (int i = 0; i < length; i++) {
                        sum += from[at + i];
                    }
                    to[target] += sum;
                } else {
                    for (int i = 0; i < length; i++) {
                        to[target + i] += from[at + i];
                    }
                }
                at += length;
            }
        }
    }

    private void addTo(double[] from, double[] to, int rows) {
        for (int row = 0; row < rows; row++) {
            int at = row * size;
            for (int r = 0; r < runs.length; r += 3) {
                int target = row * width + runs[r];
                int length = runs[r + 2];
                if (runs[r + 1] == 0) {
                    double sum = 0;
                    for (int i = 0; i < length; i++) {
                        sum += from[at + i];
                    }
                    to[target] += sum;
                } else {
                    for (int i = 0; i < length; i++) {
                        to[target + i] += from[at + i];
                    }
                }
                at += length;
            }
        }
    }
}
