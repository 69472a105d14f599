package org.gaunt.potential.network;

import org.gaunt.autodiff.Var;

/** What differs between models: how the atoms get their energies. {@link PotentialWorker} does what is the same in all of them. */
@FunctionalInterface
public interface EnergyNetwork {

    /**
     * The energies of the atoms before the model's scale, shift and isolated-atom energies, as operations on the tape.
     *
     * @param in the structures, the weights and the tape
     * @return double precision [atoms, 1]
     */
    Var nodeEnergies(NetworkInput in);
}
