package org.gaunt.potential;

import java.nio.file.Path;
import java.util.List;
import org.gaunt.atoms.Structure;

/**
 * Energy, forces and stress of structures.
 *
 * <pre>{@code
 * try (Potential potential = Potential.load(Path.of("model.safetensors"))) {
 *     Structure water = Structures.read(Path.of("water.xyz")).getFirst();
 *     Prediction prediction = potential.evaluate(water);
 *     double energy = prediction.energy(); // eV
 *     double[] forces = prediction.forces(); // eV/Å
 * }
 * }</pre>
 */
public interface Potential extends AutoCloseable {

    /**
     * Opens the potential in a file: a model of {@code gaunt train}, or of any kind that a {@link PotentialReader} on the class
     * path reads. It computes in the model's own precision on all processors; {@link #load(Path, LoadOptions)} has more to choose.
     *
     * @throws org.gaunt.files.InputException if the file is missing, damaged or no potential
     */
    static Potential load(Path file) {
        return load(file, LoadOptions.DEFAULT);
    }

    /**
     * Opens the potential in a file.
     *
     * @param options precision, threads and what else there is to choose
     * @throws org.gaunt.files.InputException if the file is missing, damaged or no potential, or an option does not fit it
     */
    static Potential load(Path file, LoadOptions options) {
        return PotentialReaders.open(file, options);
    }

    /**
     * Evaluates structures.
     *
     * @param structures any number of structures, isolated or periodic
     * @param what how many derivatives are needed
     * @return one prediction for each structure, in the order given
     * @throws org.gaunt.files.InputException for a structure the potential cannot take, such as one with an element it
     *     does not know
     */
    List<Prediction> evaluate(List<Structure> structures, Derivatives what);

    /** Evaluates one structure; see {@link #evaluate(List, Derivatives)}. */
    default Prediction evaluate(Structure structure, Derivatives what) {
        return evaluate(List.of(structure), what).getFirst();
    }

    /** Energy and forces of a structure, and its stress where it is periodic in three directions. */
    default Prediction evaluate(Structure structure) {
        return evaluate(structure, structure.isFullyPeriodic() ? Derivatives.STRESS : Derivatives.FORCES);
    }

    /** The motions that leave energies as they are, to the rounding and the stated errors of the potential. */
    default Symmetry symmetry() {
        return Symmetry.E3;
    }

    /** Ends threads and gives buffers back; not to be used afterwards. */
    @Override
    default void close() {}
}
