package org.gaunt.regression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.learn.WeightHolder;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.WeightValues;
import org.jspecify.annotations.Nullable;

/** Predicts with a {@link Segnn} and differentiates by its weights; many systems are one graph. For one thread at a time. */
public final class SegnnWorker implements WeightHolder {

    private static final int WEIGHTS = 1;

    private final Segnn model;
    private final Precision precision;
    private final Tape tape;
    private final WeightValues weights;
    private final Map<String, Var> leaves = new HashMap<>();
    private final Map<Integer, Groups> groups = new HashMap<>();
    private @Nullable Var result;

    SegnnWorker(Segnn model, Backend backend, Precision precision) {
        this.model = model;
        this.precision = precision;
        this.tape = Tape.open(backend);
        this.weights = new WeightValues(model.parameters(), precision);
    }

    @Override
    public void load(double[] values) {
        weights.load(values);
    }

    /**
     * Predicts positions.
     *
     * @param particles their targets are not looked at
     * @return predicted positions [system][particle][3]
     */
    public double[] predict(Particles particles) {
        int[] all = new int[particles.systems()];
        java.util.Arrays.setAll(all, s -> s);
        return predict(particles, new ParticleFeatures(particles, model.config(), model.data()), all);
    }

    /** Predicts the positions of some systems, whose features are known. */
    double[] predict(Particles particles, ParticleFeatures features, int[] systems) {
        double[] displacement = evaluate(features, systems).toDoubles();
        int width = 3 * particles.particles();
        double[] positions = new double[ArraySize.of(systems.length, width)];
        for (int s = 0; s < systems.length; s++) {
            for (int i = 0; i < width; i++) {
                int from = systems[s] * width + i;
                positions[s * width + i] = particles.positions()[from]
                        + model.data().drift() * particles.velocities()[from]
                        + model.data().scale() * displacement[s * width + i];
            }
        }
        return positions;
    }

    /**
     * Adds the gradient of Σ cotangent · position by the weights, of the positions predicted last.
     *
     * @param cotangent [system][particle][3]
     * @param gradient the array to add to, of the parameters' size
     */
    public void accumulateGradient(double[] cotangent, double[] gradient) {
        Var value = result;
        if (value == null) {
            throw new IllegalStateException("a gradient belongs to a prediction, and nothing was predicted");
        }
        double[] scaled = cotangent.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= model.data().scale();
        }
        Buffer seed = Buffer.copyOf(scaled, precision);
        Gradients gradients =
                tape.gradient(List.of(value), List.of(tape.leaf(seed, value.rows(), value.width(), 0)), WEIGHTS, false);
        leaves.forEach((name, leaf) -> {
            Var g = gradients.of(leaf);
            if (g != null) {
                int offset = model.parameters().entry(name).offset();
                g.data().addTo(gradient, offset);
            }
        });
    }

    private Var evaluate(ParticleFeatures features, int[] systems) {
        tape.reset();
        result = null; // a failure below must not leave the last prediction for a gradient
        leaves.clear();
        groups.clear();
        Graph graph = new Graph(systems.length, features.particles);
        Var a = rows(features.edgeAttribute, features.attributes, graph.edges, systems);
        Var b = rows(features.nodeAttribute, features.attributes, graph.nodes, systems);
        Var s = silu(
                linear(model.edge, rows(features.edgeScalar, features.edgeScalars, graph.edges, systems), Segnn.EDGE));
        int width = ParticleFeatures.SCALARS + 3 * ParticleFeatures.VECTORS;
        Var h = linear(model.input, rows(features.nodeInput, width, graph.nodes, systems), Segnn.INPUT);
        h = linear(model.inputMix, product(model.forms.plain, Segnn.INPUT_PRODUCT, h, b), Segnn.INPUT_MIX);
        for (SegnnLayer layer : model.layers) {
            h = layer(layer, graph, h, a, b, s);
        }
        Var top = product(model.forms.plain, Segnn.HEAD_PRODUCT, linear(model.head, h, Segnn.HEAD), b);
        Var y = linear(model.headMix, top, Segnn.HEAD_MIX);
        @Nullable Var[] operands = {y, null};
        Var z = tape.form(model.forms.gate, model.config().channels(), Rows.of(graph.nodes), operands, 1)[0];
        Var out = linear(model.result, z, Segnn.RESULT);
        result = out;
        return out;
    }

    /** The edges of systems whose particles are all neighbours, by receiver. */
    private static final class Graph {
        final int nodes;
        final int edges;
        final Rows rows;

        Graph(int systems, int particles) {
            nodes = ArraySize.of(systems, particles);
            edges = ArraySize.of(nodes, particles - 1);
            int[] receiver = new int[edges];
            int[] sender = new int[edges];
            int e = 0;
            for (int i = 0; i < nodes; i++) {
                int first = i - i % particles;
                for (int j = first; j < first + particles; j++) {
                    if (j != i) {
                        receiver[e] = i;
                        sender[e++] = j;
                    }
                }
            }
            rows = new Rows(edges, List.of(receiver, sender), List.of(nodes, nodes));
        }
    }

    private Var layer(SegnnLayer layer, Graph graph, Var h, Var a, Var b, Var s) {
        SegnnForms forms = model.forms;
        Var receiver = linear(layer.receiver, h, layer.name("message.receiver"));
        Var sender = linear(layer.sender, h, layer.name("message.sender"));
        Var scalars = linear(layer.scalars, s, layer.name("message.scalars"));
        Var u = form(
                forms.gathered, graph.rows, layer.name(SegnnLayer.EDGE_FIRST), List.of(receiver, sender, scalars, a));
        Var y = linear(layer.message1, u, layer.name("message.linear_1"));
        Var v = product(forms.gated, layer.name(SegnnLayer.EDGE_SECOND), y, a);
        @Nullable Var[] operands = {linear(layer.message2, v, layer.name("message.linear_2")), null};
        Var received = tape.form(forms.gateSum, model.config().channels(), graph.rows, operands, 1)[0];
        Var mixed = tape.sum(
                linear(layer.own, h, layer.name("update.own")),
                linear(layer.received, received, layer.name("update.received")));
        Var x = linear(
                layer.update1,
                product(forms.plain, layer.name(SegnnLayer.NODE_FIRST), mixed, b),
                layer.name("update.linear_1"));
        Var update = linear(
                layer.update2,
                product(forms.gated, layer.name(SegnnLayer.NODE_SECOND), x, b),
                layer.name("update.linear_2"));
        return tape.sum(h, update);
    }

    private Var product(Form form, String name, Var x, Var attributes) {
        return form(form, Rows.of(x.rows()), name, List.of(x, attributes));
    }

    private Var form(Form form, Rows rows, String name, List<Var> operands) {
        @Nullable Var[] all = new @Nullable Var[form.operands().size()];
        for (int k = 0; k < operands.size(); k++) {
            all[k] = operands.get(k);
        }
        if (model.config().gaunt()) {
            all[operands.size()] = weight(Segnn.featureWeights(name));
            all[operands.size() + 1] = weight(Segnn.attributeWeights(name));
        }
        return tape.form(form, model.config().channels(), rows, all, all.length - 1)[0];
    }

    private Var linear(LinearMap map, Var x, String name) {
        Groups all = groups.computeIfAbsent(x.rows(), Groups::single);
        return tape.linear(map, all, x, weight(name));
    }

    private Var silu(Var x) {
        @Nullable Var[] operands = {x, null};
        return tape.form(model.silu, x.width(), Rows.of(x.rows()), operands, 1)[0];
    }

    private Var weight(String name) {
        int size = model.parameters().entry(name).size();
        return leaves.computeIfAbsent(name, n -> tape.leaf(weights.of(n), 1, size, WEIGHTS));
    }

    /** The rows of some systems as a constant. */
    private Var rows(double[] all, int width, int rows, int[] systems) {
        double[] data = new double[ArraySize.of(rows, width)];
        int stride = systems.length == 0 ? 0 : rows * width / systems.length;
        for (int s = 0; s < systems.length; s++) {
            System.arraycopy(all, systems[s] * stride, data, s * stride, stride);
        }
        return tape.leaf(Buffer.copyOf(data, precision), rows, width, 0);
    }

    @Override
    public void close() {
        tape.reset();
    }
}
