package org.gaunt.regression;

import java.util.List;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.learn.WeightHolder;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.WeightValues;
import org.jspecify.annotations.Nullable;

/** Predicts with a {@link Segnn} and differentiates by its weights; many systems are one graph. For one thread at a time. */
public final class SegnnWorker implements WeightHolder {

    private final Segnn model;
    private final Precision precision;
    private final Tape tape;
    private final WeightValues weights;
    private @Nullable Var result;

    SegnnWorker(Segnn model, Backend backend, Precision precision) {
        this.model = model;
        this.precision = precision;
        this.tape = Tape.open(backend, precision);
        this.weights = new WeightValues(model.parameters(), precision);
        tape.bind(weights);
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
        Gradients gradients = tape.gradient(
                List.of(value), List.of(tape.leaf(seed, value.rows(), value.width(), 0)), Tape.PARAMETERS, false);
        weights.addGradients(tape, gradients, gradient);
    }

    private Var evaluate(ParticleFeatures features, int[] systems) {
        tape.reset();
        result = null; // a failure below must not leave the last prediction for a gradient
        Graph graph = new Graph(systems.length, features.particles);
        Var a = rows(features.edgeAttribute, features.attributes, graph.edges, systems);
        Var b = rows(features.nodeAttribute, features.attributes, graph.nodes, systems);
        Var s = rows(features.edgeScalar, features.edgeScalars, graph.edges, systems);
        int width = ParticleFeatures.SCALARS + 3 * ParticleFeatures.VECTORS;
        Var out = model.displacements(graph.rows, rows(features.nodeInput, width, graph.nodes, systems), a, b, s);
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
