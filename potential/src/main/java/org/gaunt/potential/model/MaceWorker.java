package org.gaunt.potential.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.LinearMap;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.form.Form;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.data.GraphBatch;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a {@link Mace} model on a tape. Geometry and energies are computed in double precision, everything between in the
 * worker's.
 */
final class MaceWorker implements ModelWorker {
    private static final int GEOMETRY = 1;
    private static final int WEIGHTS = 2;

    /** The intermediate values of an evaluation, by the names the PyTorch program has for them. */
    interface Trace {
        void value(String name, Var value);
    }

    private final Mace model;
    private final Precision precision;
    private final Tape tape;
    private final Map<String, Object> weights = new HashMap<>();
    private final Map<String, Var> leaves = new HashMap<>();
    private @Nullable Trace trace;
    private @Nullable Var energy;
    private @Nullable Var positionGradient;
    private boolean withForces;

    MaceWorker(Mace model, Precision precision) {
        this.model = model;
        this.precision = precision;
        this.tape = new Tape(model.backend());
        for (Parameters.Entry entry : model.parameters().entries()) {
            weights.put(entry.name(), precision.newArray(entry.size()));
        }
    }

    /** Shows intermediate values to the given object during later evaluations. */
    void trace(Trace observer) {
        trace = observer;
    }

    @Override
    public void load(double[] values) {
        if (values.length != model.parameters().size()) {
            throw new IllegalArgumentException(
                    "the model has " + model.parameters().size() + " weights, but " + values.length + " were given");
        }
        for (Parameters.Entry entry : model.parameters().entries()) {
            Object array = weights.get(entry.name());
            if (array instanceof float[] single) {
                for (int i = 0; i < entry.size(); i++) {
                    single[i] = (float) values[entry.offset() + i];
                }
            } else if (array != null) {
                System.arraycopy(values, entry.offset(), array, 0, entry.size());
            }
        }
    }

    private Var weight(String name, int rows) {
        Object array = weights.get(name);
        if (array == null) {
            throw new IllegalStateException("no weights are called " + name);
        }
        int size = model.parameters().entry(name).size();
        return leaves.computeIfAbsent(name, n -> tape.leaf(array, rows, size / rows, WEIGHTS));
    }

    @Override
    public Evaluation evaluate(GraphBatch batch, Derivatives what) {
        tape.reset();
        leaves.clear();
        withForces = what.forces();
        int structures = batch.structures();
        Var positions = tape.leaf(batch.positions(), batch.atoms(), 3, GEOMETRY);
        Var strain = tape.leaf(new double[9 * structures], structures, 9, what.stress() ? GEOMETRY : 0);
        Var nodeEnergies = nodeEnergies(batch, positions, strain);
        @Nullable Var[] operands = {nodeEnergies, null};
        Rows atoms = Rows.of(batch.atoms(), batch.structureOfAtom(), structures);
        Var total = tape.form(model.energySum(), 1, atoms, operands, 1)[0];
        energy = total;
        double[] energies = total.toDoubles();
        double[] perAtom = nodeEnergies.toDoubles();
        for (int i = 0; i < perAtom.length; i++) {
            double constant = model.data().isolatedEnergies().get(batch.species()[i])
                    + model.data().shift();
            perAtom[i] = perAtom[i] * model.data().scale() + constant;
            energies[batch.structureOfAtom()[i]] += constant;
        }
        double[] forces = null;
        double[] stress = null;
        positionGradient = null;
        if (what.forces()) {
            Var ones = tape.constant(Precision.FLOAT64, structures, 1, 1);
            Gradients gradients = tape.gradient(List.of(total), List.of(ones), GEOMETRY, true);
            positionGradient = gradients.of(positions);
            forces = new double[3 * batch.atoms()];
            if (positionGradient != null) {
                double[] gradient = positionGradient.toDoubles();
                for (int i = 0; i < forces.length; i++) {
                    forces[i] = -gradient[i];
                }
            }
            if (what.stress()) {
                stress = stress(batch, gradients.of(strain));
            }
        }
        return new Evaluation(energies, perAtom, forces, stress);
    }

    /** (1/V) dE/dε, symmetrised; NaN for structures without a volume. */
    private static double[] stress(GraphBatch batch, @Nullable Var strainGradient) {
        double[] stress = new double[9 * batch.structures()];
        double[] gradient = strainGradient == null ? new double[stress.length] : strainGradient.toDoubles();
        for (int s = 0; s < batch.structures(); s++) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    stress[9 * s + 3 * i + j] =
                            (gradient[9 * s + 3 * i + j] + gradient[9 * s + 3 * j + i]) / 2 / batch.volumes()[s];
                }
            }
        }
        return stress;
    }

    /** The readouts of all layers, summed, before scale and shift [atoms]. */
    private Var nodeEnergies(GraphBatch batch, Var positions, Var strain) {
        int elements = model.data().atomicNumbers().size();
        Var y = geometry(batch, model.harmonics(), ascending(batch.edges()), positions, strain);
        Var basis = geometry(batch, model.radialBasis(), batch.firstEdgeOfPair(), positions, strain);
        Groups allAtoms = Groups.single(batch.atoms());
        Groups byElement = Groups.of(batch.species(), elements);
        Groups elementRows = Groups.of(ascending(elements), elements);
        Var features = weight(Mace.EMBEDDING, elements);
        Var sum = null;
        for (MaceLayer layer : model.layers()) {
            features = layer(batch, layer, features, y, basis, allAtoms, byElement, elementRows);
            show("products." + layer.number, features);
            Var readout = tape.cast(readout(layer, features, allAtoms), Precision.FLOAT64);
            sum = sum == null ? readout : tape.sum(sum, readout);
        }
        if (sum == null) {
            throw new IllegalStateException("a model without layers");
        }
        return sum;
    }

    private Var geometry(GraphBatch batch, Form form, int[] edges, Var positions, Var strain) {
        int count = edges.length;
        int[] receiver = new int[count];
        int[] sender = new int[count];
        int[] structure = new int[count];
        double[] shift = new double[3 * count];
        for (int k = 0; k < count; k++) {
            receiver[k] = batch.receiver()[edges[k]];
            sender[k] = batch.sender()[edges[k]];
            structure[k] = batch.structureOfAtom()[receiver[k]];
            System.arraycopy(batch.shift(), 3 * edges[k], shift, 3 * k, 3);
        }
        Rows rows = new Rows(
                count, List.of(receiver, sender, structure), List.of(batch.atoms(), batch.atoms(), batch.structures()));
        @Nullable Var[] operands = {positions, positions, tape.leaf(shift, count, 3, 0), strain, null};
        return tape.cast(tape.form(form, 1, rows, operands, EdgeForms.RESULT)[0], precision);
    }

    private static int[] ascending(int count) {
        int[] all = new int[count];
        java.util.Arrays.setAll(all, i -> i);
        return all;
    }

    private Var layer(
            GraphBatch batch,
            MaceLayer layer,
            Var features,
            Var y,
            Var basis,
            Groups allAtoms,
            Groups byElement,
            Groups elementRows) {
        int elements = elementRows.count();
        int channels = model.config().channels();
        // in the first layer features depend on the element only: a row an element, gathered by the sender's element
        Var x = tape.linear(
                layer.up, layer.first ? Groups.single(elements) : allAtoms, features, weight(layer.upName(), 1));
        Var w = radial(layer, basis, batch.pairs());
        int[] source = layer.first ? speciesOfSenders(batch) : batch.sender();
        Rows edges = new Rows(
                batch.edges(),
                List.of(source, batch.pairOfEdge(), batch.receiver()),
                List.of(x.rows(), batch.pairs(), batch.atoms()));
        @Nullable Var[] operands = {x, y, w, null};
        Var message = tape.form(layer.convolution, channels, edges, operands, 3)[0];
        Var a = tape.linear(layer.mix, allAtoms, message, weight(layer.mixName(), 1));
        if (!layer.residual) {
            a = tape.linear(layer.skip, byElement, a, weight(layer.skipName(), elements));
        }
        show("interactions." + layer.number, a);
        Var b = layer.contraction.apply(tape, a, weight(layer.contractionName(), elements), batch.species(), elements);
        show("products." + layer.number + ".symmetric_contractions", b);
        Var h = tape.linear(layer.product, allAtoms, b, weight(layer.productName(), 1));
        if (!layer.residual) {
            return h;
        }
        Var skip = tape.linear(
                layer.skip, layer.first ? elementRows : byElement, features, weight(layer.skipName(), elements));
        if (!layer.first) {
            return tape.sum(h, skip);
        }
        @Nullable Var[] sum = {h, skip, null};
        return tape.form(layer.addSkip, channels, Rows.of(batch.atoms(), batch.species(), elements), sum, 2)[0];
    }

    private static int[] speciesOfSenders(GraphBatch batch) {
        int[] species = new int[batch.edges()];
        for (int e = 0; e < species.length; e++) {
            species[e] = batch.species()[batch.sender()[e]];
        }
        return species;
    }

    /** The radial network, once for each unordered pair: both directions have the same distance. */
    private Var radial(MaceLayer layer, Var basis, int pairs) {
        Groups rows = Groups.single(pairs);
        Var x = basis;
        for (int k = 0; k < layer.radial.size(); k++) {
            LinearMap map = layer.radial.get(k);
            x = tape.linear(map, rows, x, weight(layer.radialName(k), 1));
            if (k < layer.radial.size() - 1) {
                x = silu(x);
            }
        }
        return x;
    }

    private Var silu(Var x) {
        @Nullable Var[] operands = {x, null};
        return tape.form(model.silu(), x.width(), Rows.of(x.rows()), operands, 1)[0];
    }

    private Var readout(MaceLayer layer, Var features, Groups allAtoms) {
        boolean nonlinear = layer.number == model.config().layers() - 1 && layer.number > 0;
        Var x = tape.linear(
                model.readout(layer.number), allAtoms, features, weight(Mace.readoutName(layer.number, nonlinear), 1));
        return nonlinear ? tape.linear(model.lastReadout(), allAtoms, silu(x), weight(model.lastReadoutName(), 1)) : x;
    }

    private void show(String name, Var value) {
        if (trace != null) {
            trace.value(name, value);
        }
    }

    @Override
    public void accumulateGradient(
            double @Nullable [] energyCotangent, double @Nullable [] forceCotangent, double[] gradient) {
        if (energy == null || (forceCotangent != null && !withForces)) {
            throw new IllegalStateException("a gradient belongs to an evaluation with the same derivatives");
        }
        List<Var> values = new ArrayList<>();
        List<Var> seeds = new ArrayList<>();
        if (energyCotangent != null) {
            values.add(energy);
            seeds.add(tape.leaf(energyCotangent, energy.rows(), 1, 0));
        }
        if (forceCotangent != null && positionGradient != null) {
            double[] negative = new double[forceCotangent.length];
            for (int i = 0; i < negative.length; i++) {
                negative[i] = -forceCotangent[i];
            }
            values.add(positionGradient);
            seeds.add(tape.leaf(negative, positionGradient.rows(), 3, 0));
        }
        if (values.isEmpty()) {
            return;
        }
        Gradients gradients = tape.gradient(values, seeds, WEIGHTS, false);
        leaves.forEach((name, leaf) -> {
            Var g = gradients.of(leaf);
            if (g != null) {
                int offset = model.parameters().entry(name).offset();
                addTo(gradient, offset, g.data(), g.length());
            }
        });
    }

    private static void addTo(double[] to, int offset, Object from, int length) {
        if (from instanceof float[] single) {
            for (int i = 0; i < length; i++) {
                to[offset + i] += single[i];
            }
        } else {
            double[] twice = (double[]) from;
            for (int i = 0; i < length; i++) {
                to[offset + i] += twice[i];
            }
        }
    }

    @Override
    public void close() {
        tape.reset();
    }
}
