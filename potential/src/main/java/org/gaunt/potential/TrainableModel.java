package org.gaunt.potential;

import java.util.List;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.data.StructureInput;

/**
 * A model of the potential energy with weights that can be trained.
 *
 * <p>The model itself is a description plus its {@link Parameters}; the work is done by {@link ModelWorker workers}, of
 * which every thread has one. A model does not know how it is trained.
 */
public interface TrainableModel {

    /** The weights; the trainer changes their values in place. */
    Parameters parameters();

    /** Atoms closer than this are neighbours, Å. */
    double cutoff();

    /** The elements the model knows, ascending atomic numbers; {@code species} of a graph are indices into this list. */
    List<Integer> atomicNumbers();

    /** The names of the heads of the readout; empty for a model with one. The graph of a structure says which is its own. */
    default List<String> heads() {
        return List.of();
    }

    /** Inputs of a structure besides its atoms, such as the total charge; empty for most. Graphs have the categories. */
    default List<StructureInput> inputs() {
        return List.of();
    }

    /** The motions that leave energies as they are, to the rounding and the stated errors of the model. */
    default Symmetry symmetry() {
        return Symmetry.E3;
    }

    /** Names of the outputs that its evaluations give beside energies, forces and stress ({@link Evaluation#further()}). */
    default List<String> outputs() {
        return List.of();
    }

    /**
     * Makes a worker, for use by one thread at a time.
     *
     * @param precision the arithmetic it computes in
     */
    ModelWorker newWorker(Precision precision);
}
