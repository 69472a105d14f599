package org.gaunt.potential.network;

import java.util.List;
import java.util.random.RandomGenerator;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.kernel.form.Form;
import org.gaunt.nn.DistanceForms;
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
    private final Form gathered = DistanceForms.gathered();

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

    private boolean splines() {
        return radial.shape().kind() == RadialKind.SPLINE;
    }

    /** Declares the weights. */
    public void declare(Parameters.Builder parameters) {
        if (splines()) {
            int rows = radial.shape().knots() + 3;
            List<Matrix> matrix = List.of(new Matrix(0, rows, outputs));
            parameters.add(splineName(), false, this::smooth, matrix, rows, outputs);
            return;
        }
        network.declare(parameters);
    }

    /** Independent coefficients would start as noise from knot to knot, which stays where there are few data. */
    private void smooth(double[] values, Parameters.Entry entry, RandomGenerator random) {
        int rows = radial.shape().knots() + 3;
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
     * Evaluates the functions.
     *
     * @return in the working precision [pairs, outputs]
     */
    public Var of(NetworkInput in) {
        Radial.Features features = in.radialFeatures(radial);
        RadialTables tables = features.tables();
        Rows rows = features.rows();
        if (tables != null && rows != null) {
            Var table = in.tape().leaf(tables.table(this), tables.rows(), outputs, 0);
            return gather(in, features.basis(), table, rows);
        }
        if (rows != null) {
            return gather(
                    in, features.basis(), in.weight(splineName(), radial.shape().knots() + 3), rows);
        }
        return network.apply(in, features.basis());
    }

    private Var gather(NetworkInput in, Var basis, Var table, Rows rows) {
        @Nullable Var[] operands = {basis, table, table, table, table, null};
        return in.tape().form(gathered, outputs, rows, operands, 5)[0];
    }
}
