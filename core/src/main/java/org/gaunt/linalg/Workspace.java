package org.gaunt.linalg;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory of one thread that is used again and again: arrays are lent one by one and given back in the opposite order.
 *
 * <p>A borrower notes a {@link #mark}, takes arrays, and {@link #release releases} all that were taken since the mark. A kernel takes
 * its scratch arrays so for the length of one call; a tape takes the arrays of its values until it is reset. After the first calls
 * nothing is allocated. Arrays come in size classes, at most a quarter longer than what is asked for, with arbitrary content.
 *
 * <p>For one thread.
 */
public final class Workspace {
    private static final int SMALLEST = 64;
    private static final int SMALLEST_BITS = 6;

    /** Above the classes of 2^31 numbers. */
    private static final int CLASSES = 1 + 4 * (31 - SMALLEST_BITS);

    /** Arrays of one type that nobody holds, by size class; made when first needed. */
    private final @Nullable List<?>[] freeFloats = new List<?>[CLASSES];

    private final @Nullable List<?>[] freeDoubles = new List<?>[CLASSES];
    private final @Nullable List<?>[] freeInts = new List<?>[CLASSES];

    /** Arrays that are lent, the last at the end. */
    private final List<Object> lent = new ArrayList<>();

    private @Nullable Workspace passing;

    /** A workspace that has no arrays yet. */
    public Workspace() {}

    /**
     * A workspace of its own for what is released sooner than the arrays of this one; always the same. Arrays for passing use then stay
     * the same few, which the caches hold.
     */
    public Workspace passing() {
        if (passing == null) {
            passing = new Workspace();
        }
        return passing;
    }

    /** The state to {@link #release} to. */
    public int mark() {
        return lent.size();
    }

    /** Takes back all arrays that were lent since a mark; those who still hold one must not use it any more. */
    public void release(int mark) {
        if (mark == 0 && passing != null) {
            passing.release(0); // what a failed call has left
        }
        for (int k = lent.size() - 1; k >= mark; k--) {
            Object array = lent.remove(k);
            switch (array) {
                case float[] f -> shelf(freeFloats, sizeClass(f.length)).add(array);
                case double[] d -> shelf(freeDoubles, sizeClass(d.length)).add(array);
                default -> shelf(freeInts, sizeClass(((int[]) array).length)).add(array);
            }
        }
    }

    /**
     * A {@code float[]} or {@code double[]} of at least this length with arbitrary content.
     *
     * @param length not negative
     */
    public Object numbers(Precision precision, int length) {
        return precision == Precision.FLOAT32 ? floats(length) : doubles(length);
    }

    /** An array of at least this length with arbitrary content. */
    public float[] floats(int length) {
        List<Object> shelf = shelf(freeFloats, sizeClass(length));
        float[] array = shelf.isEmpty() ? new float[size(length)] : (float[]) shelf.removeLast();
        lent.add(array);
        return array;
    }

    /** An array of at least this length with arbitrary content. */
    public double[] doubles(int length) {
        List<Object> shelf = shelf(freeDoubles, sizeClass(length));
        double[] array = shelf.isEmpty() ? new double[size(length)] : (double[]) shelf.removeLast();
        lent.add(array);
        return array;
    }

    /** An array of at least this length with arbitrary content. */
    public int[] ints(int length) {
        List<Object> shelf = shelf(freeInts, sizeClass(length));
        int[] array = shelf.isEmpty() ? new int[size(length)] : (int[]) shelf.removeLast();
        lent.add(array);
        return array;
    }

    @SuppressWarnings("unchecked") // only arrays of the field's type are put there
    private static List<Object> shelf(@Nullable List<?>[] shelves, int sizeClass) {
        List<?> shelf = shelves[sizeClass];
        if (shelf == null) {
            shelf = new ArrayList<>();
            shelves[sizeClass] = shelf;
        }
        return (List<Object>) shelf;
    }

    /** The next of the sizes 2^k, 1.25 2^k, 1.5 2^k, 1.75 2^k. */
    private static int size(int length) {
        if (length <= SMALLEST) {
            return SMALLEST;
        }
        int step = Integer.highestOneBit(length - 1) / 4;
        return (int) Math.min(ArraySize.MOST, (long) Math.ceilDiv(length, step) * step);
    }

    /** The number of that size. */
    private static int sizeClass(int length) {
        if (length <= SMALLEST) {
            return 0;
        }
        int bits = 31 - Integer.numberOfLeadingZeros(length - 1);
        int quarters = Math.ceilDiv(length, 1 << (bits - 2)); // 5 to 8
        return 1 + 4 * (bits - SMALLEST_BITS) + quarters - 5;
    }
}
