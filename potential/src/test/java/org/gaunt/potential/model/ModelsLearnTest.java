package org.gaunt.potential.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.optim.Adam;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.ToyData;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.data.Statistics;
import org.gaunt.potential.model.allegro.AllegroConfig;
import org.gaunt.potential.model.nequip.NequipConfig;
import org.gaunt.potential.model.tdn.TdnConfig;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Small models of each kind fit the energies and forces of a few structures. */
class ModelsLearnTest {

    private static final List<LabelledGraph> STRUCTURES = ToyData.graphs(8, 3);

    static final List<ModelConfig> configs = List.of(
            new NequipConfig("8x0e+8x1o", 1, true, 2, ToyData.CUTOFF, RadialKind.MLP, 6, 5, List.of(8), 9, 8, false),
            new AllegroConfig(
                    "8x0e+8x1o",
                    1,
                    2,
                    ToyData.CUTOFF,
                    RadialKind.MLP,
                    6,
                    5,
                    9,
                    16,
                    List.of(16),
                    List.of(16),
                    List.of(8)),
            new TdnConfig(8, 1, 2, 2, ToyData.CUTOFF, RadialKind.SPLINE, 6, 5, List.of(), 9, 8, 1e-6, true));

    @ParameterizedTest
    @FieldSource("configs")
    void fits(ModelConfig config) {
        List<Double> isolated = List.of(-0.5, 1.5);
        Statistics s = Statistics.of(STRUCTURES, isolated);
        ModelData data = new ModelData(ToyData.ELEMENTS, isolated, s.scale(), s.shift(), s.averageNeighbors());
        TrainableModel model = ModelKinds.create(config, data, 5, Backend.detect());
        GraphBatch batch =
                GraphBatch.of(STRUCTURES.stream().map(LabelledGraph::graph).toList());
        double[] forces = STRUCTURES.stream()
                .flatMapToDouble(g -> Arrays.stream(Objects.requireNonNull(g.forces())))
                .toArray();
        Adam adam = new Adam(model.parameters(), Adam.Settings.amsgrad(0));
        double[] gradient = new double[model.parameters().size()];
        double first = 0;
        double last = 0;
        try (ModelWorker worker = model.newWorker(Precision.FLOAT32)) {
            for (int step = 0; step < 50; step++) {
                worker.load(model.parameters().values());
                Evaluation e = worker.evaluate(batch, Derivatives.FORCES);
                double[] byEnergy = new double[batch.structures()];
                double[] byForce = new double[forces.length];
                last = loss(e, forces, byEnergy, byForce);
                first = step == 0 ? last : first;
                Arrays.fill(gradient, 0);
                worker.accumulateGradient(byEnergy, byForce, null, gradient);
                adam.step(model.parameters().values(), gradient, 0.02);
            }
        }
        assertThat(last).isLessThan(0.1 * first);
    }

    private static double loss(Evaluation e, double[] forces, double[] byEnergy, double[] byForce) {
        double sum = 0;
        for (int k = 0; k < byEnergy.length; k++) {
            double error = e.energies()[k] - STRUCTURES.get(k).energy();
            sum += error * error / byEnergy.length;
            byEnergy[k] = 2 * error / byEnergy.length;
        }
        double[] found = Objects.requireNonNull(e.forces());
        for (int k = 0; k < byForce.length; k++) {
            double error = found[k] - forces[k];
            sum += 10 * error * error / byForce.length;
            byForce[k] = 20 * error / byForce.length;
        }
        return sum;
    }
}
