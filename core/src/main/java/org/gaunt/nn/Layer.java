package org.gaunt.nn;

import org.gaunt.autodiff.Var;
import org.gaunt.o3.Irreps;

/** A differentiable function of rows that owns its weights. Rows are laid out [term][component][channel]. */
public interface Layer extends Weighted {
    /** Irreps of the input. */
    Irreps in();

    /** Irreps of the output. */
    Irreps out();

    /**
     * Applies the layer.
     *
     * @param x rows of {@link #in}
     * @return as many rows of {@link #out}
     * @throws IllegalArgumentException if rows of x have another width
     */
    Var apply(Var x);
}
