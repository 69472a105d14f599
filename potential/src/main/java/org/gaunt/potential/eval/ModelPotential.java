package org.gaunt.potential.eval;

import java.util.List;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.learn.MemoryErrors;
import org.gaunt.learn.Threads;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.Symmetry;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBuilder;

/** A potential made of a trained model. Keeps its threads until it is closed; not safe for concurrent use. */
public final class ModelPotential implements Potential {

    private final GraphBuilder builder;
    private final WorkerPool pool;
    private final Evaluator evaluator;
    private final Symmetry symmetry;

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
        this(checked(model, settings), settings, new WorkerPool(model, precision, threads, settings.splineTolerance()));
    }

    /**
     * Takes the model's present weights; later changes of them have no effect.
     *
     * @param model the model
     * @param precision the arithmetic
     * @param threads stay the caller's to close; potentials that share them must be asked one after another
     * @param settings what else there is to choose
     * @throws InputException where the model cannot be evaluated so
     */
    public ModelPotential(TrainableModel model, Precision precision, Threads threads, EvaluationSettings settings) {
        this(checked(model, settings), settings, new WorkerPool(model, precision, threads, settings.splineTolerance()));
    }

    private ModelPotential(TrainableModel model, EvaluationSettings settings, WorkerPool pool) {
        builder = new GraphBuilder(model.atomicNumbers(), model.cutoff(), model.heads())
                .withHead(settings.head())
                .withInputs(model.inputs());
        this.pool = pool;
        symmetry = model.symmetry();
        evaluator = new Evaluator(pool);
    }

    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        try {
            List<Graph> graphs = builder.build(structures, pool.team());
            return evaluator.evaluate(graphs, what);
        } catch (OutOfMemoryError e) {
            throw MemoryErrors.during(
                    e, "evaluating " + name(largest(structures)) + "; smaller structures or fewer --threads need less");
        } catch (ArraySize.TooLarge e) {
            throw largest(structures)
                    .problem("the structure is too large for the model's arrays")
                    .found(String.valueOf(e.getMessage()))
                    .wanted("a smaller structure, cut-off or model")
                    .cause(e)
                    .build();
        }
    }

    private static TrainableModel checked(TrainableModel model, EvaluationSettings settings) {
        settings.check(model);
        return model;
    }

    private static String name(Structure structure) {
        return structure.size() + " atoms" + (structure.source() == null ? "" : " (" + structure.source() + ")");
    }

    private static Structure largest(List<Structure> structures) {
        Structure largest = structures.getFirst();
        for (Structure structure : structures) {
            largest = structure.size() > largest.size() ? structure : largest;
        }
        return largest;
    }

    @Override
    public Symmetry symmetry() {
        return symmetry;
    }

    /** Ends the threads. */
    @Override
    public void close() {
        pool.close();
    }
}
