package org.gaunt.potential.model.mace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.form.Backend;
import org.gaunt.form.LinearMap;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.learn.io.Tensor;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.SymmetricContraction;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.model.GoldenFiles;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.RadialKind;
import org.gaunt.product.CouplingTensor;
import org.gaunt.product.SymmetricBasis;
import tools.jackson.databind.JsonNode;

/**
 * A model of the PyTorch program with its weights, as stored in the golden files, and its translation into {@link Mace}.
 *
 * <p>All weights are copied as they are, except: an element-dependent map is stored there as [in][element][out] and here as
 * [element][in][out]; a symmetric contraction has redundant weights there, which are projected on the independent basis.
 */
final class GoldenMace {
    final JsonNode description;
    final Safetensors tensors;
    final Mace model;
    private Map<String, double[]> replaced = Map.of();
    private final Safetensors u = GoldenFiles.safetensors("mace_u");

    GoldenMace(String name, Backend backend) {
        description = GoldenFiles.json(name);
        tensors = GoldenFiles.safetensors(name);
        JsonNode a = description.get("arguments");
        MaceConfig config = config(a);
        boolean scaled = description.get("class").asString().equals("ScaleShiftMACE");
        double[] scale = scaled ? numbers(a.get("atomic_inter_scale")) : new double[] {1};
        double[] shift = scaled ? numbers(a.get("atomic_inter_shift")) : new double[] {0};
        List<ModelData.Head> heads = new ArrayList<>();
        for (int h = 0; h < config.heads().size(); h++) {
            heads.add(new ModelData.Head(
                    config.heads().get(h), list(a.get("atomic_energies").get(h)), scale[h], shift[h]));
        }
        List<Integer> elements = integers(a.get("atomic_numbers"));
        List<Double> isolated = heads.isEmpty()
                ? list(a.get("atomic_energies"))
                : heads.getFirst().isolatedEnergies();
        model = new Mace(
                config,
                new ModelData(
                        elements,
                        isolated,
                        scale[0],
                        shift[0],
                        a.get("avg_num_neighbors").doubleValue(),
                        heads),
                0,
                backend);
        importWeights();
    }

    private static MaceConfig config(JsonNode a) {
        String transform = a.get("distance_transform").asString();
        List<String> heads = new ArrayList<>();
        a.get("heads").forEach(n -> heads.add(n.asString()));
        return new MaceConfig(
                a.get("hidden_irreps").asString(),
                a.get("max_ell").intValue(),
                integers(a.get("correlation")),
                a.get("num_interactions").intValue(),
                a.get("r_max").doubleValue(),
                RadialKind.MLP,
                a.get("num_bessel").intValue(),
                a.get("num_polynomial_cutoff").intValue(),
                integers(a.get("radial_MLP")),
                12,
                DistanceTransform.valueOf(transform.toUpperCase(Locale.ROOT)),
                a.get("interaction_cls").asString().contains("Density"),
                a.get("pair_repulsion").booleanValue(),
                "coupled",
                18,
                16,
                a.get("interaction_cls_first").asString().contains("Residual"),
                heads);
    }

    private static double[] numbers(JsonNode node) {
        return node.isArray() ? list(node).stream().mapToDouble(x -> x).toArray() : new double[] {node.doubleValue()};
    }

    private static List<Double> list(JsonNode node) {
        List<Double> all = new ArrayList<>();
        node.forEach(n -> all.add(n.doubleValue()));
        return all;
    }

    private static List<Integer> integers(JsonNode node) {
        if (!node.isArray()) {
            return List.of(node.intValue());
        }
        List<Integer> all = new ArrayList<>();
        node.forEach(n -> all.add(n.intValue()));
        return all;
    }

    /** The structures with expected results. */
    List<String> structures() {
        return tensors.tensors().keySet().stream()
                .filter(k -> k.startsWith("expected/") && k.endsWith("/forces"))
                .map(k -> k.substring("expected/".length(), k.length() - "/forces".length()))
                .toList();
    }

    boolean has(String structure, String what) {
        return tensors.tensors().containsKey("expected/" + structure + "/" + what);
    }

    String tracedStructure() {
        return description.get("trace").get("structure").asString();
    }

    double[] expected(String structure, String what) {
        return tensors.tensor("expected/" + structure + "/" + what).doubles();
    }

    /** Takes other weights than those of the file, by the PyTorch program's names. */
    void replaceTheirWeights(Map<String, double[]> theirs) {
        replaced = theirs;
        importWeights();
    }

    private double[] weights(String name) {
        double[] other = replaced.get(name);
        if (other != null) {
            return other;
        }
        return tensors.tensor("weights/" + name).doubles();
    }

    private void importWeights() {
        int elements = model.data().atomicNumbers().size();
        for (Parameters.Entry entry : model.parameters().entries()) {
            String name = entry.name();
            if (name.startsWith("readouts.")) {
                importReadout(entry);
            } else if (!name.endsWith(".skip_tp.weight") && !name.endsWith(".contraction.weight")) {
                model.parameters().set(name, weights(name));
            }
        }
        for (MaceLayer layer : model.layers()) {
            String skip = skipName(layer);
            model.parameters().set(skip, byElement(layer.skip.map(), weights(skip), elements, false));
            model.parameters().set(contractionName(layer), contraction(layer));
        }
    }

    private void importReadout(Parameters.Entry entry) {
        double[] theirs = weights(entry.name());
        boolean hidden = entry.name().endsWith(".linear_1.weight");
        model.parameters()
                .set(
                        entry.name(),
                        entry.name().endsWith(".linear_2.weight")
                                ? ofOwnHead(theirs)
                                : byHead(entry.size() / heads(), theirs, hidden));
    }

    private static String skipName(MaceLayer layer) {
        return "interactions." + layer.number + ".skip_tp.weight";
    }

    private static String contractionName(MaceLayer layer) {
        return "products." + layer.number + ".contraction.weight";
    }

    /** A product like that of a layer, for the structure of its weights. */
    private SymmetricContraction product(MaceLayer layer) {
        return new SymmetricContraction(
                model.config().lmax(),
                layer.out.terms().stream().map(MulIrrep::ir).toList(),
                model.config().correlationOf(layer.number),
                model.config().channels(),
                model.data().atomicNumbers().size());
    }

    private int heads() {
        return Math.max(1, model.heads().size());
    }

    /** [in][head][out] to [head][in][out]. */
    private double[] byHead(int weights, double[] theirs, boolean nonlinear) {
        int out = nonlinear ? model.config().readoutHidden() : 1;
        int in = weights / out;
        double[] ours = new double[theirs.length];
        for (int h = 0; h < heads(); h++) {
            for (int i = 0; i < in; i++) {
                for (int o = 0; o < out; o++) {
                    ours[(h * in + i) * out + o] = theirs[(i * heads() + h) * out + o];
                }
            }
        }
        return ours;
    }

    /** Of the last matrix [head of input][input][head of output], what connects a head with itself: the rest is masked there. */
    private double[] ofOwnHead(double[] theirs) {
        int width = model.config().readoutHidden();
        double[] ours = new double[heads() * width];
        for (int i = 0; i < ours.length; i++) {
            ours[i] = theirs[i * heads() + i / width];
        }
        return ours;
    }

    /** [in][element][out] for each block to [element][block][in][out], or back. */
    private static double[] byElement(LinearMap map, double[] from, int elements, boolean back) {
        double[] to = new double[from.length];
        int start = 0;
        for (LinearMap.Block b : map.blocks()) {
            for (int in = 0; in < b.mulIn(); in++) {
                for (int e = 0; e < elements; e++) {
                    for (int out = 0; out < b.mulOut(); out++) {
                        int theirs = start + (in * elements + e) * b.mulOut() + out;
                        int ours = e * map.weightSize() + b.weightOffset() + in * b.mulOut() + out;
                        if (back) {
                            to[theirs] = from[ours];
                        } else {
                            to[ours] = from[theirs];
                        }
                    }
                }
            }
            start += b.mulIn() * elements * b.mulOut();
        }
        return to;
    }

    /** The name of the redundant weights of a block of our contraction's weights. */
    private String contractionWeights(MaceLayer layer, SymmetricContraction.WeightBlock block) {
        int c = layer.out.terms().stream().map(MulIrrep::ir).toList().indexOf(block.out());
        String prefix = "products." + layer.number + ".symmetric_contractions.contractions." + c + ".";
        int correlation = model.config().correlationOf(layer.number);
        return prefix + (block.order() == correlation ? "weights_max" : "weights." + (correlation - 1 - block.order()));
    }

    private double[][] projection(SymmetricContraction.WeightBlock block) {
        int lmax = model.config().lmax();
        String key = "lmax" + lmax + "/" + block.out() + "/nu" + block.order() + "/";
        Tensor indexTensor = u.tensor(key + "indices");
        int[] flat = indexTensor.ints();
        int width = block.order() + 2;
        int[][] indices = new int[flat.length / width][width];
        int columns = 0;
        for (int i = 0; i < flat.length; i++) {
            indices[i / width][i % width] = flat[i];
            if (i % width == width - 1) {
                columns = Math.max(columns, flat[i] + 1);
            }
        }
        return SymmetricBasis.of(lmax, block.out(), block.order())
                .fromCouplingTrees(CouplingTensor.ofElements(
                        block.order(),
                        columns,
                        indices,
                        u.tensor(key + "values").doubles()));
    }

    private double[] contraction(MaceLayer layer) {
        SymmetricContraction product = product(layer);
        int elements = model.data().atomicNumbers().size();
        int channels = model.config().channels();
        double[] ours = new double[elements * product.weightCount() * channels];
        int first = 0;
        for (SymmetricContraction.WeightBlock block : product.blocks()) {
            double[] theirs = weights(contractionWeights(layer, block));
            double[][] map = projection(block);
            int columns = map[0].length;
            for (int e = 0; e < elements; e++) {
                for (int eta = 0; eta < block.size(); eta++) {
                    for (int q = 0; q < columns; q++) {
                        for (int c = 0; c < channels; c++) {
                            ours[(e * product.weightCount() + first + eta) * channels + c] +=
                                    map[eta][q] * theirs[(e * columns + q) * channels + c];
                        }
                    }
                }
            }
            first += block.size();
        }
        return ours;
    }

    /** A gradient by our weights as the gradient by theirs, by the PyTorch program's names. */
    Map<String, double[]> gradientByTheirWeights(double[] gradient) {
        Map<String, double[]> result = new LinkedHashMap<>();
        int elements = model.data().atomicNumbers().size();
        int channels = model.config().channels();
        model.parameters()
                .entries()
                .forEach(entry ->
                        result.put(entry.name(), java.util.Arrays.copyOfRange(gradient, entry.offset(), entry.end())));
        for (MaceLayer layer : model.layers()) {
            SymmetricContraction product = product(layer);
            result.computeIfPresent(skipName(layer), (k, v) -> byElement(layer.skip.map(), v, elements, true));
            double[] ours = result.remove(contractionName(layer));
            int first = 0;
            for (SymmetricContraction.WeightBlock block : product.blocks()) {
                double[][] map = projection(block);
                int columns = map[0].length;
                double[] theirs = new double[elements * columns * channels];
                for (int e = 0; e < elements; e++) {
                    for (int eta = 0; eta < block.size(); eta++) {
                        for (int q = 0; q < columns; q++) {
                            for (int c = 0; c < channels; c++) {
                                theirs[(e * columns + q) * channels + c] +=
                                        map[eta][q] * ours[(e * product.weightCount() + first + eta) * channels + c];
                            }
                        }
                    }
                }
                result.put(contractionWeights(layer, block), theirs);
                first += block.size();
            }
        }
        return result;
    }

    /** From our order [component][channel] within a term to e3nn's [channel][component], for every row. */
    static double[] toMulIr(double[] ours, Irreps irreps) {
        double[] theirs = new double[ours.length];
        int dim = irreps.dim();
        for (int row = 0; row < ours.length / dim; row++) {
            int at = row * dim;
            for (MulIrrep t : irreps.terms()) {
                for (int u = 0; u < t.mul(); u++) {
                    for (int k = 0; k < t.ir().dim(); k++) {
                        theirs[at + u * t.ir().dim() + k] = ours[at + k * t.mul() + u];
                    }
                }
                at += t.dim();
            }
        }
        return theirs;
    }
}
