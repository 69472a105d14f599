package org.gaunt.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Layout;
import org.gaunt.o3.MulIrrep;
import org.gaunt.o3.Rotation;
import org.gaunt.o3.WignerD;

/**
 * Asserts that a function of feature vectors is equivariant: turning the inputs and then applying the function is the
 * same as applying it and then turning the output, for rotations and for rotations with inversion.
 *
 * <pre>{@code
 * EquivarianceAssertions.of(Irreps.parse("4x0e+4x1o"), Irreps.parse("1o")).to(Irreps.parse("4x1o"))
 *         .assertEquivariant(inputs -> product.apply(inputs.get(0), inputs.get(1)));
 * }</pre>
 *
 * <p>Immutable; every setting returns a new object.
 */
public final class EquivarianceAssertions {

    private static final int TRIALS = 4;

    private final List<Irreps> inputs;
    private final Irreps output;
    private final Layout layout;
    private final long seed;
    private final double tolerance;

    private EquivarianceAssertions(List<Irreps> inputs, Irreps output, Layout layout, long seed, double tolerance) {
        this.inputs = inputs;
        this.output = output;
        this.layout = layout;
        this.seed = seed;
        this.tolerance = tolerance;
    }

    /**
     * Starts with the inputs of the function; the output is empty, the layout {@link Layout#IR_MUL}, the seed 1 and the
     * tolerance 1e-11.
     *
     * @param inputs the irreps of each input
     * @return the assertions
     */
    public static EquivarianceAssertions of(Irreps... inputs) {
        return new EquivarianceAssertions(List.of(inputs), Irreps.of(), Layout.IR_MUL, 1, 1e-11);
    }

    /** The same with another output. */
    public EquivarianceAssertions to(Irreps newOutput) {
        return new EquivarianceAssertions(inputs, newOutput, layout, seed, tolerance);
    }

    /** The same with another layout of inputs and output. */
    public EquivarianceAssertions layout(Layout newLayout) {
        return new EquivarianceAssertions(inputs, output, newLayout, seed, tolerance);
    }

    /** The same with another seed of the random inputs and rotations. */
    public EquivarianceAssertions seed(long newSeed) {
        return new EquivarianceAssertions(inputs, output, layout, newSeed, tolerance);
    }

    /** The same with another tolerance, relative to the largest output or to 1 if all outputs are smaller. */
    public EquivarianceAssertions tolerance(double newTolerance) {
        return new EquivarianceAssertions(inputs, output, layout, seed, newTolerance);
    }

    /**
     * Asserts that a function is equivariant, with normally distributed inputs.
     *
     * @param function from the inputs, each of shape [irreps.dim()], to the output; it must not change the inputs
     * @throws AssertionError if it is not
     */
    public void assertEquivariant(Function<List<double[]>, double[]> function) {
        RandomGenerator random = new Random(seed);
        for (int trial = 0; trial < TRIALS; trial++) {
            boolean inversion = trial % 2 == 1;
            Rotation rotation = Rotation.random(random);
            double[][] r = Transforms.matrix(rotation, inversion);
            List<double[]> plain = inputs.stream()
                    .map(irreps ->
                            random.doubles(irreps.dim()).map(u -> 2 * u - 1).toArray())
                    .toList();
            List<double[]> turned = IntStream.range(0, inputs.size())
                    .mapToObj(i -> turn(inputs.get(i), r, plain.get(i)))
                    .toList();
            double[] expected = turn(output, r, checkedOutput(function.apply(plain)));
            Deviation.between(checkedOutput(function.apply(turned)), expected, "the output")
                    .check(
                            tolerance,
                            "the function " + inputs + " -> " + output + " is not equivariant",
                            this::place,
                            String.format(
                                    Locale.ROOT,
                                    "trial %d of seed %d, %s%s; is the coupling or the parity of this irrep right?",
                                    trial,
                                    seed,
                                    Transforms.describe(rotation),
                                    inversion ? " with inversion" : ""));
        }
    }

    private double[] checkedOutput(double[] values) {
        if (values.length != output.dim()) {
            throw new AssertionError(
                    "the function gave " + values.length + " numbers, but " + output + " has " + output.dim());
        }
        return values;
    }

    private double[] turn(Irreps irreps, double[][] r, double[] vector) {
        double[][] d = WignerD.of(irreps, r);
        double[] mulIr = layout.convertTo(Layout.MUL_IR, irreps, vector);
        double[] turned = new double[mulIr.length];
        Arrays.setAll(turned, i -> {
            double sum = 0;
            for (int j = 0; j < mulIr.length; j++) {
                sum += d[i][j] * mulIr[j];
            }
            return sum;
        });
        return Layout.MUL_IR.convertTo(layout, irreps, turned);
    }

    private String place(int index) {
        int start = 0;
        for (int t = 0; t < output.size(); t++) {
            MulIrrep term = output.get(t);
            if (index < start + term.dim()) {
                int inside = index - start;
                int channel = layout == Layout.MUL_IR ? inside / term.ir().dim() : inside % term.mul();
                int component = layout == Layout.MUL_IR ? inside % term.ir().dim() : inside / term.mul();
                return "component " + component + " of channel " + channel + " of term " + t + " (" + term + ")";
            }
            start += term.dim();
        }
        return "number " + index;
    }
}
