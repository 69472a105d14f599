package org.gaunt.potential.model.mace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.form.Backend;
import org.gaunt.learn.ErrorFunction;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.optim.Adam;
import org.gaunt.optim.ExponentialMovingAverage;
import org.gaunt.optim.GradientClip;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.LabelCounts;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.model.GoldenFiles;
import org.gaunt.potential.train.PotentialLoss;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Eight steps of the PyTorch program's training, taken in its own redundant weights: loss, clipping, decay groups, AMSGrad
 * and moving average together.
 */
class GoldenTrainingTest {

    private final GoldenMace golden = new GoldenMace("mace_a", Backend.detect());
    private final JsonNode description = GoldenFiles.json("mace_a_training");
    private final Safetensors expected = GoldenFiles.safetensors("mace_a_training");

    @Test
    void followsThePyTorchProgram() {
        Parameters theirs = theirParameters();
        Adam adam = new Adam(theirs, Adam.Settings.amsgrad(5e-4));
        ExponentialMovingAverage average = new ExponentialMovingAverage(
                theirs.values(), description.get("ema decay").doubleValue());
        PotentialLoss loss = PotentialLoss.of(ErrorFunction.l2(), 1, 100, 0);
        List<List<LabelledGraph>> batches = List.of(batch(0), batch(1));
        JsonNode steps = description.get("steps");
        assertThat(steps).hasSize(8);
        try (ModelWorker worker = golden.model.newWorker(Precision.FLOAT64)) {
            for (int step = 0; step < steps.size(); step++) {
                JsonNode record = steps.get(step);
                List<LabelledGraph> batch = batches.get(record.get("batch").intValue());
                golden.replaceTheirWeights(byName(theirs));
                double[] ours = new double[golden.model.parameters().size()];
                double value = gradient(worker, batch, loss, ours);
                assertThat(value).isCloseTo(record.get("loss").doubleValue(), within(1e-8));
                double[] gradient = flat(theirs, golden.gradientByTheirWeights(ours));
                double norm = GradientClip.byNorm(gradient, 10);
                double expectedNorm =
                        record.get("gradient norm before clipping").doubleValue();
                assertThat(norm).isCloseTo(expectedNorm, within(1e-8));
                adam.step(theirs.values(), gradient, 0.01);
                average.update(theirs.values());
                if (step == 0 || step == 7) {
                    compare(theirs, theirs.values(), "after_step" + (step + 1) + "/");
                }
            }
        }
        compare(theirs, average.average(), "ema_after_step8/");
    }

    @Test
    void theModelMarksTheSameParametersForDecay() {
        Map<String, Boolean> decays = new LinkedHashMap<>();
        theirParameters().entries().forEach(entry -> decays.put(entry.name(), entry.decay()));
        for (Parameters.Entry entry : golden.model.parameters().entries()) {
            boolean contraction = entry.name().contains("contraction");
            assertThat(entry.decay())
                    .as(entry.name())
                    .isEqualTo(contraction || decays.getOrDefault(entry.name(), false));
            assertThat(contraction || decays.containsKey(entry.name()))
                    .as(entry.name())
                    .isTrue();
        }
    }

    private void compare(Parameters layout, double[] values, String prefix) {
        for (Parameters.Entry entry : layout.entries()) {
            double[] wanted = expected.tensor(prefix + entry.name()).doubles();
            for (int i = 0; i < wanted.length; i++) {
                assertThat(values[entry.offset() + i])
                        .as("%s%s[%d]", prefix, entry.name(), i)
                        .isCloseTo(wanted[i], within(1e-8));
            }
        }
    }

    private static double gradient(
            ModelWorker worker, List<LabelledGraph> batch, PotentialLoss loss, double[] gradient, double[] values) {
        GraphBatch graphs =
                GraphBatch.of(batch.stream().map(LabelledGraph::graph).toList());
        worker.load(values);
        Evaluation evaluation = worker.evaluate(graphs, Derivatives.FORCES);
        LabelCounts known = batch.stream().map(LabelledGraph::counts).reduce(LabelCounts.NONE, LabelCounts::plus);
        double[] counts = {known.energies(), known.forces(), 0};
        Map<String, double[]> cotangents = Map.of(
                Evaluation.ENERGY, new double[graphs.structures()], Evaluation.FORCES, new double[3 * graphs.atoms()]);
        double[] sums = loss.compare(batch, evaluation, counts, cotangents);
        worker.accumulateGradient(cotangents, gradient);
        return loss.value(sums, counts);
    }

    private double gradient(ModelWorker worker, List<LabelledGraph> batch, PotentialLoss loss, double[] gradient) {
        return gradient(worker, batch, loss, gradient, golden.model.parameters().values());
    }

    private List<LabelledGraph> batch(int number) {
        GraphBuilder builder = new GraphBuilder(golden.model.atomicNumbers(), golden.model.cutoff());
        double[] energies = expected.tensor("batch" + number + "/energy").doubles();
        double[] forces = expected.tensor("batch" + number + "/forces").doubles();
        List<LabelledGraph> batch = new ArrayList<>();
        int offset = 0;
        for (JsonNode name : description.get("batches").get(number)) {
            Structure structure = GoldenFiles.structure(name.asString());
            double[] own = new double[3 * structure.size()];
            System.arraycopy(forces, offset, own, 0, own.length);
            offset += own.length;
            Labels labels = Labels.NONE.withEnergy(energies[batch.size()]).withForces(own);
            batch.add(LabelledGraph.of(structure.withLabels(labels), builder));
        }
        return batch;
    }

    /** Their parameters in their groups, with the weights of the file. */
    private Parameters theirParameters() {
        Parameters.Builder builder = Parameters.builder();
        for (JsonNode group : description.get("groups")) {
            boolean decay = group.get("weight_decay").doubleValue() > 0;
            for (JsonNode name : group.get("parameters")) {
                int[] shape = golden.tensors.tensor("weights/" + name.asString()).shape().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                builder.add(name.asString(), decay, shape);
            }
        }
        Parameters parameters = builder.build();
        for (Parameters.Entry entry : parameters.entries()) {
            parameters.set(
                    entry.name(),
                    golden.tensors.tensor("weights/" + entry.name()).doubles());
        }
        return parameters;
    }

    private static Map<String, double[]> byName(Parameters parameters) {
        Map<String, double[]> values = new LinkedHashMap<>();
        parameters.entries().forEach(entry -> values.put(entry.name(), parameters.get(entry.name())));
        return values;
    }

    private static double[] flat(Parameters layout, Map<String, double[]> gradient) {
        assertThat(gradient).hasSameSizeAs(layout.entries());
        double[] flat = new double[layout.size()];
        for (Parameters.Entry entry : layout.entries()) {
            double[] part = gradient.get(entry.name());
            assertThat(part).as(entry.name()).hasSize(entry.size());
            System.arraycopy(part, 0, flat, entry.offset(), part.length);
        }
        return flat;
    }
}
