package org.gaunt.potential.model.nequip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.form.Backend;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.model.GoldenFiles;
import org.gaunt.potential.network.PotentialWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of the PyTorch program give the same numbers here, from the same weights. */
class GoldenNequipTest {
    private static final Backend BACKEND = Backend.detect();

    private static Graph graph(GoldenNequip golden, String structure) {
        return new GraphBuilder(golden.model.atomicNumbers(), golden.model.cutoff())
                .build(GoldenFiles.structure(structure));
    }

    private static PotentialWorker worker(GoldenNequip golden, Precision precision) {
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

    @ParameterizedTest
    @ValueSource(strings = {"nequip_a", "nequip_b"})
    void energiesForcesAndStressOfEveryStructure(String name) {
        GoldenNequip golden = new GoldenNequip(name, BACKEND);
        PotentialWorker worker = worker(golden, Precision.FLOAT64);
        assertThat(golden.structures()).isNotEmpty();
        for (String s : golden.structures()) {
            GraphBatch batch = GraphBatch.of(List.of(graph(golden, s)));
            boolean stress = golden.expects(s, "stress");
            Evaluation e = worker.evaluate(batch, stress ? Derivatives.STRESS : Derivatives.FORCES);
            close(name + " " + s + " node energies", e.nodeEnergies(), golden.expected(s, "node_energy"), 1e-10);
            close(name + " " + s + " energy", e.energies(), golden.expected(s, "energy"), 1e-10);
            close(name + " " + s + " forces", e.forces(), golden.expected(s, "forces"), 1e-9);
            if (stress) {
                close(name + " " + s + " stress", e.stress(), golden.expected(s, "stress"), 1e-9);
            }
        }
        assertThat(golden.structures().stream().anyMatch(s -> golden.expects(s, "stress")))
                .isEqualTo(name.equals("nequip_b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nequip_a", "nequip_b"})
    void allStructuresInOneBatchInSinglePrecision(String name) {
        GoldenNequip golden = new GoldenNequip(name, BACKEND);
        List<Graph> graphs = new ArrayList<>();
        List<Double> forces = new ArrayList<>();
        for (String s : golden.structures()) {
            graphs.add(graph(golden, s));
            Arrays.stream(golden.expected(s, "forces")).forEach(forces::add);
        }
        Evaluation e = worker(golden, Precision.FLOAT32).evaluate(GraphBatch.of(graphs), Derivatives.FORCES);
        close(name, e.forces(), forces.stream().mapToDouble(f -> f).toArray(), 2e-5);
    }

    /** Every weight here is one of theirs; those that are left have no path to the energy. */
    @ParameterizedTest
    @CsvSource({"nequip_a, 16972", "nequip_b, 1780"})
    void weightsAreTheirsButForThoseThatReachNothing(String name, int theirs) {
        GoldenNequip golden = new GoldenNequip(name, BACKEND);
        assertThat(golden.description.get("parameters").intValue()).isEqualTo(theirs);
        int rescale = 2 * golden.model.atomicNumbers().size();
        assertThat(golden.model.parameters().size() - rescale)
                .isEqualTo(golden.used())
                .isLessThan(theirs);
    }

    @Test
    void everyBlock() {
        GoldenNequip golden = new GoldenNequip("nequip_a", BACKEND);
        Safetensors trace = GoldenFiles.safetensors("nequip_a_trace");
        PotentialWorker worker = worker(golden, Precision.FLOAT64);
        Map<String, double[]> seen = new LinkedHashMap<>();
        worker.trace((key, value) -> seen.put(key, value.toDoubles()));
        worker.evaluate(GraphBatch.of(List.of(graph(golden, "hnco"))), Derivatives.ENERGY);
        assertThat(seen).hasSize(7);
        String last = "conv_to_output_hidden.linear";
        close(last, seen.get(last), trace.tensor("func." + last).doubles(), 1e-12);
        for (NequipLayer layer : golden.model.layers()) {
            String mixed = layer.name("conv.linear_2");
            List<GoldenNequip.Part> theirs = golden.theirGateInput(layer);
            List<GoldenNequip.Part> ours = GoldenNequip.ourGateInput(layer);
            compare(
                    mixed,
                    seen.get(mixed),
                    ours.stream().map(GoldenNequip.Part::ir).toList(),
                    trace.tensor("func." + mixed).doubles(),
                    theirs.stream().map(GoldenNequip.Part::ir).toList(),
                    ours.stream().map(theirs::indexOf).toList());
            Irreps all = GoldenNequip.irreps(golden.module(layer, "equivariant_nonlin"), "irreps_out");
            List<Irrep> results = all.terms().stream().map(t -> t.ir()).toList();
            List<Irrep> kept = layer.out.terms().stream().map(t -> t.ir()).toList();
            compare(
                    layer.name("features"),
                    seen.get(layer.name("features")),
                    kept,
                    trace.tensor("func." + layer.name("").replace(".", "") + "/node_features")
                            .doubles(),
                    results,
                    kept.stream().map(results::indexOf).toList());
        }
    }

    /** Ours is [atom][component][channel of all merged], theirs [atom][channel of all merged][component], both by irreps. */
    private static void compare(
            String what,
            double[] ours,
            List<Irrep> ourParts,
            double[] theirs,
            List<Irrep> theirParts,
            List<Integer> of) {
        int n = 8;
        int width = ourParts.stream().mapToInt(Irrep::dim).sum() * n;
        int theirWidth = theirParts.stream().mapToInt(Irrep::dim).sum() * n;
        int atoms = ours.length / width;
        double[] picked = new double[ours.length];
        for (int atom = 0; atom < atoms; atom++) {
            for (int p = 0; p < ourParts.size(); p++) {
                int dim = ourParts.get(p).dim();
                int at = ourParts.subList(0, p).stream().mapToInt(Irrep::dim).sum() * n;
                int from = theirParts.subList(0, of.get(p)).stream()
                                .mapToInt(Irrep::dim)
                                .sum()
                        * n;
                for (int i = 0; i < dim * n; i++) {
                    picked[atom * width + at + i] = theirs[atom * theirWidth + from + i % n * dim + i / n];
                }
            }
        }
        close(what, ours, picked, 1e-11);
    }
}
