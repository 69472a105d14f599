package org.gaunt.potential.model.mace;

import org.gaunt.autodiff.Var;
import org.gaunt.potential.network.NetworkInput;

/** The part of a layer that brings features of the neighbours to an atom (MACE's interaction block). */
interface Messages {

    /**
     * Sums messages over neighbours.
     *
     * @param features of the atoms or, in a first layer that sees the elements only, of the elements
     * @return features of degrees 0 to lmax [atoms][component][channel]
     */
    Var apply(NetworkInput in, Var features, EdgeValues edges);
}
