package org.gaunt.potential;

import java.util.List;
import org.gaunt.atoms.Structure;

/** Gives the energy, forces and stress of structures. */
public interface Potential {

    /**
     * Evaluates structures.
     *
     * @param structures any number of structures, isolated or periodic
     * @param what how many derivatives are needed
     * @return one prediction for each structure, in the order given
     * @throws org.gaunt.atoms.InputException for a structure the potential cannot take, such as one with an element it
     *     does not know
     */
    List<Prediction> evaluate(List<Structure> structures, Derivatives what);

    /** Evaluates one structure; see {@link #evaluate(List, Derivatives)}. */
    default Prediction evaluate(Structure structure, Derivatives what) {
        return evaluate(List.of(structure), what).getFirst();
    }
}
