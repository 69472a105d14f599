package org.gaunt.potential.eval;

import org.jspecify.annotations.Nullable;

/**
 * Errors of predictions over a group of structures; null where no label is there to compare with. RMSE is the root mean
 * square error, MAE the mean absolute error; energies count by structure, forces and stresses by
 * component.
 *
 * @param structures number of structures in the group, labelled or not
 * @param energyRmse eV
 * @param energyRmsePerAtom eV per atom
 * @param energyMae eV
 * @param energyMaePerAtom eV per atom
 * @param forceRmse eV/Å
 * @param forceMae eV/Å
 * @param stressRmse eV/Å³
 * @param stressMae eV/Å³
 */
public record Errors(
        int structures,
        @Nullable Double energyRmse,
        @Nullable Double energyRmsePerAtom,
        @Nullable Double energyMae,
        @Nullable Double energyMaePerAtom,
        @Nullable Double forceRmse,
        @Nullable Double forceMae,
        @Nullable Double stressRmse,
        @Nullable Double stressMae) {

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
        private long stresses;
        private double stressSquares;
        private double stressAbsolutes;

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

        /** Components without a label (NaN) do not count. */
        void forces(double[] labels, double[] predicted) {
            for (int k = 0; k < labels.length; k++) {
                if (!Double.isNaN(labels[k])) {
                    double error = predicted[k] - labels[k];
                    components++;
                    forceSquares += error * error;
                    forceAbsolutes += Math.abs(error);
                }
            }
        }

        /** Components without a label (NaN) do not count. */
        void stress(double[] labels, double[] predicted) {
            for (int k = 0; k < labels.length; k++) {
                if (!Double.isNaN(labels[k])) {
                    double error = predicted[k] - labels[k];
                    stresses++;
                    stressSquares += error * error;
                    stressAbsolutes += Math.abs(error);
                }
            }
        }

        Errors errors() {
            return new Errors(
                    structures,
                    root(energySquares, energies),
                    root(perAtomSquares, energies),
                    mean(energyAbsolutes, energies),
                    mean(perAtomAbsolutes, energies),
                    root(forceSquares, components),
                    mean(forceAbsolutes, components),
                    root(stressSquares, stresses),
                    mean(stressAbsolutes, stresses));
        }

        private static @Nullable Double root(double sum, long count) {
            return count == 0 ? null : (Double) Math.sqrt(sum / count);
        }

        private static @Nullable Double mean(double sum, long count) {
            return count == 0 ? null : (Double) (sum / count);
        }
    }
}
