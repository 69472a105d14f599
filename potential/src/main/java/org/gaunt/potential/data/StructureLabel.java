package org.gaunt.potential.data;

import org.gaunt.atoms.Structure;
import org.jspecify.annotations.Nullable;

/** A label beside energy, forces and stress, and where structures have it. */
public interface StructureLabel {

    /** Its name, which is also that of a model's output: {@code dipole}. */
    String key();

    /**
     * Reads the label of a structure.
     *
     * @return the numbers, NaN where one is not known; null where there are none
     * @throws org.gaunt.files.InputException if the structure says something that is no such label
     */
    double @Nullable [] read(Structure structure);
}
