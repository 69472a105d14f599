package org.gaunt.plan;

import java.util.List;
import org.gaunt.product.ProductSpec;

/**
 * A factor of a path while it is being planned: a part of a value's row, laid out [component][channel].
 *
 * @param slot number of the value
 * @param offset first number in its row
 * @param components how many it has
 * @param extents of its channel indices
 * @param factor its letters and selection; the operand and the segment are not used
 */
record ProductLeg(int slot, int offset, int components, List<Integer> extents, ProductSpec.Factor factor) {
    static ProductLeg of(int slot, int offset, int components, List<Integer> extents, String letters) {
        return new ProductLeg(slot, offset, components, extents, new ProductSpec.Factor(slot, 0, letters));
    }

    String letters() {
        return factor.subscripts();
    }

    int channels() {
        return extents.stream().reduce(1, Math::multiplyExact);
    }

    boolean plain() {
        return factor.selection().isEmpty();
    }

    boolean has(char letter) {
        return letters().indexOf(letter) >= 0;
    }

    /** The channel that belongs to each value of all letters together, the last letter of {@code order} running fastest. */
    int[] expand(List<Character> order, List<Integer> values) {
        int total = values.stream().reduce(1, Math::multiplyExact);
        int[] channels = new int[total];
        for (int p = 0; p < total; p++) {
            int[] at = new int[order.size()];
            for (int k = at.length - 1, rest = p; k >= 0; k--) {
                at[k] = rest % values.get(k);
                rest /= values.get(k);
            }
            channels[p] = factor.channel(extents, letter -> {
                int k = order.indexOf(letter);
                return k < 0 ? 0 : at[k];
            });
        }
        return channels;
    }
}
