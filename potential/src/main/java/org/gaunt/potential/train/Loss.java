package org.gaunt.potential.train;

import java.util.List;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.data.LabelCounts;
import org.gaunt.potential.data.LabelWeights;
import org.gaunt.potential.data.LabelledGraph;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a batch: energyWeight * mean over its structures of w l((E - E_ref) / atoms) + forcesWeight * mean over all its
 * force components of w l(F - F_ref) + stressWeight * mean over all its stress components of w l(σ - σ_ref), where w is the
 * structure's own weight ({@link LabelWeights}), and l the square, or Huber's function.
 *
 * <p>With squares and without stress MACE's {@code WeightedEnergyForcesLoss}, with stress its
 * {@code WeightedEnergyForcesStressLoss}, with Huber's function its {@code WeightedHuberEnergyForcesStressLoss}, except that only
 * labels that are known count, in the sums and in the means.
 *
 * @param kind what l is
 * @param huberDelta where Huber's function becomes a straight line, in eV, eV/Å and eV/Å³
 * @param energyWeight weight of the energy term, 1/eV²
 * @param forcesWeight weight of the force term, Å²/eV²
 * @param stressWeight weight of the stress term, Å⁶/eV²
 */
public record Loss(LossKind kind, double huberDelta, double energyWeight, double forcesWeight, double stressWeight) {

    /** Squares. */
    public static Loss l2(double energyWeight, double forcesWeight, double stressWeight) {
        return new Loss(LossKind.L2, 1, energyWeight, forcesWeight, stressWeight);
    }

    /**
     * The derivatives of a batch's loss, to be filled in by {@link #compare}.
     *
     * @param energies by the energies [structures]
     * @param forces by the forces [3 * atoms], or null if not wanted
     * @param stress by the nine components of each stress [9 * structures], or null if not wanted
     */
    @SuppressWarnings("ArrayRecordComponent") // buffers, never compared
    public record Slopes(double[] energies, double @Nullable [] forces, double @Nullable [] stress) {}

    /** The labels that count: those of terms without weight do not. */
    LabelCounts counted(LabelCounts known) {
        return new LabelCounts(
                known.energies(), forcesWeight > 0 ? known.forces() : 0, stressWeight > 0 ? known.stresses() : 0);
    }

    /** The loss of a batch from its sums; a term without labels is 0. */
    public double value(LossSums sums, LabelCounts counts) {
        double energy = counts.energies() == 0 ? 0 : energyWeight * sums.energyTerms() / counts.energies();
        double forces = counts.forces() == 0 ? 0 : forcesWeight * sums.forceTerms() / counts.forces();
        double stress = counts.stresses() == 0 ? 0 : stressWeight * sums.stressTerms() / counts.stresses();
        return energy + forces + stress;
    }

    /**
     * Compares a part of a batch with its labels.
     *
     * @param part the structures, in the order of the evaluation
     * @param evaluation what the model says about them
     * @param counts labels in the whole batch
     * @param slopes overwritten
     * @return the sums of the part
     */
    public LossSums compare(List<LabelledGraph> part, Evaluation evaluation, LabelCounts counts, Slopes slopes) {
        Accumulator sums = new Accumulator();
        int offset = 0;
        for (int s = 0; s < part.size(); s++) {
            LabelledGraph structure = part.get(s);
            LabelWeights weights = structure.weights();
            int atoms = structure.graph().atoms();
            slopes.energies()[s] = sums.energy(structure, evaluation.energies()[s])
                    * factor(energyWeight * weights.energy(), counts.energies())
                    / atoms;
            sums.forces(
                    structure,
                    evaluation.forces(),
                    offset,
                    slopes.forces(),
                    factor(forcesWeight * weights.forces(), counts.forces()));
            sums.stress(
                    structure,
                    evaluation.stress(),
                    9 * s,
                    slopes.stress(),
                    factor(stressWeight * weights.stress(), counts.stresses()));
            offset += 3 * atoms;
        }
        return sums.result();
    }

    /** Compares the prediction of one structure with its labels. */
    LossSums compare(LabelledGraph structure, Prediction prediction) {
        Accumulator sums = new Accumulator();
        sums.energy(structure, prediction.energy());
        sums.forces(structure, prediction.hasForces() ? prediction.forces() : null, 0, null, 0);
        sums.stress(structure, prediction.hasStress() ? prediction.stress() : null, 0, null, 0);
        return sums.result();
    }

    private static double factor(double weight, long count) {
        return count == 0 ? 0 : weight / count;
    }

    private double term(double error) {
        double size = Math.abs(error);
        return switch (kind) {
            case L2 -> error * error;
            case HUBER -> size <= huberDelta ? 0.5 * error * error : huberDelta * (size - 0.5 * huberDelta);
        };
    }

    private double slope(double error) {
        return switch (kind) {
            case L2 -> 2 * error;
            case HUBER -> Math.clamp(error, -huberDelta, huberDelta);
        };
    }

    /** Adds up the terms and squares of structures, in the order in which they come. */
    private final class Accumulator {
        private double energyTerms;
        private double forceTerms;
        private double stressTerms;
        private double energySquares;
        private double forceSquares;
        private double stressSquares;
        private double energyAbsolutes;
        private double forceAbsolutes;
        private double stressAbsolutes;

        /** The slope of the term by the error per atom; 0 without a label. */
        double energy(LabelledGraph structure, double predicted) {
            if (!structure.hasEnergy()) {
                return 0;
            }
            double error = (predicted - structure.energy()) / structure.graph().atoms();
            energySquares += error * error;
            energyAbsolutes += Math.abs(error);
            energyTerms += structure.weights().energy() * term(error);
            return slope(error);
        }

        void forces(
                LabelledGraph structure,
                double @Nullable [] predicted,
                int offset,
                double @Nullable [] slopes,
                double factor) {
            double[] labels = structure.forces();
            int components = 3 * structure.graph().atoms();
            double terms = 0;
            for (int k = 0; k < components; k++) {
                double error = error(labels, predicted, k, offset);
                forceSquares += error * error;
                forceAbsolutes += Math.abs(error);
                terms += term(error);
                if (slopes != null) {
                    slopes[offset + k] = factor * slope(error);
                }
            }
            forceTerms += structure.weights().forces() * terms;
        }

        void stress(
                LabelledGraph structure,
                double @Nullable [] predicted,
                int offset,
                double @Nullable [] slopes,
                double factor) {
            double[] labels = structure.stress();
            double terms = 0;
            for (int k = 0; k < 9; k++) {
                double error = error(labels, predicted, k, offset);
                stressSquares += error * error;
                stressAbsolutes += Math.abs(error);
                terms += term(error);
                if (slopes != null) {
                    slopes[offset + k] = factor * slope(error);
                }
            }
            stressTerms += structure.weights().stress() * terms;
        }

        /** 0 without a label or a prediction. */
        private static double error(double @Nullable [] labels, double @Nullable [] predicted, int k, int offset) {
            return labels == null || predicted == null || Double.isNaN(labels[k])
                    ? 0
                    : predicted[offset + k] - labels[k];
        }

        LossSums result() {
            return new LossSums(
                    energyTerms,
                    forceTerms,
                    stressTerms,
                    energySquares,
                    forceSquares,
                    stressSquares,
                    energyAbsolutes,
                    forceAbsolutes,
                    stressAbsolutes);
        }
    }
}
