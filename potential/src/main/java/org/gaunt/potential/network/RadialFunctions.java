package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.LinearMap;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.kernel.form.Form;
import org.gaunt.nn.DistanceForms;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Initializer;
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
    private final List<LinearMap> layers = new ArrayList<>();
    private final Form silu = Forms.silu();
    private final Form gathered = DistanceForms.gathered();

    RadialFunctions(Radial radial, String prefix, List<Integer> hidden, int outputs) {
        this.radial = radial;
        this.prefix = prefix;
        this.outputs = outputs;
        int width = radial.shape().basis();
        List<Integer> widths = new ArrayList<>(hidden);
        widths.add(outputs);
        for (int next : widths) {
            layers.add(LinearMap.dense(width, next, 1 / Math.sqrt(width)));
            width = next;
        }
    }

    /** How many functions there are. */
    public int outputs() {
        return outputs;
    }

    /** Layers of the network; as many matrices of weights. */
    public List<LinearMap> layers() {
        return List.copyOf(layers);
    }

    /** The name of a layer's weights, as the PyTorch program has it. */
    public String name(int layer) {
        return prefix + ".layer" + layer + ".weight";
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
        for (int k = 0; k < layers.size(); k++) {
            LinearMap.Block b = layers.get(k).blocks().getFirst();
            parameters.add(name(k), false, Initializer.NORMAL, Matrix.of(layers.get(k), 1), b.mulIn(), b.mulOut());
        }
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
        Groups pairs = Groups.single(in.batch().pairs());
        Var x = features.basis();
        for (int k = 0; k < layers.size(); k++) {
            x = in.tape().linear(layers.get(k), pairs, x, in.weight(name(k), 1));
            if (k < layers.size() - 1) {
                @Nullable Var[] operands = {x, null};
                x = in.tape().form(silu, x.width(), Rows.of(x.rows()), operands, 1)[0];
            }
        }
        return x;
    }

    private Var gather(NetworkInput in, Var basis, Var table, Rows rows) {
        @Nullable Var[] operands = {basis, table, table, table, table, null};
        return in.tape().form(gathered, outputs, rows, operands, 5)[0];
    }
}
