package org.gaunt.potential.train;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.PhaseTimer;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.LabelCounts;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.eval.Evaluator;
import org.gaunt.potential.eval.WorkerPool;

/** Judges weights by structures they were not fitted to. */
final class Validation {

    private final GraphSource structures;
    private final List<int[]> batches;
    private final LabelCounts known;

    Validation(GraphSource structures) {
        this.structures = structures;
        this.batches = Evaluator.batches(structures.size(), structures::atoms);
        LabelCounts counts = LabelCounts.NONE;
        for (int i = 0; i < structures.size(); i++) {
            counts = counts.plus(structures.counts(i));
        }
        this.known = counts;
    }

    /** The loss over all structures, and errors: per atom in eV, of forces in eV/Å, of stress in eV/Å³; NaN where not known. */
    record Result(
            double loss,
            double energyRmse,
            double energyMae,
            double forceRmse,
            double forceMae,
            double stressRmse,
            double stressMae) {

        static final Result NONE =
                new Result(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /** Refuses structures whose loss would be 0 whatever the weights, because none has a label that counts. */
    void require(Loss loss, String keys) {
        LabelCounts counted = loss.counted(known);
        boolean any = (loss.energyWeight() > 0 && counted.energies() > 0) || counted.forces() + counted.stresses() > 0;
        if (structures.size() > 0 && !any) {
            throw InputException.of("no validation structure has a label that counts in the loss")
                    .found(known.energies() + " energies, " + known.forces() + " force components and "
                            + known.stresses() + " stress components")
                    .wanted("one whose weight (" + keys + "_... or " + keys + ".energy_weight, ...) is above 0")
                    .remedy("give the validation structures such labels, or no validation structures")
                    .build();
        }
    }

    int size() {
        return structures.size();
    }

    /** Evaluates with other weights; the pool keeps them. */
    Result run(WorkerPool pool, double[] values, Loss loss) {
        pool.load(values);
        boolean stress = loss.stressWeight() > 0 && known.stresses() > 0;
        Derivatives what = stress ? Derivatives.STRESS : Derivatives.FORCES;
        LossSums[] parts = new LossSums[batches.size()];
        pool.run(parts.length, (worker, index) -> parts[index] = batch(worker, batches.get(index), what, loss));
        LossSums sums = LossSums.ZERO;
        for (LossSums part : parts) {
            sums = sums.plus(part);
        }
        LabelCounts counts = new LabelCounts(known.energies(), known.forces(), stress ? known.stresses() : 0);
        return new Result(
                loss.value(sums, counts),
                root(sums.energySquares(), counts.energies()),
                mean(sums.energyAbsolutes(), counts.energies()),
                root(sums.forceSquares(), counts.forces()),
                mean(sums.forceAbsolutes(), counts.forces()),
                root(sums.stressSquares(), counts.stresses()),
                mean(sums.stressAbsolutes(), counts.stresses()));
    }

    private LossSums batch(ModelWorker worker, int[] batch, Derivatives what, Loss loss) {
        worker.timeWith(PhaseTimer.NONE);
        List<LabelledGraph> part = new ArrayList<>();
        for (int index : batch) {
            part.add(structures.get(index));
        }
        List<Prediction> predictions = Evaluator.predict(
                worker, part.stream().map(LabelledGraph::graph).toList(), what);
        LossSums sums = LossSums.ZERO;
        for (int i = 0; i < part.size(); i++) {
            sums = sums.plus(loss.compare(part.get(i), predictions.get(i)));
        }
        return sums;
    }

    private static double root(double squares, long count) {
        return Math.sqrt(mean(squares, count));
    }

    private static double mean(double sum, long count) {
        return count == 0 ? Double.NaN : sum / count;
    }
}
