package org.gaunt.potential.train;

import java.util.List;

/**
 * What is known about one epoch. Numbers that were not computed are NaN.
 *
 * @param epoch counted from 1
 * @param steps steps of the optimiser since the start of the training
 * @param learningRate of the epoch's last step
 * @param trainingLoss mean of the loss over the epoch's batches, each with the weights of its time
 * @param trainingEnergyRmse energy error per atom over the epoch, likewise, eV per atom
 * @param trainingForceRmse force error over the epoch, likewise, eV/Å
 * @param trainingStressRmse stress error over the epoch, likewise, eV/Å³
 * @param validationLoss with the averaged weights
 * @param energyRmse on validation, eV per atom
 * @param energyMae on validation, eV per atom
 * @param forceRmse on validation, eV/Å
 * @param forceMae on validation, eV/Å
 * @param stressRmse on validation, eV/Å³
 * @param stressMae on validation, eV/Å³
 * @param gradientNorm largest norm of a gradient before it was clipped
 * @param structuresPerSecond training structures per second, validation not counted
 * @param seconds since the start of the training, interruptions not counted
 */
public record EpochRecord(
        int epoch,
        long steps,
        double learningRate,
        double trainingLoss,
        double trainingEnergyRmse,
        double trainingForceRmse,
        double trainingStressRmse,
        double validationLoss,
        double energyRmse,
        double energyMae,
        double forceRmse,
        double forceMae,
        double stressRmse,
        double stressMae,
        double gradientNorm,
        double structuresPerSecond,
        double seconds) {

    /** Names of the columns of {@link #row()}, as {@code metrics.csv} has them. */
    public static final List<String> COLUMNS = List.of(
            "epoch",
            "steps",
            "learning_rate",
            "training_loss",
            "training_energy_rmse_ev_per_atom",
            "training_force_rmse_ev_per_angstrom",
            "training_stress_rmse_ev_per_cubic_angstrom",
            "validation_loss",
            "validation_energy_rmse_ev_per_atom",
            "validation_energy_mae_ev_per_atom",
            "validation_force_rmse_ev_per_angstrom",
            "validation_force_mae_ev_per_angstrom",
            "validation_stress_rmse_ev_per_cubic_angstrom",
            "validation_stress_mae_ev_per_cubic_angstrom",
            "gradient_norm",
            "structures_per_second",
            "seconds");

    /** Whether the epoch ended with a validation. */
    public boolean validated() {
        return !Double.isNaN(validationLoss);
    }

    /** All numbers in the order of {@link #COLUMNS}. */
    public double[] row() {
        return new double[] {
            epoch,
            steps,
            learningRate,
            trainingLoss,
            trainingEnergyRmse,
            trainingForceRmse,
            trainingStressRmse,
            validationLoss,
            energyRmse,
            energyMae,
            forceRmse,
            forceMae,
            stressRmse,
            stressMae,
            gradientNorm,
            structuresPerSecond,
            seconds
        };
    }

    /**
     * The reverse of {@link #row()}.
     *
     * @throws IllegalArgumentException when the number of values is wrong
     */
    static EpochRecord ofRow(double[] v) {
        if (v.length != COLUMNS.size()) {
            throw new IllegalArgumentException("an epoch has " + COLUMNS.size() + " numbers, given " + v.length);
        }
        return new EpochRecord(
                (int) v[0],
                (long) v[1],
                v[2],
                v[3],
                v[4],
                v[5],
                v[6],
                v[7],
                v[8],
                v[9],
                v[10],
                v[11],
                v[12],
                v[13],
                v[14],
                v[15],
                v[16]);
    }
}
