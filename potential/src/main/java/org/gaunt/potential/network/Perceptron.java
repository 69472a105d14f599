package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Parameters.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A perceptron of plain numbers without biases that knows the names of its weights: every layer multiplies with W/√(inputs), all but
 * the last apply SiLU scaled to unit second moment (e3nn's {@code nn.FullyConnectedNet}).
 */
public final class Perceptron {
    private final String name;
    private final List<LinearMap> layers = new ArrayList<>();
    private final Form silu = Forms.silu();

    /**
     * Makes the plan of a perceptron.
     *
     * @param name before the names of the weights, which are {@code name.layer0.weight} and so on
     * @param in numbers in a row of the input
     * @param hidden numbers in a row of each hidden layer; may be empty
     * @param out numbers in a row of the result
     */
    public Perceptron(String name, int in, List<Integer> hidden, int out) {
        this.name = name;
        List<Integer> widths = new ArrayList<>(hidden);
        widths.add(out);
        int width = in;
        for (int next : widths) {
            layers.add(LinearMap.dense(width, next, 1 / Math.sqrt(width)));
            width = next;
        }
    }

    /** The layers, each with a matrix [inputs][outputs]. */
    public List<LinearMap> layers() {
        return List.copyOf(layers);
    }

    /** The name of a layer's weights. */
    public String weight(int layer) {
        return name + ".layer" + layer + ".weight";
    }

    /** Declares the weights, normal numbers without weight decay. */
    public void declare(Parameters.Builder parameters) {
        for (int k = 0; k < layers.size(); k++) {
            LinearMap map = layers.get(k);
            parameters.add(weight(k), false, Initializer.NORMAL, Matrix.of(map, 1), map.inWidth(), map.outWidth());
        }
    }

    /**
     * Applies the perceptron.
     *
     * @param x rows of the input's width, in the working precision
     * @return as many rows of the result's width
     */
    public Var apply(NetworkInput in, Var x) {
        return apply(in, x, hidden -> hidden);
    }

    /**
     * The same with a linear map of rows in front of the last layer.
     *
     * @param rowMap makes any number of rows of what the last layer sees
     */
    Var apply(NetworkInput in, Var x, UnaryOperator<Var> rowMap) {
        Var h = x;
        for (int k = 0; k < layers.size(); k++) {
            if (k == layers.size() - 1) {
                h = rowMap.apply(h);
            }
            Groups rows = Groups.single(h.rows());
            h = in.tape().linear(layers.get(k), rows, h, in.weight(weight(k), 1));
            if (k < layers.size() - 1) {
                @Nullable Var[] operands = {h, null};
                h = in.tape().form(silu, h.width(), Rows.of(h.rows()), operands, 1)[0];
            }
        }
        return h;
    }
}
