package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.gaunt.autodiff.Var;
import org.gaunt.nn.FullyConnectedNet;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.jspecify.annotations.Nullable;

/** The radial functions of one layer of a model; made by {@link Radial#functions}. */
public final class RadialFunctions {
    /** How many waves a spline starts from: a smooth random function. */
    private static final int WAVES = 4;

    private final Radial radial;
    private final int outputs;
    private final @Nullable FullyConnectedNet network;
    private final @Nullable Weight spline;

    RadialFunctions(Radial radial, Scope scope, List<Integer> hidden, int outputs) {
        this.radial = radial;
        this.outputs = outputs;
        if (kind() == RadialKind.SPLINE) {
            int rows = radial.shape().splineRows();
            network = null;
            spline = scope.at("spline")
                    .weight(
                            "weight",
                            Weight.Declaration.of(this::smooth, rows, outputs)
                                    .withMatrices(List.of(new Matrix(0, rows, outputs)))
                                    .withRows(rows));
        } else {
            List<Integer> sizes = new ArrayList<>(hidden);
            sizes.addFirst(radial.shape().basis());
            sizes.addLast(outputs);
            network = new FullyConnectedNet(scope, sizes, Nonlinearity.SILU);
            spline = null;
        }
    }

    /** How many functions there are. */
    public int outputs() {
        return outputs;
    }

    /**
     * The network of the Bessel functions.
     *
     * @throws NullPointerException where there are splines in its place
     */
    public FullyConnectedNet network() {
        return Objects.requireNonNull(network, "splines have no network");
    }

    private RadialKind kind() {
        return radial.shape().kind();
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
            return gather(in, Objects.requireNonNull(spline).on(in.tape()));
        }
        Var seen = Objects.requireNonNull(basis, "a radial network needs its basis");
        return kind() == RadialKind.MLP
                ? network().apply(seen)
                : gather(in, radial.knots().coefficients(in, network(), seen));
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
