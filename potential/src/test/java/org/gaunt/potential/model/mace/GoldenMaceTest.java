package org.gaunt.potential.model.mace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.form.Backend;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.model.GoldenFiles;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.PotentialWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of the PyTorch program give the same numbers here, from the same weights. */
class GoldenMaceTest {
    private static final Backend BACKEND = Backend.detect();

    private static Graph graph(GoldenMace golden, String structure) {
        return new GraphBuilder(golden.model.atomicNumbers(), golden.model.cutoff(), golden.model.heads())
                .build(GoldenFiles.structure(structure));
    }

    private static PotentialWorker worker(GoldenMace golden, Precision precision) {
        PotentialWorker worker = golden.model.worker(precision, 0);
        worker.load(golden.model.parameters().values());
        return worker;
    }

    private static void close(String what, double[] found, double[] expected, double tolerance) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        double scale =
                Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElse(0));
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs(found[i] - expected[i]) / scale)
                    .as("%s [%d]: found %s, expected %s", what, i, found[i], expected[i])
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    private static double[] withoutIsolated(GoldenMace golden, double[] nodeEnergies, Graph graph) {
        double[] result = nodeEnergies.clone();
        for (int i = 0; i < result.length; i++) {
            List<ModelData.Head> heads = golden.model.data().heads();
            List<Double> isolated = heads.isEmpty()
                    ? golden.model.data().isolatedEnergies()
                    : heads.get(graph.head()).isolatedEnergies();
            result[i] -= isolated.get(graph.species()[i]);
        }
        return result;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mace_a", "mace_b", "mace_c", "mace_d", "mace_e", "mace_f", "mace_g", "mace_h"})
    void energiesAndForcesOfEveryStructure(String name) {
        GoldenMace golden = new GoldenMace(name, BACKEND);
        PotentialWorker worker = worker(golden, Precision.FLOAT64);
        assertThat(golden.structures()).isNotEmpty();
        for (String s : golden.structures()) {
            Graph graph = graph(golden, s);
            boolean periodic = golden.has(s, "stress");
            Evaluation e =
                    worker.evaluate(GraphBatch.of(List.of(graph)), periodic ? Derivatives.STRESS : Derivatives.FORCES);
            if (periodic) {
                close(name + " " + s + " stress", e.stress(), golden.expected(s, "stress"), 1e-9);
            }
            close(
                    name + " " + s + " node energies",
                    withoutIsolated(golden, e.nodeEnergies(), graph),
                    withoutIsolated(golden, golden.expected(s, "node_energy"), graph),
                    1e-9);
            close(name + " " + s + " forces", e.forces(), golden.expected(s, "forces"), 1e-9);
            close(name + " " + s + " energy", e.energies(), golden.expected(s, "energy"), 1e-12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mace_a", "mace_b", "mace_c", "mace_d", "mace_e", "mace_f", "mace_g", "mace_h"})
    void allStructuresInOneBatchAndSinglePrecision(String name) {
        GoldenMace golden = new GoldenMace(name, BACKEND);
        List<Graph> graphs = new ArrayList<>();
        List<Double> forces = new ArrayList<>();
        for (String s : golden.structures()) {
            graphs.add(graph(golden, s));
            Arrays.stream(golden.expected(s, "forces")).forEach(forces::add);
        }
        double[] expected = forces.stream().mapToDouble(f -> f).toArray();
        GraphBatch batch = GraphBatch.of(graphs);
        close(
                name,
                worker(golden, Precision.FLOAT64)
                        .evaluate(batch, Derivatives.FORCES)
                        .forces(),
                expected,
                1e-9);
        close(
                name,
                worker(golden, Precision.FLOAT32)
                        .evaluate(batch, Derivatives.FORCES)
                        .forces(),
                expected,
                2e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mace_a", "mace_c", "mace_d", "mace_e", "mace_f"})
    void everyBlock(String name) {
        GoldenMace golden = new GoldenMace(name, BACKEND);
        Safetensors trace = GoldenFiles.safetensors(name + "_trace");
        PotentialWorker worker = worker(golden, Precision.FLOAT64);
        Map<String, double[]> seen = new LinkedHashMap<>();
        worker.trace((key, value) -> seen.put(key, value.toDoubles()));
        worker.evaluate(GraphBatch.of(List.of(graph(golden, golden.tracedStructure()))), Derivatives.ENERGY);
        assertThat(seen).hasSize(3 * golden.model.config().layers());
        int channels = golden.model.config().channels();
        Irreps target =
                new Irreps(Irreps.sphericalHarmonics(golden.model.config().lmax()).terms().stream()
                        .map(t -> new MulIrrep(channels, t.ir()))
                        .toList());
        for (MaceLayer layer : golden.model.layers()) {
            String interaction = "interactions." + layer.number;
            // theirs is [atom][channel][component] over all degrees, ours [atom][component][channel]
            double[] a = seen.get(interaction);
            double[] theirs = new double[a.length];
            int components = target.dim() / channels;
            for (int i = 0; i < a.length; i++) {
                int atom = i / (components * channels);
                int k = i / channels % components;
                int u = i % channels;
                theirs[(atom * channels + u) * components + k] = a[i];
            }
            close(interaction, theirs, trace.tensor(interaction).doubles(), 1e-11);
            for (String key :
                    List.of("products." + layer.number + ".symmetric_contractions", "products." + layer.number)) {
                close(
                        key,
                        GoldenMace.toMulIr(seen.get(key), layer.out),
                        trace.tensor(key).doubles(),
                        1e-11);
            }
        }
    }

    @Test
    void gradientOfTheForceLoss() {
        gradientOfTheLoss("mace_a", "hnco", "aminoethanol", false);
    }

    @Test
    void gradientOfTheStressLoss() {
        gradientOfTheLoss("mace_e", "si2_primitive", "si8_triclinic", true);
    }

    private static void gradientOfTheLoss(String name, String one, String other, boolean withStress) {
        GoldenMace golden = new GoldenMace(name, BACKEND);
        Safetensors loss = GoldenFiles.safetensors(name + "_loss");
        List<Graph> graphs = List.of(graph(golden, one), graph(golden, other));
        PotentialWorker worker = worker(golden, Precision.FLOAT64);
        Evaluation e = worker.evaluate(GraphBatch.of(graphs), withStress ? Derivatives.STRESS : Derivatives.FORCES);
        close("forces", e.forces(), loss.tensor("loss/predicted_forces").doubles(), 1e-9);
        double[] energy = loss.tensor("loss/energy").doubles();
        double[] energyCotangent = new double[2];
        double value = 0;
        for (int s = 0; s < 2; s++) {
            int atoms = graphs.get(s).atoms();
            double error = (e.energies()[s] - energy[s]) / atoms;
            value += error * error / 2;
            energyCotangent[s] = error / atoms;
        }
        double[] forces = loss.tensor("loss/forces").doubles();
        double[] forceCotangent = byMeanSquare(100, e.forces(), forces);
        value += meanSquare(100, e.forces(), forces);
        double[] stressCotangent = null;
        if (withStress) {
            close("stress", e.stress(), loss.tensor("loss/predicted_stress").doubles(), 1e-9);
            double[] stress = loss.tensor("loss/stress").doubles();
            stressCotangent = byMeanSquare(10, e.stress(), stress);
            value += meanSquare(10, e.stress(), stress);
        }
        close("loss", new double[] {value}, loss.tensor("loss/loss").doubles(), 1e-10);
        double[] gradient = new double[golden.model.parameters().size()];
        worker.accumulateGradient(energyCotangent, forceCotangent, stressCotangent, gradient);
        Map<String, double[]> found = golden.gradientByTheirWeights(gradient);
        assertThat(found.keySet())
                .containsExactlyInAnyOrderElementsOf(loss.tensors().keySet().stream()
                        .filter(k -> k.startsWith("loss/grad/"))
                        .map(k -> k.substring("loss/grad/".length()))
                        .toList());
        found.forEach((key, g) -> close(key, g, loss.tensor("loss/grad/" + key).doubles(), 1e-9));
    }

    private static double meanSquare(double weight, double[] found, double[] wanted) {
        double sum = 0;
        for (int i = 0; i < wanted.length; i++) {
            sum += weight * (found[i] - wanted[i]) * (found[i] - wanted[i]) / wanted.length;
        }
        return sum;
    }

    private static double[] byMeanSquare(double weight, double[] found, double[] wanted) {
        double[] slope = new double[wanted.length];
        Arrays.setAll(slope, i -> 2 * weight * (found[i] - wanted[i]) / wanted.length);
        return slope;
    }
}
