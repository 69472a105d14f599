package org.gaunt.potential.network;

import java.util.List;
import org.gaunt.potential.data.IsolatedLimit;

/**
 * What a model takes from the data it is trained on; kept in the model file, not trained.
 *
 * @param atomicNumbers the elements it knows, ascending
 * @param isolatedEnergies energy of each isolated atom, eV, in the order of the elements
 * @param scale factor of the readouts, eV
 * @param shift added for every atom, eV
 * @param averageNeighbors divisor of the sum over neighbours
 * @param heads where readouts have several heads, what each takes from its own data, in their order; then it counts instead of
 *     the energies, scale and shift above
 * @param isolatedLimit the energy of an atom without neighbours
 */
public record ModelData(
        List<Integer> atomicNumbers,
        List<Double> isolatedEnergies,
        double scale,
        double shift,
        double averageNeighbors,
        List<Head> heads,
        IsolatedLimit isolatedLimit) {

    /**
     * What one of several readouts takes from its data.
     *
     * @param name its name in configurations and files of structures
     * @param isolatedEnergies energy of each isolated atom, eV, in the order of the elements
     * @param scale factor of the readout, eV
     * @param shift added for every atom, eV
     */
    public record Head(String name, List<Double> isolatedEnergies, double scale, double shift) {
        public Head {
            isolatedEnergies = List.copyOf(isolatedEnergies);
        }

        /** The same with another shift. */
        public Head withShift(double other) {
            return new Head(name, isolatedEnergies, scale, other);
        }
    }

    /** The data of a model with several readouts whose atoms without neighbours have free energies, as in published models. */
    public ModelData(
            List<Integer> atomicNumbers,
            List<Double> isolatedEnergies,
            double scale,
            double shift,
            double averageNeighbors,
            List<Head> heads) {
        this(atomicNumbers, isolatedEnergies, scale, shift, averageNeighbors, heads, IsolatedLimit.FREE);
    }

    /** The data of a model with one readout whose atoms without neighbours have free energies, as in published models. */
    public ModelData(
            List<Integer> atomicNumbers,
            List<Double> isolatedEnergies,
            double scale,
            double shift,
            double averageNeighbors) {
        this(atomicNumbers, isolatedEnergies, scale, shift, averageNeighbors, List.of(), IsolatedLimit.FREE);
    }

    public ModelData {
        atomicNumbers = List.copyOf(atomicNumbers);
        isolatedEnergies = List.copyOf(isolatedEnergies);
        heads = List.copyOf(heads);
        for (Head head : heads) {
            if (head.isolatedEnergies().size() != atomicNumbers.size()) {
                throw new IllegalArgumentException("head " + head.name() + " has isolated-atom energies "
                        + head.isolatedEnergies() + ", but the elements are " + atomicNumbers);
            }
        }
        if (atomicNumbers.isEmpty() || atomicNumbers.size() != isolatedEnergies.size()) {
            throw new IllegalArgumentException(
                    "a model needs at least one element and an isolated-atom energy for each, but has " + atomicNumbers
                            + " and " + isolatedEnergies);
        }
        if (!(averageNeighbors > 0) || !Double.isFinite(scale) || !Double.isFinite(shift)) {
            throw new IllegalArgumentException(
                    "scale, shift and the average number of neighbours (above 0) must be finite; found " + scale + ", "
                            + shift + ", " + averageNeighbors);
        }
    }

    /** The same with another shift. */
    public ModelData withShift(double other) {
        return new ModelData(atomicNumbers, isolatedEnergies, scale, other, averageNeighbors, heads, isolatedLimit);
    }

    /** The same with other data of heads. */
    public ModelData withHeadData(List<Head> others) {
        return new ModelData(atomicNumbers, isolatedEnergies, scale, shift, averageNeighbors, others, isolatedLimit);
    }

    /** The same with another energy of atoms without neighbours. */
    public ModelData withIsolatedLimit(IsolatedLimit other) {
        return new ModelData(atomicNumbers, isolatedEnergies, scale, shift, averageNeighbors, heads, other);
    }

    /** The same with what each of several readouts takes; that of the whole where there are none of their own. */
    public ModelData withHeads(List<String> names) {
        if (!heads.isEmpty() || names.isEmpty()) {
            return this;
        }
        List<Head> all = names.stream()
                .map(name -> new Head(name, isolatedEnergies, scale, shift))
                .toList();
        return new ModelData(atomicNumbers, isolatedEnergies, scale, shift, averageNeighbors, all, isolatedLimit);
    }
}
