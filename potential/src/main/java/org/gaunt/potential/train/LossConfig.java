package org.gaunt.potential.train;

import static org.gaunt.learn.TrainingKeys.finite;
import static org.gaunt.learn.TrainingKeys.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.gaunt.learn.ErrorFunction;
import org.gaunt.learn.Stage;
import org.gaunt.learn.config.Key;
import org.gaunt.potential.data.LabelNeeds;
import org.jspecify.annotations.Nullable;

/** The loss of a potential in both stages. */
public record LossConfig(
        @Key(value = "Weight of the squared error of the energy per atom in the loss.", min = 0)
        double energyWeight,

        @Key(value = "Weight of the squared error of a force component in the loss.", min = 0)
        double forcesWeight,

        @Key(
                value = "Weight of the squared error of a stress component in the loss, for structures that have a"
                        + " stress (or a virial); forces of 0.1 eV/Å and stresses of 0.001 eV/Å³ go well with 100 and"
                        + " 10000.",
                min = 0)
        double stressWeight,

        @Key(
                value =
                        "Weights of further terms of the loss, which extensions add, by name; they hold in both stages.",
                min = 0)
        Map<String, Double> termWeights,

        @Key("How an error counts: l2, its square, or huber, half its square up to huber_delta and straight on beyond.")
        LossKind loss,

        @Key(
                value = "Error from which the Huber loss is a straight line, in eV per atom, eV/Å and eV/Å³.",
                min = 0,
                exclusiveMin = true)
        double huberDelta,

        @Key(value = "Weight of the energy term in the second stage.", min = 0)
        double stageTwoEnergyWeight,

        @Key(value = "Weight of the force term in the second stage; empty to leave it as it is.", min = 0) @Nullable
        Double stageTwoForcesWeight,

        @Key(value = "Weight of the stress term in the second stage; empty to leave it as it is.", min = 0) @Nullable
        Double stageTwoStressWeight) {

    /** Checks the numbers that can make no sense. */
    public LossConfig {
        termWeights = Map.copyOf(termWeights);
        require(finite(energyWeight) && energyWeight >= 0, "energyWeight", energyWeight, "0 or more");
        require(finite(forcesWeight) && forcesWeight >= 0, "forcesWeight", forcesWeight, "0 or more");
        require(finite(stressWeight) && stressWeight >= 0, "stressWeight", stressWeight, "0 or more");
        require(
                termWeights.values().stream().allMatch(w -> finite(w) && w >= 0),
                "termWeights",
                termWeights,
                "0 or more each");
        require(finite(huberDelta) && huberDelta > 0, "huberDelta", huberDelta, "more than 0");
        require(
                finite(stageTwoEnergyWeight) && stageTwoEnergyWeight >= 0,
                "stageTwoEnergyWeight",
                stageTwoEnergyWeight,
                "0 or more");
        require(absentOrWeight(stageTwoForcesWeight), "stageTwoForcesWeight", stageTwoForcesWeight, "0 or more");
        require(absentOrWeight(stageTwoStressWeight), "stageTwoStressWeight", stageTwoStressWeight, "0 or more");
        require(
                energyWeight + forcesWeight + stressWeight > 0,
                "energyWeight",
                energyWeight,
                "more than 0 where forces_weight and stress_weight are 0");
    }

    /** Squares, in the second stage with the same weights. */
    public static LossConfig l2(double energyWeight, double forcesWeight, double stressWeight) {
        return new LossConfig(
                energyWeight, forcesWeight, stressWeight, Map.of(), LossKind.L2, 0.01, energyWeight, null, null);
    }

    /** The same with another weight of the energy in the second stage. */
    public LossConfig withStageTwoEnergyWeight(double weight) {
        return new LossConfig(
                energyWeight,
                forcesWeight,
                stressWeight,
                termWeights,
                loss,
                huberDelta,
                weight,
                stageTwoForcesWeight,
                stageTwoStressWeight);
    }

    /**
     * The further terms.
     *
     * @throws org.gaunt.files.InputException if there is none of a name
     */
    public List<LossTerm> furtherTerms() {
        return LossTerms.further(new TreeSet<>(termWeights.keySet()));
    }

    /**
     * Labels that count.
     *
     * @param both whether in any of two stages, or in the first alone
     */
    LabelNeeds needs(boolean both) {
        Double forces = both ? stageTwoForcesWeight : null;
        Double stress = both ? stageTwoStressWeight : null;
        return new LabelNeeds(
                Math.max(energyWeight, both ? stageTwoEnergyWeight : 0),
                Math.max(forcesWeight, forces == null ? 0 : forces),
                Math.max(stressWeight, stress == null ? 0 : stress));
    }

    /** The loss of a stage. */
    public PotentialLoss of(Stage stage) {
        boolean second = stage == Stage.SECOND;
        Double forces = second ? stageTwoForcesWeight : null;
        Double stress = second ? stageTwoStressWeight : null;
        ErrorFunction function = switch (loss) {
            case L2 -> ErrorFunction.l2();
            case HUBER -> ErrorFunction.huber(huberDelta);
        };
        List<WeightedTerm> terms = new ArrayList<>(PotentialLoss.of(
                        function,
                        second ? stageTwoEnergyWeight : energyWeight,
                        forces == null ? forcesWeight : forces,
                        stress == null ? stressWeight : stress)
                .terms());
        for (LossTerm term : furtherTerms()) {
            terms.add(new WeightedTerm(term, function, termWeights.getOrDefault(term.key(), 0.0)));
        }
        return new PotentialLoss(terms);
    }

    private static boolean absentOrWeight(@Nullable Double value) {
        return value == null || (finite(value) && value >= 0);
    }
}
