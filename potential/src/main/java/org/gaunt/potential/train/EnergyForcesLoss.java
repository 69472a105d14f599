package org.gaunt.potential.train;

import java.util.List;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.data.LabelledGraph;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a batch: energyWeight * mean over its structures of ((E - E_ref) / atoms)² + forcesWeight * mean over all its
 * force components of (F - F_ref)².
 *
 * <p>MACE's {@code WeightedEnergyForcesLoss}. Only labels that are known count, in the sums and in the means.
 *
 * @param energyWeight weight of the energy term, 1/eV²
 * @param forcesWeight weight of the force term, Å²/eV²
 */
public record EnergyForcesLoss(double energyWeight, double forcesWeight) {

    /**
     * How many labels the means of a batch are taken over.
     *
     * @param energies structures with an energy
     * @param forces known force components
     */
    public record Counts(int energies, long forces) {

        /** Those of a batch. */
        public static Counts of(List<LabelledGraph> batch) {
            int energies = 0;
            long forces = 0;
            for (LabelledGraph structure : batch) {
                energies += structure.hasEnergy() ? 1 : 0;
                forces += structure.knownForces();
            }
            return new Counts(energies, forces);
        }

        Counts plus(Counts other) {
            return new Counts(energies + other.energies, forces + other.forces);
        }
    }

    /**
     * Sums of squared errors, before weights and means.
     *
     * @param energyPerAtom sum over structures, eV²
     * @param forces sum over force components, eV²/Å²
     */
    public record Squares(double energyPerAtom, double forces) {

        static final Squares ZERO = new Squares(0, 0);

        Squares plus(Squares other) {
            return new Squares(energyPerAtom + other.energyPerAtom, forces + other.forces);
        }
    }

    /** The loss of a batch from its sums; a term without labels is 0. */
    public double value(Squares squares, Counts counts) {
        double energy = counts.energies() == 0 ? 0 : energyWeight * squares.energyPerAtom() / counts.energies();
        double forces = counts.forces() == 0 ? 0 : forcesWeight * squares.forces() / counts.forces();
        return energy + forces;
    }

    /**
     * Compares a part of a batch with its labels.
     *
     * @param part the structures, in the order of the evaluation
     * @param evaluation what the model says about them
     * @param counts labels in the whole batch
     * @param energyCotangent overwritten: derivative of the batch's loss by the energies [structures]; null if not wanted
     * @param forceCotangent overwritten: derivative by the forces [3 * atoms]; null if not wanted
     * @return the sums of the part
     */
    public Squares compare(
            List<LabelledGraph> part,
            Evaluation evaluation,
            Counts counts,
            double @Nullable [] energyCotangent,
            double @Nullable [] forceCotangent) {
        double energySquares = 0;
        double forceSquares = 0;
        double[] predicted = evaluation.forces();
        int offset = 0;
        for (int s = 0; s < part.size(); s++) {
            LabelledGraph structure = part.get(s);
            int atoms = structure.graph().atoms();
            double error = structure.hasEnergy() ? (evaluation.energies()[s] - structure.energy()) / atoms : 0;
            energySquares += error * error;
            if (energyCotangent != null) {
                energyCotangent[s] = counts.energies() == 0 ? 0 : 2 * energyWeight * error / atoms / counts.energies();
            }
            double[] forces = structure.forces();
            for (int k = 0; k < 3 * atoms; k++) {
                double difference = predicted == null || forces == null || Double.isNaN(forces[k])
                        ? 0
                        : predicted[offset + k] - forces[k];
                forceSquares += difference * difference;
                if (forceCotangent != null) {
                    forceCotangent[offset + k] =
                            counts.forces() == 0 ? 0 : 2 * forcesWeight * difference / counts.forces();
                }
            }
            offset += 3 * atoms;
        }
        return new Squares(energySquares, forceSquares);
    }
}
