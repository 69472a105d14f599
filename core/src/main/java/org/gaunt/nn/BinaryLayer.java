package org.gaunt.nn;

import org.gaunt.autodiff.Var;
import org.gaunt.o3.Irreps;

/** A differentiable function of the rows of two values that owns its weights. Rows are laid out [term][component][channel]. */
public interface BinaryLayer extends Weighted {
    /** Irreps of the first input. */
    Irreps in1();

    /** Irreps of the second input. */
    Irreps in2();

    /** Irreps of the output. */
    Irreps out();

    /**
     * Applies the layer.
     *
     * @param x rows of {@link #in1}
     * @param y as many rows of {@link #in2}
     * @return as many rows of {@link #out}
     * @throws IllegalArgumentException if rows have another width or their numbers differ
     */
    Var apply(Var x, Var y);
}
