package org.gaunt.potential.model.mace;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.LayerNorm;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.network.NetworkInput;
import org.jspecify.annotations.Nullable;

/**
 * A perceptron of an edge's radial functions and of numbers of its two elements (MACE's {@code RadialMLP}): linear layers with biases
 * as PyTorch has them, after each but the last a layer norm and SiLU.
 *
 * <p>Weights: {@code net.0.weight} [inputs, outputs] and {@code net.0.bias} of the first layer, {@code net.1.weight} and {@code
 * net.1.bias} of its norm, {@code net.3...} of the second layer, and so on. The first layer is computed for pairs and elements, and
 * only its sum for each edge.
 */
final class EdgeNetwork {
    private record Dense(LinearMap map, Weight weight, Weight bias) {
        Var apply(Var x) {
            Tape tape = x.tape();
            return tape.linear(map, Groups.single(x.rows()), x, weight.on(tape)).plus(bias.on(tape));
        }
    }

    private final int radial;
    private final int elementNumbers;
    private final LinearMap ofRadial;
    private final LinearMap ofElement;
    private final Weight first;
    private final Weight firstBias;
    private final List<LayerNorm> norms = new ArrayList<>();
    private final List<Dense> layers = new ArrayList<>();
    private final Form sum;

    /**
     * Plans a network.
     *
     * @param scope of its weights
     * @param radial number of radial functions of a pair
     * @param elementNumbers numbers of the sender's element, and of the receiver's
     * @param hidden widths of the hidden layers, at least one
     * @param outputs numbers of the result
     */
    EdgeNetwork(Scope scope, int radial, int elementNumbers, List<Integer> hidden, int outputs) {
        this.radial = radial;
        this.elementNumbers = elementNumbers;
        Scope net = scope.at("net");
        int width = hidden.getFirst();
        int inputs = radial + 2 * elementNumbers;
        ofRadial = LinearMap.dense(radial, width, 1);
        ofElement = LinearMap.dense(elementNumbers, width, 1);
        first = net.at("0").weight("weight", matrix(inputs, width));
        firstBias = net.at("0").weight("bias", uniform(inputs), width);
        for (int k = 0; k < hidden.size(); k++) {
            int in = hidden.get(k);
            int out = k == hidden.size() - 1 ? outputs : hidden.get(k + 1);
            norms.add(new LayerNorm(net.at(Integer.toString(3 * k + 1)), in, 1e-5));
            Scope own = net.at(Integer.toString(3 * k + 3));
            layers.add(new Dense(
                    LinearMap.dense(in, out, 1),
                    own.weight("weight", matrix(in, out)),
                    own.weight("bias", uniform(in), out)));
        }
        sum = Form.of(
                "sum of a pair's and two elements' rows",
                List.of(
                        new Operand("pair", 1, true, Access.gather(0)),
                        new Operand("sender", 1, true, Access.gather(1)),
                        new Operand("receiver", 1, true, Access.gather(2)),
                        new Operand("z", 1, true, Access.row())),
                g -> g.mul(g.input(3, 0), g.add(g.add(g.input(0, 0), g.input(1, 0)), g.input(2, 0))));
    }

    private static Weight.Declaration matrix(int in, int out) {
        return Weight.Declaration.of(uniform(in), in, out)
                .withMatrices(List.of(new Matrix(0, in, out)))
                .withRows(in);
    }

    /** PyTorch's start of linear layers. */
    private static Initializer uniform(int inputs) {
        double bound = 1 / Math.sqrt(inputs);
        return Initializer.uniform(-bound, bound);
    }

    /**
     * Evaluates the network.
     *
     * @param basis radial functions [pairs, radial]
     * @param senders numbers of each element as a sender [elements, elementNumbers]
     * @param receivers the same as a receiver
     * @param senderElement element of each edge's sender
     * @param receiverElement element of each edge's receiver
     * @return [edges, outputs]
     */
    Var apply(NetworkInput in, Var basis, Var senders, Var receivers, int[] senderElement, int[] receiverElement) {
        Tape tape = in.tape();
        GraphBatch batch = in.batch();
        Var w = first.on(tape);
        Var pairs = part(ofRadial, basis, w, 0, radial);
        Var from = part(ofElement, senders, w, radial, radial + elementNumbers).plus(firstBias.on(tape));
        Var to = part(ofElement, receivers, w, radial + elementNumbers, radial + 2 * elementNumbers);
        Rows rows = new Rows(
                batch.edges(),
                List.of(batch.pairOfEdge(), senderElement, receiverElement),
                List.of(batch.pairs(), from.rows(), to.rows()),
                batch.edgeRounds());
        Var h = tape.form(sum, from.width(), rows, new @Nullable Var[] {pairs, from, to, null}, 3)[0];
        for (int k = 0; k < layers.size(); k++) {
            h = layers.get(k).apply(norms.get(k).applyWithSilu(h));
        }
        return h;
    }

    /** The product with some rows of the first matrix. */
    private static Var part(LinearMap map, Var x, Var matrix, int start, int end) {
        Var rows = matrix.gather(IntStream.range(start, end).toArray());
        return x.tape().linear(map, Groups.single(x.rows()), x, rows);
    }
}
