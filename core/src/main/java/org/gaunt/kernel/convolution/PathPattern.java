package org.gaunt.kernel.convolution;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.form.ConvolutionPath;

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

    /** The numbers M_ik = Σ_j c_ijk y_j of a path that are not always zero. */
    static PathPattern of(ConvolutionPath path) {
        int zSize = path.zSize();
        List<Integer> entries = IntStream.range(0, path.xSize() * zSize)
                .filter(entry -> {
                    double[][] c = path.coefficients()[entry / zSize];
                    return IntStream.range(0, path.ySize()).anyMatch(j -> c[j][entry % zSize] != 0);
                })
                .boxed()
                .toList();
        return new PathPattern(path.xSize(), zSize, entries);
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
