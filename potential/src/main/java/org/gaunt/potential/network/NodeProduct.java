package org.gaunt.potential.network;

import org.gaunt.autodiff.Var;

/** What a layer makes of the neighbourhood of an atom: an equivariant function of the features of that atom alone. */
public interface NodeProduct {

    /**
     * Evaluates the function.
     *
     * @param a all degrees 0..lmax of natural parity [atoms][component][channel]
     * @return the irreps of the layer's result [atoms][component][channel]
     */
    Var apply(NetworkInput in, Var a);
}
