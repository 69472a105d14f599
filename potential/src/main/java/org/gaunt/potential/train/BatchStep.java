package org.gaunt.potential.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.eval.WorkerPool;
import org.gaunt.potential.train.EnergyForcesLoss.Counts;
import org.gaunt.potential.train.EnergyForcesLoss.Squares;

/**
 * The loss of a batch and its gradient, computed in shards.
 *
 * <p>A batch is cut into a fixed number of shards, whatever the number of threads; their sums and gradients are added in the
 * order of the shards. So the result is the same to the bit for any number of threads.
 */
final class BatchStep {

    private final WorkerPool pool;
    private final double[][] gradients;
    private final double[] gradient;

    BatchStep(WorkerPool pool, int shards, int parameters) {
        this.pool = pool;
        this.gradients = new double[shards][parameters];
        this.gradient = new double[parameters];
    }

    /** Sums over a batch; divide by the counts for means. */
    record Result(Squares squares, Counts counts) {}

    /** The gradient of the batch done last; live. */
    double[] gradient() {
        return gradient;
    }

    /** Loss and gradient with the weights of the pool. */
    Result run(List<LabelledGraph> batch, EnergyForcesLoss loss) {
        Counts all = Counts.of(batch);
        Counts counts = loss.forcesWeight() > 0 ? all : new Counts(all.energies(), 0);
        List<List<LabelledGraph>> shards = shards(batch, gradients.length);
        Squares[] squares = new Squares[shards.size()];
        pool.run(
                shards.size(),
                (worker, index) -> squares[index] = shard(worker, shards.get(index), loss, counts, gradients[index]));
        pool.parallel().overRange(gradient.length, (from, to) -> {
            System.arraycopy(gradients[0], from, gradient, from, to - from);
            for (int s = 1; s < squares.length; s++) {
                double[] part = gradients[s];
                for (int i = from; i < to; i++) {
                    gradient[i] += part[i];
                }
            }
        });
        Squares sum = squares[0];
        for (int s = 1; s < squares.length; s++) {
            sum = sum.plus(squares[s]);
        }
        return new Result(sum, counts);
    }

    /** Cuts a list into parts as equal as can be, none of them empty. */
    static List<List<LabelledGraph>> shards(List<LabelledGraph> batch, int wanted) {
        int shards = Math.min(wanted, batch.size());
        List<List<LabelledGraph>> result = new ArrayList<>();
        for (int s = 0; s < shards; s++) {
            int from = (int) ((long) s * batch.size() / shards);
            int to = (int) ((s + 1L) * batch.size() / shards);
            result.add(batch.subList(from, to));
        }
        return result;
    }

    private static Squares shard(
            ModelWorker worker, List<LabelledGraph> part, EnergyForcesLoss loss, Counts counts, double[] gradient) {
        Arrays.fill(gradient, 0);
        boolean forces = counts.forces() > 0;
        List<Graph> graphs = part.stream().map(LabelledGraph::graph).toList();
        GraphBatch batch = GraphBatch.of(graphs);
        Evaluation evaluation = worker.evaluate(batch, forces ? Derivatives.FORCES : Derivatives.ENERGY);
        double[] energyCotangent = new double[batch.structures()];
        double[] forceCotangent = forces ? new double[3 * batch.atoms()] : null;
        Squares squares = loss.compare(part, evaluation, counts, energyCotangent, forceCotangent);
        worker.accumulateGradient(energyCotangent, forceCotangent, null, gradient);
        return squares;
    }
}
