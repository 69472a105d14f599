package org.gaunt.potential.eval;

import org.jspecify.annotations.Nullable;

/**
 * Errors of predictions over a group of structures; null where no label is there to compare with. RMSE is the root mean
 * square error, MAE the mean absolute error; energies count by structure, forces by component.
 *
 * @param structures number of structures in the group, labelled or not
 * @param energyRmse eV
 * @param energyRmsePerAtom eV per atom
 * @param energyMae eV
 * @param energyMaePerAtom eV per atom
 * @param forceRmse eV/Å
 * @param forceMae eV/Å
 */
public record Errors(
        int structures,
        @Nullable Double energyRmse,
        @Nullable Double energyRmsePerAtom,
        @Nullable Double energyMae,
        @Nullable Double energyMaePerAtom,
        @Nullable Double forceRmse,
        @Nullable Double forceMae) {

    /** Adds up errors in the order in which they come. */
    static final class Sum {
        private int structures;
        private int energies;
        private long components;
        private double energySquares;
        private double energyAbsolutes;
        private double perAtomSquares;
        private double perAtomAbsolutes;
        private double forceSquares;
        private double forceAbsolutes;

        void structure() {
            structures++;
        }

        void energy(double error, int atoms) {
            energies++;
            energySquares += error * error;
            energyAbsolutes += Math.abs(error);
            perAtomSquares += error / atoms * (error / atoms);
            perAtomAbsolutes += Math.abs(error / atoms);
        }

        void force(double error) {
            components++;
            forceSquares += error * error;
            forceAbsolutes += Math.abs(error);
        }

        Errors errors() {
            return new Errors(
                    structures,
                    root(energySquares, energies),
                    root(perAtomSquares, energies),
                    mean(energyAbsolutes, energies),
                    mean(perAtomAbsolutes, energies),
                    root(forceSquares, components),
                    mean(forceAbsolutes, components));
        }

        private static @Nullable Double root(double sum, long count) {
            return count == 0 ? null : (Double) Math.sqrt(sum / count);
        }

        private static @Nullable Double mean(double sum, long count) {
            return count == 0 ? null : (Double) (sum / count);
        }
    }
}
