package org.gaunt.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The loss of a batch and its gradient, computed in shards.
 *
 * <p>A batch is cut into a fixed number of shards, whatever the number of threads; their sums and gradients are added in the
 * order of the shards. So the result is the same to the bit for any number of threads.
 *
 * @param <W> the workers
 */
final class BatchStep<W extends WeightHolder> {

    private final Workers<W> workers;
    private final Profile profile;
    private final double[][] gradients;
    private final double[] gradient;

    BatchStep(Workers<W> workers, int shards, int parameters, Profile profile) {
        this.workers = workers;
        this.profile = profile;
        this.gradients = new double[shards][parameters];
        this.gradient = new double[parameters];
    }

    /** Sums over a batch, and what to divide them by. */
    record Result(double[] sums, double[] counts) {}

    /** The gradient of the batch done last; live. */
    double[] gradient() {
        return gradient;
    }

    /**
     * Loss and gradient with the weights of the workers.
     *
     * @param batch indices of the samples
     */
    Result run(int[] batch, Loss<? super W> loss) {
        double[] counts = loss.counts(batch);
        int[][] shards = shards(batch, gradients.length);
        double[][] sums = new double[shards.length][];
        workers.run(shards.length, (worker, index) -> {
            Arrays.fill(gradients[index], 0);
            sums[index] = loss.accumulate(worker, shards[index], counts, gradients[index], profile);
        });
        long begin = profile.begin();
        workers.parallel().overRange(gradient.length, (from, to) -> {
            System.arraycopy(gradients[0], from, gradient, from, to - from);
            for (int s = 1; s < sums.length; s++) {
                double[] part = gradients[s];
                for (int i = from; i < to; i++) {
                    gradient[i] += part[i];
                }
            }
        });
        profile.endOnAllThreads(Phase.SUM, begin);
        double[] sum = sums[0];
        for (int s = 1; s < sums.length; s++) {
            sum = EpochSums.plus(sum, sums[s]);
        }
        return new Result(sum, counts);
    }

    /** The samples of a batch whose own loss or gradient is not finite, with the weights of the workers. */
    List<Integer> culprits(int[] batch, Loss<? super W> loss) {
        List<Integer> culprits = new ArrayList<>();
        for (int index : batch) {
            int[] alone = {index};
            Result result = run(alone, loss);
            boolean finite = Double.isFinite(loss.value(result.sums(), result.counts()));
            for (int i = 0; i < gradient.length && finite; i++) {
                finite = Double.isFinite(gradient[i]);
            }
            if (!finite) {
                culprits.add(index);
            }
        }
        return culprits;
    }

    /** Cuts a batch into parts as equal as can be, none of them empty. */
    static int[][] shards(int[] batch, int wanted) {
        int shards = Math.min(wanted, batch.length);
        int[][] result = new int[shards][];
        for (int s = 0; s < shards; s++) {
            int from = (int) ((long) s * batch.length / shards);
            int to = (int) ((s + 1L) * batch.length / shards);
            result[s] = Arrays.copyOfRange(batch, from, to);
        }
        return result;
    }
}
