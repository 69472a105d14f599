package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.WeightValues;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Phase;
import org.gaunt.potential.PhaseTimer;
import org.gaunt.potential.data.GraphBatch;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates an {@link EnergyNetwork} and its derivatives on a tape. Geometry and energies are computed in double precision,
 * everything between in the worker's.
 */
public final class PotentialWorker implements ModelWorker {
    private final Parameters parameters;
    private final ModelData data;
    private final EnergyNetwork network;
    private final Precision precision;
    private final Form energySum;
    private final Tape tape;
    private final WeightValues weights;
    private final Map<String, Object> derived = new HashMap<>();
    private final double splineTolerance;
    private Map<String, Var> leaves = Map.of();
    private NetworkInput.@Nullable Trace trace;
    private @Nullable Var energy;
    private @Nullable Var positionGradient;
    private @Nullable Var strainGradient;
    private double[] volumes = {};
    private Derivatives computed = Derivatives.ENERGY;
    private PhaseTimer timer = PhaseTimer.NONE;

    /**
     * Makes a worker.
     *
     * @param parameters names and shapes of the weights
     * @param data scale, shift and isolated-atom energies
     * @param network gives the energies of the atoms, from weights with the names of the parameters
     * @param backend the kernels it computes with
     * @param splineTolerance largest error, relative to the largest value, of splines in place of radial networks, with which
     *     there is no gradient by the weights; 0 for the networks themselves
     */
    public PotentialWorker(
            Parameters parameters,
            ModelData data,
            EnergyNetwork network,
            Backend backend,
            Precision precision,
            double splineTolerance) {
        this.splineTolerance = splineTolerance;
        this.parameters = parameters;
        this.data = data;
        this.network = network;
        this.precision = precision;
        this.energySum = Forms.weightedSum();
        this.tape = Tape.open(backend, precision);
        this.weights = new WeightValues(parameters, precision);
        tape.bind(weights);
    }

    /** Shows intermediate values to the given object during later evaluations. */
    public void trace(NetworkInput.Trace observer) {
        trace = observer;
    }

    @Override
    public void load(double[] values) {
        derived.clear();
        weights.load(values);
    }

    @Override
    public void timeWith(PhaseTimer told) {
        timer = told;
    }

    @Override
    public Evaluation evaluate(GraphBatch batch, Derivatives what) {
        long begin = System.nanoTime();
        tape.reset();
        energy = null; // a failure below must not leave the last evaluation's values for a gradient
        positionGradient = null;
        strainGradient = null;
        computed = what;
        volumes = batch.volumes();
        int structures = batch.structures();
        NetworkInput input = new NetworkInput(
                tape, batch, precision, parameters, weights, derived, splineTolerance, what.stress(), trace);
        leaves = input.leaves();
        Var nodeEnergies = network.nodeEnergies(input);
        double[] scale = new double[batch.atoms()];
        double[] constant = new double[batch.atoms()];
        constants(batch, scale, constant);
        @Nullable Var[] operands = {nodeEnergies, tape.leaf(scale, batch.atoms(), 1, 0), null};
        Rows atoms = Rows.of(batch.atoms(), batch.structureOfAtom(), structures);
        Var total = tape.form(energySum, 1, atoms, operands, 2)[0];
        energy = total;
        double[] energies = total.toDoubles();
        double[] perAtom = nodeEnergies.toDoubles();
        for (int i = 0; i < perAtom.length; i++) {
            perAtom[i] = perAtom[i] * scale[i] + constant[i];
            energies[batch.structureOfAtom()[i]] += constant[i];
        }
        long done = System.nanoTime();
        timer.add(Phase.FORWARD, done - begin);
        double[] forces = null;
        double[] stress = null;
        if (what.forces()) {
            Var ones = tape.constant(Precision.FLOAT64, structures, 1, 1);
            Gradients gradients = tape.gradient(List.of(total), List.of(ones), NetworkInput.GEOMETRY, true);
            positionGradient = gradients.of(input.positions());
            forces = new double[3 * batch.atoms()];
            if (positionGradient != null) {
                double[] gradient = positionGradient.toDoubles();
                for (int i = 0; i < forces.length; i++) {
                    forces[i] = -gradient[i];
                }
            }
            if (what.stress()) {
                strainGradient = gradients.of(input.strain());
                stress = stress(volumes, strainGradient);
            }
        }
        timer.add(Phase.FORCES, System.nanoTime() - done);
        return new Evaluation(energies, perAtom, forces, stress);
    }

    /** Factor and summand of each atom's network energy. */
    private void constants(GraphBatch batch, double[] scale, double[] constant) {
        boolean single = data.heads().isEmpty();
        for (int i = 0; i < scale.length; i++) {
            ModelData.Head head = single ? null : data.heads().get(batch.headOfStructure()[batch.structureOfAtom()[i]]);
            List<Double> isolated = head == null ? data.isolatedEnergies() : head.isolatedEnergies();
            scale[i] = head == null ? data.scale() : head.scale();
            constant[i] = isolated.get(batch.species()[i]) + (head == null ? data.shift() : head.shift());
        }
    }

    /** (1/V) dE/dε, symmetrised; NaN for structures without a volume. */
    private static double[] stress(double[] volumes, @Nullable Var strainGradient) {
        double[] stress = new double[9 * volumes.length];
        double[] gradient = strainGradient == null ? new double[stress.length] : strainGradient.toDoubles();
        for (int s = 0; s < volumes.length; s++) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    stress[9 * s + 3 * i + j] =
                            (gradient[9 * s + 3 * i + j] + gradient[9 * s + 3 * j + i]) / 2 / volumes[s];
                }
            }
        }
        return stress;
    }

    /** The transpose of {@link #stress}; zero for structures without a volume. */
    private static double[] byStrain(double[] cotangent, double[] volumes) {
        double[] result = new double[cotangent.length];
        for (int s = 0; s < volumes.length; s++) {
            for (int k = 0; k < 9 && Double.isFinite(volumes[s]); k++) {
                int transposed = 3 * (k % 3) + k / 3;
                result[9 * s + k] = (cotangent[9 * s + k] + cotangent[9 * s + transposed]) / 2 / volumes[s];
            }
        }
        return result;
    }

    @Override
    public void accumulateGradient(
            double @Nullable [] energyCotangent,
            double @Nullable [] forceCotangent,
            double @Nullable [] stressCotangent,
            double[] gradient) {
        if (splineTolerance > 0) {
            throw new IllegalStateException(
                    "a worker with splines in place of radial networks has no gradient by weights");
        }
        if (energy == null
                || (forceCotangent != null && !computed.forces())
                || (stressCotangent != null && !computed.stress())) {
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
        if (stressCotangent != null && strainGradient != null) {
            values.add(strainGradient);
            seeds.add(tape.leaf(byStrain(stressCotangent, volumes), strainGradient.rows(), 9, 0));
        }
        if (values.isEmpty()) {
            return;
        }
        Gradients gradients = tape.gradient(values, seeds, NetworkInput.WEIGHTS, false);
        leaves.forEach((name, leaf) -> {
            Var g = gradients.of(leaf);
            if (g != null) {
                int offset = parameters.entry(name).offset();
                g.data().addTo(gradient, offset);
            }
        });
        weights.addGradients(tape, gradients, gradient);
    }

    @Override
    public void close() {
        tape.reset();
    }
}
