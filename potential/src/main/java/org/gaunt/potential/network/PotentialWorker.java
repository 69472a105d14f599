package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.learn.Phase;
import org.gaunt.learn.PhaseTimer;
import org.gaunt.linalg.Parallel;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.WeightValues;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.PotentialPhases;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.IsolatedLimit;
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
    private final @Nullable LoneAtoms lone;
    private final @Nullable BoundFraction boundFraction;
    private double[] scale = {};
    private boolean trained = true;
    private boolean recorded = true;
    private @Nullable GraphBatch last;
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
     * @param cutoff of the model, Å
     * @param network gives the energies of the atoms, from weights with the names of the parameters
     * @param backend the kernels it computes with
     * @param splineTolerance largest error, relative to the largest value, of splines in place of radial networks, with which
     *     there is no gradient by the weights; 0 for the networks themselves
     */
    public PotentialWorker(
            Parameters parameters,
            ModelData data,
            double cutoff,
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
        boolean exact = data.isolatedLimit() == IsolatedLimit.EXACT;
        lone = exact ? new LoneAtoms(data, network, backend, precision, parameters, weights) : null;
        boundFraction = exact ? new BoundFraction(data.atomicNumbers(), cutoff) : null;
    }

    /** Shows intermediate values to the given object during later evaluations. */
    public void trace(NetworkInput.Trace observer) {
        trace = observer;
    }

    @Override
    public void load(double[] values) {
        derived.clear();
        if (lone != null) {
            lone.forget();
        }
        weights.load(values);
    }

    @Override
    public void evaluateOn(@Nullable Parallel threads) {
        tape.computeOn(threads);
        trained = threads == null;
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
        recorded = trained;
        positionGradient = null;
        strainGradient = null;
        computed = what;
        volumes = batch.volumes();
        int structures = batch.structures();
        NetworkInput input = new NetworkInput(
                tape, batch, precision, parameters, weights, derived, splineTolerance, what.stress(), trace);
        leaves = input.leaves();
        Var nodeEnergies = network.nodeEnergies(input);
        last = batch;
        scale = new double[batch.atoms()];
        double[] shift = new double[batch.atoms()];
        double[] constant = new double[batch.atoms()];
        constants(batch, scale, shift, constant);
        @Nullable Var[] operands = {nodeEnergies, tape.leaf(scale, batch.atoms(), 1, 0), null};
        Rows atoms = Rows.of(batch.atoms(), batch.structureOfAtom(), structures);
        Var total = tape.form(energySum, 1, atoms, operands, 2)[0];
        BoundFraction.@Nullable Result bound = boundFraction == null ? null : boundFraction.of(input, shift);
        if (bound != null && bound.weighted() != null) {
            total = tape.sum(total, bound.weighted());
        }
        energy = total;
        double[] energies = total.toDoubles();
        double[] perAtom = nodeEnergies.toDoubles();
        for (int i = 0; i < perAtom.length; i++) {
            double binding = bound == null ? shift[i] : shift[i] * bound.values()[i];
            boolean onTape = bound != null && bound.changing()[i];
            perAtom[i] = perAtom[i] * scale[i] + (constant[i] + binding);
            energies[batch.structureOfAtom()[i]] += constant[i] + (onTape ? 0 : binding);
        }
        long done = System.nanoTime();
        timer.add(Phase.FORWARD, done - begin);
        double[] forces = null;
        double[] stress = null;
        if (what.forces()) {
            Var ones = tape.constant(Precision.FLOAT64, structures, 1, 1);
            Gradients gradients = tape.gradient(List.of(total), List.of(ones), NetworkInput.GEOMETRY, trained);
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
        timer.add(PotentialPhases.FORCES, System.nanoTime() - done);
        return new Evaluation(energies, perAtom, forces, stress);
    }

    /** Factor of each atom's network energy, shift and the summand that is the same wherever the atom is, eV. */
    private void constants(GraphBatch batch, double[] factor, double[] shift, double[] constant) {
        boolean single = data.heads().isEmpty();
        double[] alone = lone == null ? new double[0] : lone.energies();
        for (int i = 0; i < factor.length; i++) {
            int headNumber = batch.headOfStructure()[batch.structureOfAtom()[i]];
            ModelData.Head head = single ? null : data.heads().get(headNumber);
            List<Double> isolated = head == null ? data.isolatedEnergies() : head.isolatedEnergies();
            factor[i] = head == null ? data.scale() : head.scale();
            shift[i] = head == null ? data.shift() : head.shift();
            int element = batch.species()[i];
            constant[i] = isolated.get(element);
            if (lone != null) {
                constant[i] -= factor[i] * alone[lone.index(single ? 0 : headNumber, element)];
            }
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
                || !recorded
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
        addWeightGradients(parameters, leaves, gradients, gradient);
        weights.addGradients(tape, gradients, gradient);
        if (lone != null && energyCotangent != null) {
            lone.addGradient(byLoneEnergies(lone, energyCotangent), gradient);
        }
    }

    /** What an energy has to do with those of lone atoms, which are subtracted from it. */
    private double[] byLoneEnergies(LoneAtoms atoms, double[] energyCotangent) {
        double[] cotangent = new double[atoms.energies().length];
        GraphBatch batch = Objects.requireNonNull(last);
        for (int i = 0; i < batch.atoms(); i++) {
            int structure = batch.structureOfAtom()[i];
            int head = data.heads().isEmpty() ? 0 : batch.headOfStructure()[structure];
            cotangent[atoms.index(head, batch.species()[i])] -= scale[i] * energyCotangent[structure];
        }
        return cotangent;
    }

    /** Adds gradients by leaves to a gradient by all weights. */
    static void addWeightGradients(
            Parameters parameters, Map<String, Var> leaves, Gradients gradients, double[] gradient) {
        leaves.forEach((name, leaf) -> {
            Var g = gradients.of(leaf);
            if (g != null) {
                g.data().addTo(gradient, parameters.entry(name).offset());
            }
        });
    }

    @Override
    public void close() {
        if (lone != null) {
            lone.forget();
        }
        tape.reset();
    }
}
