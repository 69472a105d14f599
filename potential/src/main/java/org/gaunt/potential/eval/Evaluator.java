package org.gaunt.potential.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.gaunt.linalg.Parallel;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;

/**
 * Evaluates graphs in small batches on all threads of a {@link WorkerPool}; fewer batches than threads one after another, each on all
 * threads.
 *
 * <p>Batches are made in the order given, up to a fixed number of atoms, so that the results depend on the graphs and
 * their order alone, not on the number of threads.
 */
public final class Evaluator {

    /** Batches end before they have more atoms than this, unless one structure alone has more. */
    private static final int ATOMS_PER_BATCH = 128;

    private final WorkerPool pool;

    /** Uses the pool's threads and weights; the pool stays the caller's to close. */
    public Evaluator(WorkerPool pool) {
        this.pool = pool;
    }

    /**
     * Evaluates graphs.
     *
     * @param graphs made for the pool's model
     * @param what how many derivatives are needed
     * @return one prediction for each graph, in their order
     */
    public List<Prediction> evaluate(List<Graph> graphs, Derivatives what) {
        List<int[]> batches = batches(graphs.size(), i -> graphs.get(i).atoms());
        List<List<Prediction>> results = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            results.add(List.of());
        }
        if (batches.size() < pool.threads()) {
            for (int i = 0; i < batches.size(); i++) {
                int index = i;
                pool.runAlone((worker, threads) ->
                        results.set(index, predict(worker, batch(graphs, batches.get(index)), what, threads)));
            }
        } else {
            pool.run(
                    batches.size(),
                    (worker, index) -> results.set(
                            index, predict(worker, batch(graphs, batches.get(index)), what, Parallel.SERIAL)));
        }
        return results.stream().flatMap(List::stream).toList();
    }

    /**
     * The batches that structures are evaluated in: indices in their order.
     *
     * @param structures number of structures
     * @param atoms number of atoms of each
     */
    public static List<int[]> batches(int structures, IntUnaryOperator atoms) {
        List<int[]> batches = new ArrayList<>();
        int from = 0;
        long sum = 0;
        for (int i = 0; i < structures; i++) {
            int size = atoms.applyAsInt(i);
            if (i > from && sum + size > ATOMS_PER_BATCH) {
                batches.add(IntStream.range(from, i).toArray());
                from = i;
                sum = 0;
            }
            sum += size;
        }
        if (structures > from) {
            batches.add(IntStream.range(from, structures).toArray());
        }
        return batches;
    }

    private static List<Graph> batch(List<Graph> graphs, int[] numbers) {
        return Arrays.stream(numbers).mapToObj(graphs::get).toList();
    }

    /** Evaluates a batch in shards, on any number of threads; the edges of a single large graph are put in rounds. */
    private static List<Prediction> predict(
            ModelWorker worker, List<Graph> graphs, Derivatives what, Parallel threads) {
        List<Graph> ready = graphs.size() == 1 ? List.of(graphs.getFirst().inRounds()) : graphs;
        worker.evaluateOn(threads);
        try {
            return predict(worker, ready, what);
        } finally {
            worker.evaluateOn(null);
        }
    }

    /**
     * Evaluates graphs as one batch, in the calling thread.
     *
     * @param worker with weights
     * @param graphs made for the worker's model
     * @param what how many derivatives are needed
     */
    public static List<Prediction> predict(ModelWorker worker, List<Graph> graphs, Derivatives what) {
        GraphBatch batch = GraphBatch.of(graphs);
        Evaluation evaluation = worker.evaluate(batch, what);
        double[] forces = evaluation.forces();
        double[] stress = evaluation.stress();
        List<Prediction> predictions = new ArrayList<>();
        for (int s = 0; s < batch.structures(); s++) {
            int from = batch.firstAtom()[s];
            int to = batch.firstAtom()[s + 1];
            boolean periodic = !Double.isNaN(batch.volumes()[s]);
            predictions.add(new Prediction(
                    evaluation.energies()[s],
                    Arrays.copyOfRange(evaluation.nodeEnergies(), from, to),
                    what.forces() && forces != null ? Arrays.copyOfRange(forces, 3 * from, 3 * to) : null,
                    what.stress() && stress != null && periodic ? Arrays.copyOfRange(stress, 9 * s, 9 * s + 9) : null));
        }
        return predictions;
    }
}
