package org.gaunt.learn;

import java.util.List;

/**
 * Judges weights by samples they were not fitted to.
 *
 * @param <W> the workers
 */
final class Validation<W extends WeightHolder> {

    private final Objective<W> objective;
    private final List<int[]> batches;

    Validation(Objective<W> objective) {
        this.objective = objective;
        this.batches = objective.validationBatches();
    }

    /** The loss over all samples, and the metrics. */
    record Result(double loss, Metrics metrics) {}

    /** The result where nothing was validated. */
    Result none() {
        return new Result(Double.NaN, Metrics.unknown(objective.columns().validation()));
    }

    int size() {
        return objective.validation().size();
    }

    /** Evaluates with other weights; the workers keep them. */
    Result run(Workers<W> workers, double[] values, Loss<? super W> loss) {
        workers.load(values);
        double[][] parts = new double[batches.size()][];
        workers.run(parts.length, (worker, index) -> parts[index] = loss.validate(worker, batches.get(index)));
        double[] sums = parts[0];
        for (int k = 1; k < parts.length; k++) {
            sums = EpochSums.plus(sums, parts[k]);
        }
        double[] counts = loss.validationCounts();
        return new Result(
                loss.value(sums, counts),
                new Metrics(objective.columns().validation(), loss.validationMetrics(sums, counts)));
    }
}
