package org.gaunt.potential.network;

import java.util.List;

/**
 * What a model takes from the data it is trained on; kept in the model file, not trained.
 *
 * @param atomicNumbers the elements it knows, ascending
 * @param isolatedEnergies energy of each isolated atom, eV, in the order of the elements
 * @param scale factor of the readouts, eV
 * @param shift added for every atom, eV
 * @param averageNeighbors divisor of the sum over neighbours
 */
public record ModelData(
        List<Integer> atomicNumbers,
        List<Double> isolatedEnergies,
        double scale,
        double shift,
        double averageNeighbors) {

    public ModelData {
        atomicNumbers = List.copyOf(atomicNumbers);
        isolatedEnergies = List.copyOf(isolatedEnergies);
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
}
