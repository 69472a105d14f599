package org.gaunt.potential.train;

import java.util.List;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.eval.ErrorTable;
import org.gaunt.potential.eval.Errors;
import org.gaunt.potential.eval.Evaluator;
import org.gaunt.potential.eval.WorkerPool;
import org.jspecify.annotations.Nullable;

/** Judges weights by structures they were not fitted to. */
final class Validation {

    private final List<LabelledGraph> structures;
    private final List<Graph> graphs;

    Validation(List<LabelledGraph> structures) {
        this.structures = List.copyOf(structures);
        this.graphs = structures.stream().map(LabelledGraph::graph).toList();
    }

    /** The loss over all structures, and errors: per atom in eV, of forces in eV/Å; NaN where not known. */
    record Result(double loss, double energyRmse, double energyMae, double forceRmse, double forceMae) {

        static final Result NONE = new Result(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    int size() {
        return structures.size();
    }

    /** Evaluates with other weights; the pool keeps them. */
    Result run(WorkerPool pool, double[] values, EnergyForcesLoss loss) {
        pool.load(values);
        List<Prediction> predictions = new Evaluator(pool).evaluate(graphs, Derivatives.FORCES);
        Errors errors = ErrorTable.ofGraphs(structures, predictions).all();
        double energy = number(errors.energyRmsePerAtom());
        double force = number(errors.forceRmse());
        double value = (Double.isNaN(energy) ? 0 : loss.energyWeight() * energy * energy)
                + (Double.isNaN(force) ? 0 : loss.forcesWeight() * force * force);
        return new Result(value, energy, number(errors.energyMaePerAtom()), force, number(errors.forceMae()));
    }

    private static double number(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
