package org.gaunt.kernel.trilinear;

import java.util.List;
import org.gaunt.kernel.ConstantMatrix;

/**
 * A part of a trilinear form: every operand is taken to a space of its own by constant matrices, one after another, and there meets
 * the others in a {@link SlabCore}.
 *
 * @param chains for x, y and z the matrices from components to the space, applied in order
 * @param core the form in the spaces
 */
public record Slab(List<List<ConstantMatrix>> chains, SlabCore core) {
    public Slab {
        chains = chains.stream().map(List::copyOf).toList();
        for (int seat = 0; seat < 3; seat++) {
            List<ConstantMatrix> chain = chains.get(seat);
            for (int k = 1; k < chain.size(); k++) {
                if (chain.get(k).columns() != chain.get(k - 1).rows()) {
                    throw new IllegalArgumentException("matrix " + k + " of operand " + seat + " has "
                            + chain.get(k).columns() + " columns, but the one before it has "
                            + chain.get(k - 1).rows() + " rows");
                }
            }
            if (chain.getLast().rows() != core.size(seat)) {
                throw new IllegalArgumentException("the matrices of operand " + seat + " lead to "
                        + chain.getLast().rows() + " numbers, but the core takes " + core.size(seat));
            }
        }
    }
}
