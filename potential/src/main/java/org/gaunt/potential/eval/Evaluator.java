package org.gaunt.potential.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;

/**
 * Evaluates graphs in small batches on all threads of a {@link WorkerPool}.
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
        List<List<Graph>> batches = batches(graphs);
        List<List<Prediction>> results = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            results.add(List.of());
        }
        pool.run(batches.size(), (worker, index) -> results.set(index, evaluate(worker, batches.get(index), what)));
        return results.stream().flatMap(List::stream).toList();
    }

    private static List<List<Graph>> batches(List<Graph> graphs) {
        List<List<Graph>> batches = new ArrayList<>();
        List<Graph> batch = new ArrayList<>();
        long atoms = 0;
        for (Graph graph : graphs) {
            if (!batch.isEmpty() && atoms + graph.atoms() > ATOMS_PER_BATCH) {
                batches.add(batch);
                batch = new ArrayList<>();
                atoms = 0;
            }
            batch.add(graph);
            atoms += graph.atoms();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    private static List<Prediction> evaluate(ModelWorker worker, List<Graph> graphs, Derivatives what) {
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
