package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.WeightValues;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;
import org.jspecify.annotations.Nullable;

/**
 * The energies that a network gives atoms without neighbours, one for each head and element, with the weights of a worker. They
 * are computed once for as long as the weights stay the same.
 */
final class LoneAtoms {
    private final EnergyNetwork network;
    private final Precision precision;
    private final Parameters parameters;
    private final WeightValues weights;
    private final Map<String, Object> derived = new HashMap<>();
    private final int elements;
    private final GraphBatch atoms;
    private final Tape tape;
    private Map<String, Var> leaves = Map.of();
    private @Nullable Var energies;
    private double @Nullable [] values;

    /**
     * Prepares the atoms.
     *
     * @param weights in the precision; read again after {@link #forget}
     */
    LoneAtoms(
            ModelData data,
            EnergyNetwork network,
            Backend backend,
            Precision precision,
            Parameters parameters,
            WeightValues weights) {
        this.network = network;
        this.precision = precision;
        this.parameters = parameters;
        this.weights = weights;
        elements = data.atomicNumbers().size();
        tape = Tape.open(backend, precision);
        tape.bind(weights);
        List<Graph> graphs = new ArrayList<>();
        for (int head = 0; head < Math.max(1, data.heads().size()); head++) {
            for (int element = 0; element < elements; element++) {
                int[] none = {};
                graphs.add(new Graph(
                        new double[3], new int[] {element}, none, none, new double[0], none, none, Double.NaN, head));
            }
        }
        atoms = GraphBatch.of(graphs);
    }

    /** The number of an element's atom for a head. */
    int index(int head, int element) {
        return head * elements + element;
    }

    /** The weights have changed. */
    void forget() {
        values = null;
        energies = null;
        derived.clear();
        tape.reset();
    }

    /** The energies before the model's scale, by {@link #index}. */
    double[] energies() {
        double[] known = values;
        if (known == null) {
            known = compute().toDoubles();
            values = known;
        }
        return known;
    }

    private Var compute() {
        tape.reset();
        NetworkInput input = new NetworkInput(tape, atoms, precision, parameters, weights, derived, 0, false, null);
        Var computed = network.nodeEnergies(input);
        leaves = input.leaves();
        energies = computed;
        return computed;
    }

    /**
     * Adds the gradient of Σ cotangent · energy by the weights.
     *
     * @param cotangent by {@link #index}
     * @param gradient of the parameters' size
     */
    void addGradient(double[] cotangent, double[] gradient) {
        // what a gradient leaves on the tape is given back before the next
        Var of = energies == null ? compute() : energies;
        energies = null;
        Var seed = tape.leaf(cotangent, of.rows(), 1, 0);
        Gradients gradients = tape.gradient(List.of(of), List.of(seed), NetworkInput.WEIGHTS, false);
        PotentialWorker.addWeightGradients(parameters, leaves, gradients, gradient);
        weights.addGradients(tape, gradients, gradient);
    }

    void close() {
        forget();
    }
}
