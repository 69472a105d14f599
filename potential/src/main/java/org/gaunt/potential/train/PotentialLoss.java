package org.gaunt.potential.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.learn.ErrorFunction;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.data.LabelledGraph;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a batch: the sum over terms of weight * mean over all known numbers of the term's label of w l(error), where error
 * is the difference of prediction and label divided by the term's divisor, w the structure's own weight, and l the square or
 * Huber's function.
 *
 * <p>With squares and without stress MACE's {@code WeightedEnergyForcesLoss}, with stress its
 * {@code WeightedEnergyForcesStressLoss}, with Huber's function its {@code WeightedHuberEnergyForcesStressLoss}, except that only
 * labels that are known count, in the sums and in the means.
 *
 * <p>Sums are arrays of three numbers for each term: of w l(error), of squared and of absolute errors. Counts are the known numbers
 * of each term's label.
 *
 * @param terms in the order in which they are added
 */
public record PotentialLoss(List<WeightedTerm> terms) {

    private static final int SUMS = 3;

    /** Copies the list. */
    public PotentialLoss {
        terms = List.copyOf(terms);
    }

    /**
     * Energy, forces and stress.
     *
     * @param function how errors count
     * @param energyWeight weight of the energy term, 1/eV² where errors are squared
     * @param forcesWeight weight of the force term, Å²/eV²
     * @param stressWeight weight of the stress term, Å⁶/eV²
     */
    public static PotentialLoss of(
            ErrorFunction function, double energyWeight, double forcesWeight, double stressWeight) {
        return new PotentialLoss(List.of(
                new WeightedTerm(StandardTerm.ENERGY, function, energyWeight),
                new WeightedTerm(StandardTerm.FORCES, function, forcesWeight),
                new WeightedTerm(StandardTerm.STRESS, function, stressWeight)));
    }

    /** The counts that count: 0 for terms without weight, but for the energy, which every evaluation gives. */
    double[] counted(double[] known) {
        double[] counted = known.clone();
        for (int t = 0; t < counted.length; t++) {
            WeightedTerm term = terms.get(t);
            counted[t] = term.weight() > 0 || term.term() == StandardTerm.ENERGY ? known[t] : 0;
        }
        return counted;
    }

    /** The loss of a batch from its sums; a term without labels is 0. */
    public double value(double[] sums, double[] counts) {
        double value = 0;
        for (int t = 0; t < terms.size(); t++) {
            value += counts[t] == 0 ? 0 : terms.get(t).weight() * sums[SUMS * t] / counts[t];
        }
        return value;
    }

    /** Root of the mean square of a term's error; NaN without labels. */
    double rmse(int term, double[] sums, double[] counts) {
        return counts[term] == 0 ? Double.NaN : Math.sqrt(sums[SUMS * term + 1] / counts[term]);
    }

    /** Mean absolute error of a term; NaN without labels. */
    double mae(int term, double[] sums, double[] counts) {
        return counts[term] == 0 ? Double.NaN : sums[SUMS * term + 2] / counts[term];
    }

    /**
     * Compares a part of a batch with its labels.
     *
     * @param part the structures, in the order of the evaluation
     * @param evaluation what the model says about them
     * @param counts labels in the whole batch
     * @param cotangents by the keys of the terms, the derivatives of the batch's loss by the evaluation's outputs, to be
     *     overwritten; a term that has no array here gets none
     * @return the sums of the part
     */
    public double[] compare(
            List<LabelledGraph> part, Evaluation evaluation, double[] counts, Map<String, double[]> cotangents) {
        double[] sums = new double[SUMS * terms.size()];
        int[] offsets = new int[terms.size()];
        for (LabelledGraph structure : part) {
            add(structure, evaluation, offsets, counts, cotangents, sums);
        }
        return sums;
    }

    /** The same without derivatives; sums of structures are added one after the other. */
    double[] compare(List<LabelledGraph> part, Evaluation evaluation) {
        double[] all = new double[SUMS * terms.size()];
        int[] offsets = new int[terms.size()];
        for (LabelledGraph structure : part) {
            double[] own = new double[all.length];
            add(structure, evaluation, offsets, new double[terms.size()], Map.of(), own);
            for (int i = 0; i < all.length; i++) {
                all[i] += own[i];
            }
        }
        return all;
    }

    /** Zeros for the cotangents of the terms that count. */
    Map<String, double[]> cotangents(List<LabelledGraph> part, double[] counts) {
        Map<String, double[]> cotangents = new HashMap<>();
        for (int t = 0; t < terms.size(); t++) {
            LossTerm term = terms.get(t).term();
            if (counts[t] > 0 || term == StandardTerm.ENERGY) {
                int size = part.stream()
                        .mapToInt(structure -> term.size(structure.graph().atoms()))
                        .sum();
                cotangents.put(term.key(), new double[size]);
            }
        }
        return cotangents;
    }

    private void add(
            LabelledGraph structure,
            Evaluation evaluation,
            int[] offsets,
            double[] counts,
            Map<String, double[]> cotangents,
            double[] sums) {
        for (int t = 0; t < terms.size(); t++) {
            WeightedTerm weighted = terms.get(t);
            LossTerm term = weighted.term();
            int size = term.size(structure.graph().atoms());
            double own = term.weight(structure);
            double factor = counts[t] == 0 ? 0 : weighted.weight() * own / counts[t];
            double[] label = term.label(structure);
            double[] predicted = term.predicted(evaluation);
            double[] cotangent = cotangents.get(term.key());
            double divisor = term.divisor(structure);
            double values = 0;
            for (int k = 0; k < size; k++) {
                int at = offsets[t] + k;
                double error = error(label, k, predicted, at) / divisor;
                sums[SUMS * t + 1] += error * error;
                sums[SUMS * t + 2] += Math.abs(error);
                values += weighted.function().value(error);
                if (cotangent != null) {
                    cotangent[at] = weighted.function().slope(error) * factor / divisor;
                }
            }
            sums[SUMS * t] += own * values;
            offsets[t] += size;
        }
    }

    /** 0 without a label or a prediction. */
    private static double error(double @Nullable [] label, int k, double @Nullable [] predicted, int at) {
        return label == null || predicted == null || Double.isNaN(label[k]) ? 0 : predicted[at] - label[k];
    }
}
