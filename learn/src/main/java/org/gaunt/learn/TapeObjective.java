package org.gaunt.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;

/**
 * An objective whose loss is written in tensor algebra: the mean over samples of a function of layers. Only that function is left to
 * say.
 *
 * <pre>{@code
 * Objective<?> objective = new TapeObjective(layer.parameters(), training, validation, "vectors") {
 *     @Override
 *     protected Var losses(Tape tape, Samples set, int[] samples) {
 *         Var y = layer.apply(tape.input(rows(set, samples)));
 *         return y.minus(tape.constant(targets(set, samples))).squared().sumColumns();
 *     }
 * };
 * new Trainer<>(objective, TrainerConfig.adam(100, 10, 0.01), TrainerSetup.of(2)).run();
 * }</pre>
 */
public abstract class TapeObjective implements Objective<TapeWorker> {

    private static final int CHUNK = 64;
    private static final double[] NONE = {};

    private final Parameters parameters;
    private final Samples training;
    private final Samples validation;
    private final Columns columns;
    private final Loss<TapeWorker> loss = new MeanLoss();

    /**
     * An objective of the present weights.
     *
     * @param parameters of the layers
     * @param training samples to train on
     * @param validation samples that choose the weights to keep; may be empty
     * @param samples what samples are called, in the plural, in small letters
     */
    protected TapeObjective(Parameters parameters, Samples training, Samples validation, String samples) {
        this.parameters = parameters;
        this.training = training;
        this.validation = validation;
        this.columns = new Columns(samples, "loss", List.of(), List.of());
    }

    /**
     * The losses of some samples; their mean over a batch is minimised. Called by several threads at once, each with a tape of its
     * own.
     *
     * @param tape with the present weights
     * @param set {@link #training()} or {@link #validation()}
     * @param samples indices into the set
     * @return any shape; the sum of its numbers is the sum of the losses
     */
    protected abstract Var losses(Tape tape, Samples set, int[] samples);

    private final class MeanLoss implements Loss<TapeWorker> {

        @Override
        public double[] counts(int[] batch) {
            return new double[] {batch.length};
        }

        @Override
        public double[] accumulate(
                TapeWorker worker, int[] shard, double[] counts, double[] gradient, PhaseTimer timer) {
            long begin = System.nanoTime();
            try (Tape tape = worker.open()) {
                Var sum = losses(tape, training, shard).sum();
                double[] sums = sum.toDoubles();
                long done = System.nanoTime();
                timer.add(Phase.FORWARD, done - begin);
                Var share = tape.constant(sum.precision(), 1, 1, 1 / counts[0]);
                Gradients gradients = tape.gradient(List.of(sum), List.of(share), Tape.PARAMETERS, false);
                worker.addGradients(tape, gradients, gradient);
                timer.add(Phase.GRADIENT, System.nanoTime() - done);
                return sums;
            }
        }

        @Override
        public double[] validate(TapeWorker worker, int[] batch) {
            try (Tape tape = worker.open()) {
                return losses(tape, validation, batch).sum().toDoubles();
            }
        }

        @Override
        public double[] validationCounts() {
            return new double[] {validation.size()};
        }

        @Override
        public double value(double[] sums, double[] counts) {
            return sums[0] / counts[0];
        }

        @Override
        public double[] trainingMetrics(double[] sums, double[] counts) {
            return NONE;
        }

        @Override
        public double[] validationMetrics(double[] sums, double[] counts) {
            return NONE;
        }
    }

    @Override
    public final Parameters parameters() {
        return parameters;
    }

    @Override
    public final TapeWorker newWorker(Precision precision) {
        return new TapeWorker(parameters, Backend.shared(), precision);
    }

    @Override
    public final Samples training() {
        return training;
    }

    @Override
    public final Samples validation() {
        return validation;
    }

    @Override
    public final List<int[]> validationBatches() {
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < validation.size(); from += CHUNK) {
            batches.add(IntStream.range(from, Math.min(validation.size(), from + CHUNK))
                    .toArray());
        }
        return batches;
    }

    @Override
    public final Loss<TapeWorker> loss(Stage stage) {
        return loss;
    }

    @Override
    public final Columns columns() {
        return columns;
    }
}
