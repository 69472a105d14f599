package org.gaunt.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.gaunt.atoms.Structure;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphBuilder;

/**
 * Asserts what every trainable model promises: gradients by the weights that are right, results that depend neither on
 * the other structures of a batch nor on the worker.
 *
 * <p>Everything is computed in double precision. Immutable; every setting returns a new object.
 */
public final class ModelAssertions {

    /** Change of the weights in the difference quotients. */
    private static final double STEP = 1e-3;

    private final TrainableModel model;
    private final long seed;
    private final double tolerance;

    private ModelAssertions(TrainableModel model, long seed, double tolerance) {
        this.model = model;
        this.seed = seed;
        this.tolerance = tolerance;
    }

    /**
     * Starts with seed 1 and tolerance 1e-7.
     *
     * @param model what to examine, with its present weights
     * @return the assertions
     */
    public static ModelAssertions of(TrainableModel model) {
        return new ModelAssertions(model, 1, 1e-7);
    }

    /** The same with another seed of cotangents and directions. */
    public ModelAssertions seed(long newSeed) {
        return new ModelAssertions(model, newSeed, tolerance);
    }

    /** The same with another tolerance, relative to the largest slope or to 1 if all are smaller. */
    public ModelAssertions tolerance(double newTolerance) {
        return new ModelAssertions(model, seed, newTolerance);
    }

    /**
     * The gradient by the weights of a random linear function of all energies, forces and stresses (of structures that
     * have one) is its difference quotient, in a random direction of each tensor of weights.
     *
     * @param structures one batch
     * @return this
     */
    public ModelAssertions weightGradientsAreRight(List<Structure> structures) {
        RandomGenerator random = new Random(seed);
        GraphBatch batch = batch(structures);
        double[] byEnergy = random.doubles(batch.structures(), -1, 1).toArray();
        double[] byForce = random.doubles(3L * batch.atoms(), -1, 1).toArray();
        double[] byStress = new double[9 * batch.structures()];
        for (int i = 0; i < byStress.length; i++) {
            byStress[i] = Double.isNaN(batch.volumes()[i / 9]) ? 0 : batch.volumes()[i / 9] * random.nextDouble(-1, 1);
        }
        Parameters parameters = model.parameters();
        double[] gradient = new double[parameters.size()];
        double[] found = new double[parameters.entries().size()];
        double[] wanted = new double[found.length];
        try (ModelWorker worker = model.newWorker(Precision.FLOAT64)) {
            worker.load(parameters.values());
            worker.evaluate(batch, Derivatives.STRESS);
            worker.accumulateGradient(byEnergy, byForce, byStress, gradient);
            for (int k = 0; k < found.length; k++) {
                Parameters.Entry entry = parameters.entries().get(k);
                double[] direction = new double[parameters.size()];
                for (int i = entry.offset(); i < entry.end(); i++) {
                    direction[i] = random.nextGaussian() / Math.sqrt(entry.size());
                    found[k] += direction[i] * gradient[i];
                }
                wanted[k] = slope(worker, batch, byEnergy, byForce, byStress, direction);
            }
        }
        Deviation.between(found, wanted, "the gradients")
                .check(
                        tolerance,
                        "the gradient by the weights is wrong",
                        k -> "the slope along " + parameters.entries().get(k).name(),
                        "difference quotients of fourth order with " + STEP + ", seed " + seed);
        return this;
    }

    private double slope(
            ModelWorker worker,
            GraphBatch batch,
            double[] byEnergy,
            double[] byForce,
            double[] byStress,
            double[] direction) {
        double[] steps = {STEP, -STEP, 2 * STEP, -2 * STEP};
        double[] values = new double[4];
        for (int k = 0; k < 4; k++) {
            double step = steps[k];
            double[] weights = model.parameters().values().clone();
            Arrays.setAll(weights, i -> weights[i] + step * direction[i]);
            worker.load(weights);
            Evaluation evaluation = worker.evaluate(batch, Derivatives.STRESS);
            values[k] = dot(byEnergy, evaluation.energies()) + dot(byForce, forces(evaluation));
            double[] stress = stress(evaluation);
            for (int i = 0; i < stress.length; i++) {
                values[k] += byStress[i] == 0 ? 0 : byStress[i] * stress[i]; // NaN where there is no stress
            }
        }
        return (8 * (values[0] - values[1]) - (values[2] - values[3])) / (12 * STEP);
    }

    /**
     * Every structure has the same energy and forces in a batch with the others and alone, to the tolerance.
     *
     * @param structures one batch
     * @return this
     */
    public ModelAssertions batchesDoNotMatter(List<Structure> structures) {
        try (ModelWorker worker = model.newWorker(Precision.FLOAT64)) {
            worker.load(model.parameters().values());
            Evaluation all = worker.evaluate(batch(structures), Derivatives.FORCES);
            double[] energies = all.energies().clone();
            double[] forces = forces(all).clone();
            int start = 0;
            for (int s = 0; s < structures.size(); s++) {
                Structure structure = structures.get(s);
                Evaluation alone = worker.evaluate(batch(List.of(structure)), Derivatives.FORCES);
                int end = start + 3 * structure.size();
                String where = "structure " + s + " of the batch, " + structure;
                Deviation.between(new double[] {energies[s]}, alone.energies(), where)
                        .check(tolerance, "a batch changes an energy", i -> "the energy", where);
                Deviation.between(Arrays.copyOfRange(forces, start, end), forces(alone), where)
                        .check(
                                tolerance,
                                "a batch changes forces",
                                i -> "the " + "xyz".charAt(i % 3) + " component on " + structure.nameOf(i / 3),
                                where);
                start = end;
            }
        }
        return this;
    }

    /**
     * Two workers give the same bits, and the same worker does after it has done something else.
     *
     * @param structures at least two
     * @param precision of the workers
     * @return this
     */
    public ModelAssertions workersAgreeToTheBit(List<Structure> structures, Precision precision) {
        GraphBatch batch = batch(structures);
        try (ModelWorker first = model.newWorker(precision);
                ModelWorker second = model.newWorker(precision)) {
            first.load(model.parameters().values());
            second.load(model.parameters().values());
            double[] once = numbers(first, batch);
            first.evaluate(batch(structures.subList(0, 1)), Derivatives.ENERGY);
            requireSameBits("the same worker, after another batch,", once, numbers(first, batch));
            requireSameBits("another worker", once, numbers(second, batch));
        }
        return this;
    }

    private double[] numbers(ModelWorker worker, GraphBatch batch) {
        Evaluation evaluation = worker.evaluate(batch, Derivatives.FORCES);
        double[] forces = forces(evaluation).clone();
        double[] energies = evaluation.energies().clone();
        double[] gradient = new double[model.parameters().size()];
        double[] ones = new double[forces.length];
        Arrays.fill(ones, 1);
        worker.accumulateGradient(energies, ones, null, gradient);
        double[] all = Arrays.copyOf(energies, energies.length + forces.length + gradient.length);
        System.arraycopy(forces, 0, all, energies.length, forces.length);
        System.arraycopy(gradient, 0, all, energies.length + forces.length, gradient.length);
        return all;
    }

    private static void requireSameBits(String who, double[] once, double[] again) {
        int place = Arrays.mismatch(once, again);
        if (place >= 0) {
            throw new AssertionError(who + " gives other bits: number " + place
                    + " of energies, forces and gradient together was " + once[place] + " and is now " + again[place]);
        }
    }

    private GraphBatch batch(List<Structure> structures) {
        List<Graph> graphs = new GraphBuilder(model.atomicNumbers(), model.cutoff(), model.heads())
                .withInputs(model.inputs())
                .build(structures);
        return GraphBatch.of(graphs);
    }

    private static double[] forces(Evaluation evaluation) {
        double[] forces = evaluation.forces();
        if (forces == null) {
            throw new AssertionError("the worker gave no forces though they were asked for");
        }
        return forces;
    }

    private static double[] stress(Evaluation evaluation) {
        double[] stress = evaluation.stress();
        if (stress == null) {
            throw new AssertionError("the worker gave no stress though it was asked for");
        }
        return stress;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
