package org.gaunt.potential.eval;

import java.util.List;
import java.util.Locale;
import org.gaunt.atoms.InputException;
import org.gaunt.atoms.Structure;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBuilder;

/** A potential made of a trained model. Keeps its threads until it is closed; not safe for concurrent use. */
public final class ModelPotential implements Potential, AutoCloseable {

    private final GraphBuilder builder;
    private final WorkerPool pool;
    private final Evaluator evaluator;

    /**
     * Takes the model's present weights; later changes of them have no effect.
     *
     * @param model the model
     * @param precision the arithmetic
     * @param threads number of threads, at least 1
     */
    public ModelPotential(TrainableModel model, Precision precision, int threads) {
        this(model, precision, threads, EvaluationSettings.NONE);
    }

    /**
     * Takes the model's present weights; later changes of them have no effect.
     *
     * @param model the model
     * @param precision the arithmetic
     * @param threads number of threads, at least 1
     * @param settings what else there is to choose
     * @throws InputException where the model cannot be evaluated so
     */
    public ModelPotential(TrainableModel model, Precision precision, int threads, EvaluationSettings settings) {
        settings.check(model);
        builder = new GraphBuilder(model.atomicNumbers(), model.cutoff(), model.heads()).withHead(settings.head());
        pool = new WorkerPool(model, precision, threads, settings.splineTolerance());
        evaluator = new Evaluator(pool);
    }

    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        try {
            List<Graph> graphs = builder.build(structures);
            return evaluator.evaluate(graphs, what);
        } catch (OutOfMemoryError e) {
            throw tooLarge(structures, e);
        }
    }

    private static InputException tooLarge(List<Structure> structures, OutOfMemoryError cause) {
        Structure largest = structures.getFirst();
        for (Structure structure : structures) {
            largest = structure.size() > largest.size() ? structure : largest;
        }
        return largest.problem("the structure does not fit into memory")
                .found(largest.size() + " atoms, "
                        + megabytes(Runtime.getRuntime().maxMemory()) + " of memory for Java")
                .wanted("a smaller structure, or more memory")
                .remedy("set JAVA_TOOL_OPTIONS=-Xmx16g (or more), or use fewer --threads")
                .cause(cause)
                .build();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
    }

    /** Ends the threads. */
    @Override
    public void close() {
        pool.close();
    }
}
