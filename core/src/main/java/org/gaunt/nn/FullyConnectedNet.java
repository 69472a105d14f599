package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;

/**
 * A perceptron of plain numbers without biases (e3nn's {@code nn.FullyConnectedNet}): every layer multiplies with W/√(inputs) and
 * applies a function, the last layer none.
 *
 * <p>Weights: {@code layer0.weight}, {@code layer1.weight} and so on, [inputs, outputs], normal numbers at the start.
 */
public final class FullyConnectedNet implements Layer {
    private final List<Integer> sizes;
    private final List<LinearMap> layers = new ArrayList<>();
    private final List<Weight> weights = new ArrayList<>();
    private final Form function;

    /** A net with weights of its own, from seed 0. */
    public FullyConnectedNet(List<Integer> sizes, Nonlinearity function) {
        Scope root = Scope.root();
        this(root, sizes, function);
        root.build(0);
    }

    /**
     * A net with weights in a scope.
     *
     * @param sizes numbers in a row of the input, of each hidden layer, and of the output; two or more, all positive
     */
    public FullyConnectedNet(Scope scope, List<Integer> sizes, Nonlinearity function) {
        if (sizes.size() < 2 || sizes.stream().anyMatch(s -> s < 1)) {
            throw new IllegalArgumentException(
                    "a net needs the size of its input and of its output, and of any layers between, all positive, not "
                            + sizes);
        }
        this.sizes = List.copyOf(sizes);
        this.function = function.form();
        for (int k = 1; k < sizes.size(); k++) {
            LinearMap map = LinearMap.dense(sizes.get(k - 1), sizes.get(k), 1 / Math.sqrt(sizes.get(k - 1)));
            layers.add(map);
            weights.add(scope.at("layer" + (k - 1))
                    .weight(
                            "weight",
                            Weight.Declaration.of(Initializer.NORMAL, sizes.get(k - 1), sizes.get(k))
                                    .withMatrices(Parameters.Matrix.of(map, 1))));
        }
    }

    /** The layers, each with a matrix [inputs][outputs]. */
    public List<LinearMap> layers() {
        return List.copyOf(layers);
    }

    /** The sizes it was made of. */
    public List<Integer> sizes() {
        return sizes;
    }

    @Override
    public Irreps in() {
        return Irreps.of(sizes.getFirst(), Irrep.natural(0));
    }

    @Override
    public Irreps out() {
        return Irreps.of(sizes.getLast(), Irrep.natural(0));
    }

    @Override
    public List<Weight> weights() {
        return List.copyOf(weights);
    }

    @Override
    public Var apply(Var x) {
        return apply(x, hidden -> hidden);
    }

    /**
     * The same with a linear map of rows in front of the last layer.
     *
     * @param rowMap makes any number of rows of what the last layer sees
     */
    public Var apply(Var x, UnaryOperator<Var> rowMap) {
        return evaluate(x, weights.stream().map(w -> w.on(x.tape())).toList(), rowMap);
    }

    /** Applies the net with given weights, one value for each layer. */
    Var evaluate(Var x, List<Var> matrices, UnaryOperator<Var> rowMap) {
        Shapes.check(x, in(), "the input of " + this);
        Tape tape = x.tape();
        Var h = x;
        for (int k = 0; k < layers.size(); k++) {
            if (k == layers.size() - 1) {
                h = rowMap.apply(h);
            }
            h = tape.linear(layers.get(k), Groups.single(h.rows()), h, matrices.get(k));
            if (k < layers.size() - 1) {
                h = tape.form(function, sizes.get(k + 1), Rows.of(h.rows()), new Var[] {h, null}, 1)[0];
            }
        }
        return h;
    }

    @Override
    public String toString() {
        return "FullyConnectedNet " + sizes;
    }
}
