package org.gaunt.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gaunt.linalg.Parallel;
import org.gaunt.nn.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Adam (Kingma and Ba 2015), with AMSGrad (Reddi et al. 2018) where asked, in PyTorch's formulation.
 *
 * <p>Weight decay is added to the gradient of the parameters marked for it, before the moments; decoupled decay (AdamW,
 * Loshchilov and Hutter 2019) shrinks them by rate * decay before each step instead:
 *
 * <pre>
 * g  = gradient + decay * p
 * m  = b1 m + (1 - b1) g
 * v  = b2 v + (1 - b2) g²          v' = max(v', v) with AMSGrad, else v
 * p -= rate / (1 - b1^t) * m / (sqrt(v') / sqrt(1 - b2^t) + eps)
 * </pre>
 *
 * <p>Not safe for concurrent use.
 */
public final class Adam implements Optimizer {

    /** Names of the arrays of the state: means of the gradient and of its square, and the largest of the latter so far. */
    private static final String FIRST = "first";

    private static final String SECOND = "second";
    private static final String LARGEST = "largest";

    private final Settings settings;
    private final Parameters parameters;
    private double rate = Double.NaN;
    private final int size;
    private final int[] runs;
    private final double[] decay;
    private final double[] first;
    private final double[] second;
    private final double @Nullable [] largest;
    private long steps;

    /**
     * Settings that stay the same during a run.
     *
     * @param beta1 decay of the mean of the gradient, in [0, 1)
     * @param beta2 decay of the mean of the squared gradient, in [0, 1)
     * @param epsilon added to the denominator
     * @param weightDecay added to the gradient of the parameters with {@link Parameters.Entry#decay()}, times the
     *     parameter
     * @param decoupled whether the decay shrinks the parameters instead (AdamW)
     * @param amsgrad whether the denominator takes the largest mean square so far
     */
    public record Settings(
            double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled, boolean amsgrad) {
        /** Checks the ranges. */
        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon >= 0 && weightDecay >= 0)) {
                throw new IllegalArgumentException("Adam needs 0 <= beta < 1, epsilon >= 0, decay >= 0; given beta1 "
                        + beta1 + ", beta2 " + beta2 + ", epsilon " + epsilon + ", decay " + weightDecay);
            }
        }

        /** PyTorch's and MACE's: 0.9, 0.999, 1e-8, with AMSGrad. */
        public static Settings amsgrad(double weightDecay) {
            return new Settings(0.9, 0.999, 1e-8, weightDecay, false, true);
        }

        /** With decay added to the gradient. */
        public Settings(double beta1, double beta2, double epsilon, double weightDecay, boolean amsgrad) {
            this(beta1, beta2, epsilon, weightDecay, false, amsgrad);
        }
    }

    /**
     * Adam for the parameters of layers, with PyTorch's settings: 0.9, 0.999, 1e-8.
     *
     * @param rate learning rate of {@link #step()}
     */
    public Adam(Parameters parameters, double rate) {
        this(parameters, new Settings(0.9, 0.999, 1e-8, 0, false), new boolean[parameters.size()]);
        this.rate = checked(rate);
    }

    static double checked(double rate) {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("a learning rate is finite and not negative, given " + rate);
        }
        return rate;
    }

    /** Starts with moments of zero for the layout of the given parameters, which {@link #step()} changes. */
    public Adam(Parameters parameters, Settings settings) {
        this(parameters, settings, new boolean[parameters.size()]);
    }

    /** Leaves alone the weights that another optimiser takes, their moments included. */
    Adam(Parameters parameters, Settings settings, boolean[] taken) {
        this.settings = settings;
        this.parameters = parameters;
        this.size = parameters.size();
        this.runs = runs(taken);
        this.decay = new double[size];
        for (Parameters.Entry entry : parameters.entries()) {
            if (entry.decay()) {
                Arrays.fill(decay, entry.offset(), entry.end(), settings.weightDecay());
            }
        }
        this.first = new double[size];
        this.second = new double[size];
        this.largest = settings.amsgrad() ? new double[size] : null;
    }

    /** First and end of each run of weights that are not taken, cut into chunks. */
    private static int[] runs(boolean[] taken) {
        java.util.stream.IntStream.Builder bounds = java.util.stream.IntStream.builder();
        for (int from = 0; from < taken.length; ) {
            int to = from;
            while (to < taken.length && to - from < Parallel.CHUNK && taken[to] == taken[from]) {
                to++;
            }
            if (!taken[from]) {
                bounds.add(from).add(to);
            }
            from = to;
        }
        return bounds.build().toArray();
    }

    /** The live mean of the gradient; the part of taken weights belongs to the optimiser that took them. */
    double[] first() {
        return first;
    }

    /**
     * Takes one step along the gradient that {@link org.gaunt.autodiff.Tape#backward} has left in the parameters, and clears it.
     *
     * @throws IllegalStateException if there is no gradient, or no learning rate was given
     */
    public void step() {
        if (Double.isNaN(rate)) {
            throw new IllegalStateException("no learning rate was given: make the optimiser with one");
        }
        step(parameters, rate);
    }

    @Override
    public void step(double[] parameters, double[] gradient, double rate, Parallel parallel) {
        if (parameters.length != size || gradient.length != size) {
            throw new IllegalArgumentException("the optimiser was made for " + size + " parameters, given "
                    + parameters.length + " and a gradient of " + gradient.length);
        }
        steps++;
        double stepSize = rate / (1 - Math.pow(settings.beta1(), (double) steps));
        double root2 = Math.sqrt(1 - Math.pow(settings.beta2(), (double) steps));
        parallel.run(runs.length / 2, k -> {
            if (settings.decoupled()) {
                shrink(parameters, rate, runs[2 * k], runs[2 * k + 1]);
            }
            step(parameters, gradient, stepSize, root2, runs[2 * k], runs[2 * k + 1]);
        });
    }

    private void shrink(double[] parameters, double rate, int from, int to) {
        for (int i = from; i < to; i++) {
            parameters[i] *= 1 - rate * decay[i];
        }
    }

    private void step(double[] parameters, double[] gradient, double stepSize, double root2, int from, int to) {
        double b1 = settings.beta1();
        double b2 = settings.beta2();
        double epsilon = settings.epsilon();
        double coupled = settings.decoupled() ? 0 : 1;
        double[] denominator = second;
        for (int i = from; i < to; i++) {
            double g = gradient[i] + coupled * decay[i] * parameters[i];
            first[i] = b1 * first[i] + (1 - b1) * g;
            second[i] = b2 * second[i] + (1 - b2) * g * g;
        }
        if (largest != null) {
            for (int i = from; i < to; i++) {
                largest[i] = Math.max(largest[i], second[i]);
            }
            denominator = largest;
        }
        for (int i = from; i < to; i++) {
            parameters[i] -= stepSize * (first[i] / (Math.sqrt(denominator[i]) / root2 + epsilon));
        }
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public State state() {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        arrays.put(FIRST, first.clone());
        arrays.put(SECOND, second.clone());
        if (largest != null) {
            arrays.put(LARGEST, largest.clone());
        }
        return new State(steps, arrays);
    }

    @Override
    public void restore(State state) {
        if (state.arrays().containsKey(LARGEST) != (largest != null) || state.steps() < 0) {
            throw new IllegalArgumentException("the state of Adam after " + state.steps() + " steps has the arrays "
                    + state.arrays().keySet() + ", wanted those " + (largest == null ? "without" : "with")
                    + " AMSGrad");
        }
        double[] otherFirst = state.array(FIRST, size);
        double[] otherSecond = state.array(SECOND, size);
        if (largest != null) {
            System.arraycopy(state.array(LARGEST, size), 0, largest, 0, size);
        }
        System.arraycopy(otherFirst, 0, first, 0, size);
        System.arraycopy(otherSecond, 0, second, 0, size);
        steps = state.steps();
    }
}
