package org.gaunt.plan;

import java.util.List;
import org.gaunt.product.ProductSpec;

/**
 * A factor of a path while it is being planned: a part of a value's row, laid out [component][channel].
 *
 * @param slot number of the value
 * @param offset first number in its row
 * @param segment its components and channel indices
 * @param factor which letters they run with; only letters and selection are used
 */
record ProductLeg(int slot, int offset, ProductSpec.Segment segment, ProductSpec.Factor factor) {
    static ProductLeg of(int slot, int offset, int components, List<Integer> extents, String letters) {
        return new ProductLeg(
                slot, offset, new ProductSpec.Segment(components, extents), new ProductSpec.Factor(slot, 0, letters));
    }

    String letters() {
        return factor.subscripts();
    }

    int components() {
        return segment.components();
    }

    int channels() {
        return segment.channels();
    }

    boolean plain() {
        return factor.selection().isEmpty();
    }

    boolean has(char letter) {
        return letters().indexOf(letter) >= 0;
    }

    /** The channel that belongs to each value of all letters together, the last letter of {@code order} running fastest. */
    int[] expand(List<Character> order, List<Integer> extents) {
        int total = extents.stream().reduce(1, Math::multiplyExact);
        int[] channels = new int[total];
        for (int p = 0; p < total; p++) {
            int[] at = new int[order.size()];
            for (int k = at.length - 1, rest = p; k >= 0; k--) {
                at[k] = rest % extents.get(k);
                rest /= extents.get(k);
            }
            channels[p] = factor.channel(segment, letter -> {
                int k = order.indexOf(letter);
                return k < 0 ? 0 : at[k];
            });
        }
        return channels;
    }
}
