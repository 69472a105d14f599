package org.gaunt.potential.network;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.gaunt.autodiff.Var;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Parameters.Matrix;
import org.jspecify.annotations.Nullable;

/** The radial functions of one layer of a model; made by {@link Radial#functions}. */
public final class RadialFunctions {
    /** How many waves a spline starts from: a smooth random function. */
    private static final int WAVES = 4;

    private final Radial radial;
    private final String prefix;
    private final int outputs;
    private final Perceptron network;

    RadialFunctions(Radial radial, String prefix, List<Integer> hidden, int outputs) {
        this.radial = radial;
        this.prefix = prefix;
        this.outputs = outputs;
        this.network = new Perceptron(prefix, radial.shape().basis(), hidden, outputs);
    }

    /** How many functions there are. */
    public int outputs() {
        return outputs;
    }

    /** The network of the Bessel functions; without weights where there are splines. */
    public Perceptron network() {
        return network;
    }

    /** The name of the splines' weights. */
    public String splineName() {
        return prefix + ".spline.weight";
    }

    private RadialKind kind() {
        return radial.shape().kind();
    }

    /** Declares the weights. */
    public void declare(Parameters.Builder parameters) {
        if (kind() == RadialKind.SPLINE) {
            int rows = radial.shape().splineRows();
            List<Matrix> matrix = List.of(new Matrix(0, rows, outputs));
            parameters.add(splineName(), false, this::smooth, matrix, rows, outputs);
            return;
        }
        network.declare(parameters);
    }

    /** Independent coefficients would start as noise from knot to knot, which stays where there are few data. */
    private void smooth(double[] values, Parameters.Entry entry, RandomGenerator random) {
        int rows = radial.shape().splineRows();
        for (int out = 0; out < outputs; out++) {
            for (int n = 1; n <= WAVES; n++) {
                double amplitude = random.nextGaussian() * Math.sqrt(2.0 / WAVES);
                for (int row = 0; row < rows; row++) {
                    double x = Math.clamp((row - 1.0) / radial.shape().knots(), 0, 1);
                    values[entry.offset() + row * outputs + out] += amplitude * Math.cos((n - 1) * Math.PI * x);
                }
            }
        }
    }

    /**
     * Evaluates the functions of Bessel functions without weights.
     *
     * @return in the working precision [pairs, outputs]
     */
    public Var of(NetworkInput in) {
        if (in.batch().pairs() == 0) {
            return none(in);
        }
        Radial.Features features = in.radialFeatures(radial);
        RadialTables tables = features.tables();
        if (tables != null) {
            return gather(in, in.tape().leaf(tables.table(this), tables.rows(), outputs, 0));
        }
        return of(in, kind() == RadialKind.TABULATED ? radial.knots().basis(in) : features.basis());
    }

    /**
     * Evaluates the functions of a basis.
     *
     * @param basis what the network sees, at all pairs or, where it is tabulated, at all knots ({@link TrainedRadial#basis}); not read
     *     where there is no network
     * @return in the working precision [pairs, outputs]
     */
    public Var of(NetworkInput in, @Nullable Var basis) {
        if (in.batch().pairs() == 0) {
            return none(in);
        }
        if (kind() == RadialKind.SPLINE) {
            return gather(in, in.weight(splineName(), radial.shape().splineRows()));
        }
        Var seen = Objects.requireNonNull(basis, "a radial network needs its basis");
        return kind() == RadialKind.MLP
                ? network.apply(in, seen)
                : gather(in, radial.knots().coefficients(in, network, seen));
    }

    /** No rows: a table would have to be computed although nobody looks into it. */
    private Var none(NetworkInput in) {
        return in.tape().constant(in.precision(), 0, outputs, 0);
    }

    private Var gather(NetworkInput in, Var table) {
        Radial.Features features = in.radialFeatures(radial);
        return radial.fourRows().sums(in, features.basis(), table, Objects.requireNonNull(features.rows()));
    }
}
