package org.gaunt.potential.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Phase;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.LabelCounts;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.eval.WorkerPool;

/**
 * The loss of a batch and its gradient, computed in shards.
 *
 * <p>A batch is cut into a fixed number of shards, whatever the number of threads; their sums and gradients are added in the
 * order of the shards. So the result is the same to the bit for any number of threads.
 */
final class BatchStep {

    private final WorkerPool pool;
    private final GraphSource structures;
    private final Profile profile;
    private final double[][] gradients;
    private final double[] gradient;

    BatchStep(WorkerPool pool, GraphSource structures, int shards, int parameters, Profile profile) {
        this.pool = pool;
        this.structures = structures;
        this.profile = profile;
        this.gradients = new double[shards][parameters];
        this.gradient = new double[parameters];
    }

    /** Sums over a batch; divide by the counts for means. */
    record Result(LossSums sums, LabelCounts counts) {}

    /** The gradient of the batch done last; live. */
    double[] gradient() {
        return gradient;
    }

    /**
     * Loss and gradient with the weights of the pool.
     *
     * @param batch indices of the structures
     */
    Result run(int[] batch, Loss loss) {
        LabelCounts all = LabelCounts.NONE;
        for (int index : batch) {
            all = all.plus(structures.counts(index));
        }
        LabelCounts counts = loss.counted(all);
        int[][] shards = shards(batch, gradients.length);
        LossSums[] sums = new LossSums[shards.length];
        pool.run(
                shards.length,
                (worker, index) -> sums[index] = shard(worker, shards[index], loss, counts, gradients[index]));
        long begin = profile.begin();
        pool.parallel().overRange(gradient.length, (from, to) -> {
            System.arraycopy(gradients[0], from, gradient, from, to - from);
            for (int s = 1; s < sums.length; s++) {
                double[] part = gradients[s];
                for (int i = from; i < to; i++) {
                    gradient[i] += part[i];
                }
            }
        });
        profile.endOnAllThreads(Phase.SUM, begin);
        LossSums sum = sums[0];
        for (int s = 1; s < sums.length; s++) {
            sum = sum.plus(sums[s]);
        }
        return new Result(sum, counts);
    }

    /** The structures of a batch whose own loss or gradient is not finite, with the weights of the pool. */
    List<Integer> culprits(int[] batch, Loss loss) {
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

    private LossSums shard(ModelWorker worker, int[] indices, Loss loss, LabelCounts counts, double[] gradient) {
        worker.timeWith(profile);
        long begin = profile.begin();
        Arrays.fill(gradient, 0);
        List<LabelledGraph> part = new ArrayList<>();
        List<Graph> graphs = new ArrayList<>();
        for (int index : indices) {
            LabelledGraph structure = structures.get(index);
            part.add(structure);
            graphs.add(structure.graph());
        }
        GraphBatch batch = GraphBatch.of(graphs);
        boolean forces = counts.forces() > 0;
        boolean stress = counts.stresses() > 0;
        profile.end(Phase.DATA, begin);
        Evaluation evaluation =
                worker.evaluate(batch, stress ? Derivatives.STRESS : forces ? Derivatives.FORCES : Derivatives.ENERGY);
        begin = profile.begin();
        Loss.Slopes slopes = new Loss.Slopes(
                new double[batch.structures()],
                forces ? new double[3 * batch.atoms()] : null,
                stress ? new double[9 * batch.structures()] : null);
        LossSums sums = loss.compare(part, evaluation, counts, slopes);
        begin = profile.next(Phase.LOSS, begin);
        worker.accumulateGradient(slopes.energies(), slopes.forces(), slopes.stress(), gradient);
        profile.end(Phase.GRADIENT, begin);
        return sums;
    }
}
