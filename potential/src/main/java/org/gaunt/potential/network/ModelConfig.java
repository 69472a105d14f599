package org.gaunt.potential.network;

import java.util.List;
import org.gaunt.potential.Symmetry;
import org.gaunt.potential.data.StructureInput;

/**
 * The shape of a model: everything that does not come from the data. A record of plain values for each kind of model,
 * with {@link org.gaunt.learn.config.Key}s and a static {@code defaults()}; {@link org.gaunt.potential.model.ModelKinds} lists them.
 */
public interface ModelConfig {

    /** The name of the kind in configurations and files, such as {@code mace}. */
    String kind();

    /** Distance below which atoms are neighbours, Å. */
    double cutoff();

    /** The names of the heads of the readout; empty for a model with one. */
    default List<String> heads() {
        return List.of();
    }

    /** Inputs of a structure besides its atoms; empty for most. */
    default List<StructureInput> inputs() {
        return List.of();
    }

    /** The motions that leave energies as they are. */
    default Symmetry symmetry() {
        return Symmetry.E3;
    }
}
