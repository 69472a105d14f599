package org.gaunt.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.LabelledGraph;
import org.junit.jupiter.api.Test;

/** The toy model must be right for the tests of the trainer to mean anything. */
class ToyModelTest {

    private static final double STEP = 1e-5;

    private final ToyModel model = ToyData.model(3);
    private final List<Graph> graphs =
            ToyData.graphs(2, 7).stream().map(LabelledGraph::graph).toList();

    @Test
    void forcesAreTheSlopeOfTheEnergy() {
        GraphBatch batch = GraphBatch.of(graphs);
        try (ModelWorker worker = model.newWorker(Precision.FLOAT64)) {
            worker.load(model.parameters().values());
            double[] forces = Objects.requireNonNull(
                    worker.evaluate(batch, Derivatives.FORCES).forces());
            for (int k = 0; k < 3 * batch.atoms(); k++) {
                double x = batch.positions()[k];
                batch.positions()[k] = x + STEP;
                double up = sum(worker.evaluate(batch, Derivatives.ENERGY).energies());
                batch.positions()[k] = x - STEP;
                double down = sum(worker.evaluate(batch, Derivatives.ENERGY).energies());
                batch.positions()[k] = x;
                assertThat(forces[k]).isCloseTo(-(up - down) / (2 * STEP), within(1e-8));
            }
        }
    }

    @Test
    void gradientIsTheSlopeOfEnergiesAndForces() {
        GraphBatch batch = GraphBatch.of(graphs);
        double[] energyCotangent = {0.3, -1.2};
        double[] forceCotangent = new double[3 * batch.atoms()];
        for (int k = 0; k < forceCotangent.length; k++) {
            forceCotangent[k] = Math.sin(k + 1);
        }
        double[] values = model.parameters().values();
        try (ModelWorker worker = model.newWorker(Precision.FLOAT64)) {
            worker.load(values);
            worker.evaluate(batch, Derivatives.FORCES);
            double[] gradient = new double[values.length];
            worker.accumulateGradient(energyCotangent, forceCotangent, null, gradient);
            for (int i = 0; i < values.length; i++) {
                double[] changed = values.clone();
                changed[i] = values[i] + STEP;
                double up = contract(worker, changed, batch, energyCotangent, forceCotangent);
                changed[i] = values[i] - STEP;
                double down = contract(worker, changed, batch, energyCotangent, forceCotangent);
                assertThat(gradient[i]).isCloseTo((up - down) / (2 * STEP), within(1e-8));
            }
        }
    }

    private static double contract(
            ModelWorker worker, double[] values, GraphBatch batch, double[] energyCotangent, double[] forceCotangent) {
        worker.load(values);
        Evaluation evaluation = worker.evaluate(batch, Derivatives.FORCES);
        double result = 0;
        for (int s = 0; s < batch.structures(); s++) {
            result += energyCotangent[s] * evaluation.energies()[s];
        }
        double[] forces = evaluation.forces();
        for (int k = 0; forces != null && k < forces.length; k++) {
            result += forceCotangent[k] * forces[k];
        }
        return result;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
