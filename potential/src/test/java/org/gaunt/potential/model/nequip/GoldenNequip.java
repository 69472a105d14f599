package org.gaunt.potential.model.nequip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.form.Backend;
import org.gaunt.form.LinearMap;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.nn.Weight;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.model.GoldenFiles;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.RadialKind;
import org.gaunt.potential.network.TrainableBessel;
import tools.jackson.databind.JsonNode;

/**
 * A model of the PyTorch program with its weights, as stored in the golden files, and its translation into {@link Nequip}.
 *
 * <p>Weights of irreps that never reach the energy do not exist here; paths of the product are in the order of the instructions there
 * and in that of the result here. {@link #used} counts which weights were taken, so that none can be taken twice.
 */
final class GoldenNequip {
    private static final Map<String, Integer> NUMBERS = Map.of("H", 1, "C", 6, "N", 7, "O", 8, "Si", 14);

    final JsonNode description;
    final Safetensors tensors;
    final Nequip model;
    private final Map<String, BitSet> used = new HashMap<>();

    GoldenNequip(String name, Backend backend) {
        description = GoldenFiles.json(name);
        tensors = GoldenFiles.safetensors(name);
        JsonNode a = description.get("arguments");
        List<Integer> numbers = new ArrayList<>();
        a.get("chemical_symbols").forEach(s -> numbers.add(NUMBERS.get(s.asString())));
        int features = a.get("num_features").intValue();
        NequipConfig config = new NequipConfig(
                hidden(features, a.get("l_max").intValue(), a.get("parity").booleanValue()),
                a.get("l_max").intValue(),
                a.get("parity").booleanValue(),
                a.get("num_layers").intValue(),
                a.get("r_max").doubleValue(),
                RadialKind.MLP,
                a.get("num_basis").intValue(),
                a.get("PolynomialCutoff_p").intValue(),
                Collections.nCopies(
                        a.get("invariant_layers").intValue(),
                        a.get("invariant_neurons").intValue()),
                16,
                features / 2,
                a.get("resnet").booleanValue());
        ModelData data = new ModelData(
                numbers,
                Collections.nCopies(numbers.size(), 0.0),
                1,
                0,
                a.get("avg_num_neighbors").doubleValue());
        model = new Nequip(config, data, 0, backend);
        importWeights();
    }

    /** Even irreps first, then odd ones, as the program makes them of one number of features. */
    private static String hidden(int features, int lmax, boolean parity) {
        List<String> terms = new ArrayList<>();
        for (String p : parity ? List.of("e", "o") : List.of("e")) {
            for (int l = 0; l <= lmax; l++) {
                terms.add(features + "x" + l + p);
            }
        }
        return String.join("+", terms);
    }

    List<String> structures() {
        return tensors.tensors().keySet().stream()
                .filter(k -> k.startsWith("expected/") && k.endsWith("/forces"))
                .map(k -> k.substring("expected/".length(), k.length() - "/forces".length()))
                .toList();
    }

    double[] expected(String structure, String what) {
        return tensors.tensor("expected/" + structure + "/" + what).doubles();
    }

    boolean expects(String structure, String what) {
        return tensors.tensors().containsKey("expected/" + structure + "/" + what);
    }

    /** How many of the program's weights were taken. */
    int used() {
        return used.values().stream().mapToInt(BitSet::cardinality).sum();
    }

    /** A part of the gate's input: a scalar, the gate of an irrep, or an irrep that is gated. */
    record Part(char kind, Irrep of, Irrep ir) {}

    /** The parts in the order in which they lie in a row. */
    static List<Part> gateInput(Irreps scalars, Irreps gated) {
        List<Part> parts = new ArrayList<>();
        scalars.terms().forEach(t -> parts.add(new Part('s', t.ir(), t.ir())));
        gated.terms().forEach(t -> parts.add(new Part('g', t.ir(), Irrep.natural(0))));
        gated.terms().forEach(t -> parts.add(new Part('v', t.ir(), t.ir())));
        parts.sort(Comparator.comparing(Part::ir));
        return parts;
    }

    List<Part> theirGateInput(NequipLayer layer) {
        JsonNode gate = module(layer, "equivariant_nonlin");
        return gateInput(irreps(gate, "irreps_scalars"), irreps(gate, "irreps_gated"));
    }

    static List<Part> ourGateInput(NequipLayer layer) {
        return gateInput(layer.out.filter(ir -> ir.l() == 0), layer.out.filter(ir -> ir.l() > 0));
    }

    JsonNode module(NequipLayer layer, String part) {
        return description.get("modules").get("func." + layer.name(part));
    }

    static Irreps irreps(JsonNode module, String key) {
        return module.get(key).isNull()
                ? new Irreps(List.of())
                : Irreps.parse(module.get(key).asString());
    }

    private double take(String name, int index) {
        BitSet taken = used.computeIfAbsent(name, n -> new BitSet());
        if (taken.get(index)) {
            throw new AssertionError("weight " + index + " of " + name + " was taken twice");
        }
        taken.set(index);
        return tensors.tensor("weights/func." + name).doubles()[index];
    }

    private void whole(String name) {
        double[] values = new double[model.parameters().entry(name).size()];
        Arrays.setAll(values, i -> take(name, i));
        model.parameters().set(name, values);
    }

    private void importWeights() {
        whole("chemical_embedding.linear.weight");
        whole(TrainableBessel.FREQUENCIES);
        whole("conv_to_output_hidden.linear.weight");
        whole("output_hidden_to_scalar.linear.weight");
        model.layers().forEach(this::importLayer);
        for (String name : List.of("per_species_rescale.scales", "per_species_rescale.shifts")) {
            model.parameters().set(name, tensors.tensor("weights/func." + name).doubles());
        }
    }

    /** A path of the product. */
    private record Slot(Irrep x, Irrep y, Irrep z, int offset) {
        boolean same(Slot o) {
            return x.equals(o.x) && y.equals(o.y) && z.equals(o.z);
        }
    }

    private List<Slot> theirSlots(NequipLayer layer) {
        JsonNode tp = module(layer, "conv.tp");
        Irreps x = irreps(tp, "irreps_in1");
        Irreps y = irreps(tp, "irreps_in2");
        Irreps z = irreps(tp, "irreps_out");
        Slot[] slots = new Slot[z.size()];
        tp.get("weight_views")
                .forEach(v -> slots[v.get("i_out").intValue()] = new Slot(
                        x.get(v.get("i_in1").intValue()).ir(),
                        y.get(v.get("i_in2").intValue()).ir(),
                        z.get(v.get("i_out").intValue()).ir(),
                        v.get("offset").intValue()));
        return List.of(slots);
    }

    private List<Slot> ourSlots(NequipLayer layer) {
        List<Slot> slots = new ArrayList<>();
        for (MulIrrep x : layer.in.terms()) {
            for (MulIrrep y : model.config().harmonics().terms()) {
                for (Irrep z : x.ir().times(y.ir())) {
                    if (layer.gate.in().contains(z)) {
                        slots.add(new Slot(x.ir(), y.ir(), z, 0));
                    }
                }
            }
        }
        slots.sort(Comparator.comparing(Slot::z));
        return slots;
    }

    private void importLayer(NequipLayer layer) {
        int n = model.config().channels();
        List<Slot> theirs = theirSlots(layer);
        List<Slot> ours = ourSlots(layer);
        List<Weight> nets = layer.radial.network().weights();
        nets.subList(0, nets.size() - 1).forEach(weight -> whole(weight.name()));
        String net = nets.getLast().name();
        int width = ours.size() * n;
        int theirWidth = theirs.size() * n;
        double[] radial = new double[model.parameters().entry(net).size()];
        double[] mix = new double[layer.mix.map().weightSize()];
        List<Part> theirParts = theirGateInput(layer);
        List<Part> ourParts = ourGateInput(layer);
        for (int s = 0; s < ours.size(); s++) {
            Slot slot = ours.get(s);
            Slot same = theirs.stream().filter(slot::same).findFirst().orElseThrow();
            for (int i = 0; i < radial.length / width; i++) {
                for (int c = 0; c < n; c++) {
                    radial[i * width + s * n + c] = take(net, i * theirWidth + same.offset() + c);
                }
            }
            int theirRow =
                    theirs.stream().filter(o -> o.z().equals(slot.z())).toList().indexOf(same);
            JsonNode view = view(module(layer, "conv.linear_2"), "irreps_in", "i_in", slot.z());
            copy(
                    layer.name("conv.linear_2.weight"),
                    view,
                    theirRow,
                    theirParts,
                    ourParts,
                    slot.z(),
                    layer.mix.map().blocks().get(s),
                    mix,
                    0,
                    1);
        }
        model.parameters().set(net, radial);
        model.parameters().set(layer.name("conv.linear_2.weight"), mix);
        double[] up = new double[layer.up.map().weightSize()];
        int elements = model.data().atomicNumbers().size();
        double[] skip = new double[elements * layer.skip.map().weightSize()];
        for (int k = 0; k < layer.in.size(); k++) {
            Irrep ir = layer.in.get(k).ir();
            JsonNode view = view(module(layer, "conv.linear_1"), "irreps_in", "i_in", ir);
            for (int i = 0; i < n * n; i++) {
                up[layer.up.map().blocks().get(k).weightOffset() + i] = take(
                        layer.name("conv.linear_1.weight"), view.get("offset").intValue() + i);
            }
            int at = layer.in.offset(k);
            for (LinearMap.Block block : layer.skip.map().blocks()) {
                if (block.inOffset() == at) {
                    for (int e = 0; e < elements; e++) {
                        copy(
                                layer.name("conv.sc.weight"),
                                view(module(layer, "conv.sc"), "irreps_in1", "i_in1", ir),
                                0,
                                theirParts,
                                ourParts,
                                ir,
                                block,
                                skip,
                                e,
                                elements);
                    }
                }
            }
        }
        model.parameters().set(layer.name("conv.linear_1.weight"), up);
        model.parameters().set(layer.name("conv.sc.weight"), skip);
    }

    /** A matrix [channels in][element][channels out] into a block of [element][channels in][channels out]. */
    private void copy(
            String name,
            JsonNode view,
            int row,
            List<Part> theirParts,
            List<Part> ourParts,
            Irrep ir,
            LinearMap.Block block,
            double[] to,
            int element,
            int elements) {
        int n = model.config().channels();
        List<Part> theirs = theirParts.stream().filter(p -> p.ir().equals(ir)).toList();
        List<Part> ours = ourParts.stream().filter(p -> p.ir().equals(ir)).toList();
        int stride = to.length / elements;
        for (int u = 0; u < n; u++) {
            for (int p = 0; p < ours.size(); p++) {
                int theirColumn = theirs.indexOf(ours.get(p)) * n;
                for (int c = 0; c < n; c++) {
                    to[element * stride + block.weightOffset() + u * block.mulOut() + p * n + c] = take(
                            name,
                            view.get("offset").intValue()
                                    + ((row * n + u) * elements + element) * theirs.size() * n
                                    + theirColumn
                                    + c);
                }
            }
        }
    }

    private static JsonNode view(JsonNode module, String irreps, String key, Irrep ir) {
        Irreps in = irreps(module, irreps);
        for (JsonNode v : module.get("weight_views")) {
            if (in.get(v.get(key).intValue()).ir().equals(ir)) {
                return v;
            }
        }
        throw new AssertionError("no weights for " + ir + " in " + module);
    }
}
