package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.LinearMap;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;

/**
 * A perceptron of plain numbers without biases (e3nn's {@code nn.FullyConnectedNet}): every layer multiplies with W/√(inputs) and
 * applies a function, the last layer none.
 */
public final class FullyConnectedNet {
    private final List<Integer> sizes;
    private final List<LinearMap> layers = new ArrayList<>();
    private final Form function;

    /**
     * Makes the net.
     *
     * @param sizes numbers in a row of the input, of each hidden layer, and of the output; two or more, all positive
     */
    public FullyConnectedNet(List<Integer> sizes, Nonlinearity function) {
        if (sizes.size() < 2 || sizes.stream().anyMatch(s -> s < 1)) {
            throw new IllegalArgumentException(
                    "a net needs the size of its input and of its output, and of any layers between, all positive, not "
                            + sizes);
        }
        this.sizes = List.copyOf(sizes);
        this.function = function.form();
        for (int k = 1; k < sizes.size(); k++) {
            layers.add(LinearMap.dense(sizes.get(k - 1), sizes.get(k), 1 / Math.sqrt(sizes.get(k - 1))));
        }
    }

    /** The number of layers, each with a matrix [inputs][outputs] of weights. */
    public int layers() {
        return layers.size();
    }

    /** The sizes it was made of. */
    public List<Integer> sizes() {
        return sizes;
    }

    /**
     * Applies the net.
     *
     * @param x rows of the first size
     * @param weights one value for each layer: one row of [inputs][outputs]
     */
    public Var apply(Tape tape, Var x, List<Var> weights) {
        if (weights.size() != layers.size()) {
            throw new IllegalArgumentException("a net of the sizes " + sizes + " has " + layers.size()
                    + " layers, but the weights of " + weights.size() + " were given");
        }
        Groups all = Groups.single(x.rows());
        Var h = x;
        for (int k = 0; k < layers.size(); k++) {
            h = tape.linear(layers.get(k), all, h, weights.get(k));
            if (k < layers.size() - 1) {
                h = tape.form(function, sizes.get(k + 1), Rows.of(x.rows()), new Var[] {h, null}, 1)[0];
            }
        }
        return h;
    }
}
