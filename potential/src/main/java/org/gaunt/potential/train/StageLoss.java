package org.gaunt.potential.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gaunt.learn.Loss;
import org.gaunt.learn.Phase;
import org.gaunt.learn.PhaseTimer;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.LabelledGraph;

/**
 * The loss of one stage over structures: evaluates, compares, differentiates.
 *
 * @param loss terms and weights of the stage
 * @param training labels of the structures to train on
 * @param validation labels of the structures to validate on
 */
record StageLoss(PotentialLoss loss, KnownLabels training, KnownLabels validation) implements Loss<ModelWorker> {

    @Override
    public double[] counts(int[] batch) {
        return loss.counted(training.of(batch));
    }

    @Override
    public double[] accumulate(ModelWorker worker, int[] shard, double[] counts, double[] gradient, PhaseTimer timer) {
        worker.timeWith(timer);
        long begin = System.nanoTime();
        List<LabelledGraph> part = pick(training.structures(), shard);
        GraphBatch batch = batch(part);
        next(timer, Phase.DATA, begin);
        Evaluation evaluation = worker.evaluate(batch, needed(counts, Derivatives.ENERGY));
        begin = System.nanoTime();
        Map<String, double[]> cotangents = loss.cotangents(part, counts);
        double[] sums = loss.compare(part, evaluation, counts, cotangents);
        begin = next(timer, Phase.LOSS, begin);
        worker.accumulateGradient(cotangents, gradient);
        next(timer, Phase.GRADIENT, begin);
        return sums;
    }

    private static long next(PhaseTimer timer, Phase phase, long begin) {
        long now = System.nanoTime();
        timer.add(phase, now - begin);
        return now;
    }

    @Override
    public double[] validate(ModelWorker worker, int[] batch) {
        worker.timeWith(PhaseTimer.NONE);
        List<LabelledGraph> part = pick(validation.structures(), batch);
        Evaluation evaluation = worker.evaluate(batch(part), needed(validationCounts(), Derivatives.FORCES));
        return loss.compare(part, evaluation);
    }

    /** Energies and forces are compared even without a weight; a stress is evaluated only where it has one. */
    @Override
    public double[] validationCounts() {
        double[] known = validation.all();
        for (int t = 0; t < known.length; t++) {
            WeightedTerm weighted = loss.terms().get(t);
            if (weighted.term() == StandardTerm.STRESS && weighted.weight() == 0) {
                known[t] = 0;
            }
        }
        return known;
    }

    @Override
    public double value(double[] sums, double[] counts) {
        return loss.value(sums, counts);
    }

    @Override
    public double[] trainingMetrics(double[] sums, double[] counts) {
        double[] metrics = new double[counts.length];
        Arrays.setAll(metrics, t -> loss.rmse(t, sums, counts));
        return metrics;
    }

    @Override
    public double[] validationMetrics(double[] sums, double[] counts) {
        double[] metrics = new double[2 * counts.length];
        Arrays.setAll(metrics, k -> k % 2 == 0 ? loss.rmse(k / 2, sums, counts) : loss.mae(k / 2, sums, counts));
        return metrics;
    }

    /** The derivatives that the terms need whose labels count. */
    private Derivatives needed(double[] counts, Derivatives least) {
        Derivatives needed = least;
        for (int t = 0; t < counts.length; t++) {
            Derivatives own = loss.terms().get(t).term().needs();
            needed = counts[t] > 0 && own.compareTo(needed) > 0 ? own : needed;
        }
        return needed;
    }

    private static List<LabelledGraph> pick(GraphSource structures, int[] indices) {
        List<LabelledGraph> part = new ArrayList<>();
        for (int index : indices) {
            part.add(structures.get(index));
        }
        return part;
    }

    private static GraphBatch batch(List<LabelledGraph> part) {
        List<Graph> graphs = part.stream().map(LabelledGraph::graph).toList();
        return GraphBatch.of(graphs);
    }
}
