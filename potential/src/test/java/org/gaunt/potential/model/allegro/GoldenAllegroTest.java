package org.gaunt.potential.model.allegro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaunt.form.Backend;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.model.GoldenFiles;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.PotentialWorker;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Allegro 0.2.0 gives the same numbers as {@link Allegro}, from weights of the form that this kind has: paths of one irrep are mixed by a
 * weight for each path and channel and then over the channels. The tensors {@code reduced/NAME} are parameters here.
 */
class GoldenAllegroTest {
    private static final Map<String, Integer> NUMBERS = Map.of("H", 1, "C", 6, "N", 7, "O", 8, "Si", 14);
    private static final String REDUCED = "reduced/";

    private static Allegro model(JsonNode description, Safetensors tensors) {
        JsonNode a = description.get("arguments");
        int channels = a.get("env_embed_multiplicity").intValue();
        List<Integer> twoBody = integers(a.get("two_body_latent_mlp_latent_dimensions"));
        List<Integer> latent = integers(a.get("latent_mlp_latent_dimensions"));
        AllegroConfig config = new AllegroConfig(
                description
                        .get("reduced")
                        .get("irreps")
                        .valueStream()
                        .map(ir -> channels + "x" + ir.asString())
                        .collect(Collectors.joining("+")),
                a.get("l_max").intValue(),
                a.get("num_layers").intValue(),
                a.get("r_max").doubleValue(),
                RadialKind.MLP,
                a.get("num_basis").intValue(),
                a.get("PolynomialCutoff_p").intValue(),
                16,
                latent.getLast(),
                twoBody.subList(0, twoBody.size() - 1),
                latent.subList(0, latent.size() - 1),
                integers(a.get("edge_eng_mlp_latent_dimensions")));
        List<Integer> numbers = a.get("chemical_symbols")
                .valueStream()
                .map(symbol -> NUMBERS.get(symbol.asString()))
                .toList();
        ModelData data = new ModelData(
                numbers,
                Collections.nCopies(numbers.size(), 0.0),
                1,
                0,
                a.get("avg_num_neighbors").doubleValue());
        Allegro model = new Allegro(config, data, 0, Backend.detect());
        List<String> names = model.parameters().entries().stream()
                .map(Parameters.Entry::name)
                .toList();
        assertThat(tensors.tensors().keySet().stream()
                        .filter(name -> name.startsWith(REDUCED))
                        .map(name -> name.substring(REDUCED.length())))
                .containsExactlyInAnyOrderElementsOf(names);
        names.forEach(name ->
                model.parameters().set(name, tensors.tensor(REDUCED + name).doubles()));
        return model;
    }

    private static List<Integer> integers(JsonNode list) {
        return list.valueStream().map(JsonNode::intValue).toList();
    }

    private static List<String> structures(Safetensors tensors) {
        return tensors.tensors().keySet().stream()
                .filter(name -> name.startsWith("expected/") && name.endsWith("/forces"))
                .map(name -> name.substring("expected/".length(), name.length() - "/forces".length()))
                .toList();
    }

    private static PotentialWorker worker(Allegro model, Precision precision) {
        PotentialWorker worker = model.worker(precision, 0);
        worker.load(model.parameters().values());
        return worker;
    }

    private static Graph graph(Allegro model, String structure) {
        return new GraphBuilder(model.atomicNumbers(), model.cutoff()).build(GoldenFiles.structure(structure));
    }

    private static void close(String what, double[] found, double[] expected, double tolerance) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs(found[i] - expected[i]))
                    .as("%s [%d]: found %s, expected %s", what, i, found[i], expected[i])
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"allegro_d", "allegro_e"})
    void energiesForcesAndStressOfEveryStructure(String name) {
        Safetensors tensors = GoldenFiles.safetensors(name);
        Allegro model = model(GoldenFiles.json(name), tensors);
        PotentialWorker worker = worker(model, Precision.FLOAT64);
        List<String> structures = structures(tensors);
        assertThat(structures).hasSize(name.equals("allegro_d") ? 5 : 3);
        int stresses = 0;
        for (String s : structures) {
            String expected = "expected/" + s + "/";
            boolean stress = tensors.tensors().containsKey(expected + "stress");
            Evaluation e = worker.evaluate(
                    GraphBatch.of(List.of(graph(model, s))), stress ? Derivatives.STRESS : Derivatives.FORCES);
            close(
                    s + " node energies",
                    e.nodeEnergies(),
                    tensors.tensor(expected + "node_energy").doubles(),
                    1e-12);
            close(
                    s + " energy",
                    e.energies(),
                    tensors.tensor(expected + "energy").doubles(),
                    1e-11);
            close(s + " forces", e.forces(), tensors.tensor(expected + "forces").doubles(), 1e-10);
            if (stress) {
                close(
                        s + " stress",
                        e.stress(),
                        tensors.tensor(expected + "stress").doubles(),
                        1e-10);
                stresses++;
            }
        }
        assertThat(stresses).isEqualTo(name.equals("allegro_d") ? 0 : 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"allegro_d", "allegro_e"})
    void allStructuresInOneBatchInSinglePrecision(String name) {
        Safetensors tensors = GoldenFiles.safetensors(name);
        Allegro model = model(GoldenFiles.json(name), tensors);
        List<Graph> graphs = new ArrayList<>();
        List<Double> forces = new ArrayList<>();
        for (String s : structures(tensors)) {
            graphs.add(graph(model, s));
            Arrays.stream(tensors.tensor("expected/" + s + "/forces").doubles()).forEach(forces::add);
        }
        double[] expected = forces.stream().mapToDouble(f -> f).toArray();
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        Evaluation e = worker(model, Precision.FLOAT32).evaluate(GraphBatch.of(graphs), Derivatives.FORCES);
        close(name, e.forces(), expected, 2e-5 * largest);
    }
}
