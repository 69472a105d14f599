package org.gaunt.kernel.convolution;

import java.util.Arrays;
import java.util.List;

/**
 * Which numbers M_ik of a path are not zero: what its code depends on. Selection rules leave out three of ten at degree 3.
 *
 * @param xSize components of the segment of x
 * @param zSize components of the segment of z, or of the part that is computed
 * @param entries i zSize + k of the numbers, in ascending order
 */
record PathPattern(int xSize, int zSize, List<Integer> entries) {
    PathPattern {
        entries = List.copyOf(entries);
    }

    /** How many numbers there are. */
    int size() {
        return entries.size();
    }

    /** Where each M_ik stands among the numbers, -1 for zeros [i zSize + k]. */
    int[] places() {
        int[] places = new int[xSize * zSize];
        Arrays.fill(places, -1);
        for (int place = 0; place < entries.size(); place++) {
            places[entries.get(place)] = place;
        }
        return places;
    }
}
