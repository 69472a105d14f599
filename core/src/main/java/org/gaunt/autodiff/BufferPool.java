package org.gaunt.autodiff;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Precision;

/**
 * Arrays that are used again: after the first steps a step allocates next to nothing. Arrays are taken one by one and given
 * back all at once. For one thread.
 */
final class BufferPool {
    private record Kind(Precision precision, int length) {}

    private final Map<Kind, List<Object>> free = new HashMap<>();
    private final Map<Kind, List<Object>> taken = new HashMap<>();
    private final Map<Precision, Object> scratch = new EnumMap<>(Precision.class);

    /** An array of at least this length with arbitrary content. */
    Object take(Precision precision, int length) {
        Kind kind = new Kind(precision, sizeClass(length));
        List<Object> stack = free.get(kind);
        Object array = stack == null || stack.isEmpty() ? precision.newArray(kind.length()) : stack.removeLast();
        taken.computeIfAbsent(kind, k -> new ArrayList<>()).add(array);
        return array;
    }

    /** An array for passing use, which the next call may return again. */
    Object scratch(Precision precision, int length) {
        Object old = scratch.get(precision);
        if (old == null || Numbers.length(old) < length) {
            old = precision.newArray(sizeClass(length));
            scratch.put(precision, old);
        }
        return old;
    }

    /** Gives all arrays back; those who still hold one must not use it any more. */
    void giveBackAll() {
        taken.forEach((kind, arrays) -> {
            free.computeIfAbsent(kind, k -> new ArrayList<>()).addAll(arrays);
            arrays.clear();
        });
    }

    /** The next of the sizes 2^k, 1.25 2^k, 1.5 2^k, 1.75 2^k: at most a quarter is wasted. */
    private static int sizeClass(int length) {
        if (length <= 64) {
            return 64;
        }
        int step = Integer.highestOneBit(length - 1) / 4;
        return (int) Math.min(Math.max(length, ArraySize.MOST), (long) Math.ceilDiv(length, step) * step);
    }
}
