package org.gaunt.potential.network;

import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.Scope;
import org.gaunt.potential.data.GraphBatch;
import org.jspecify.annotations.Nullable;

/**
 * A trained count of an atom's neighbours, by which sums over them are divided in place of their average number: 1 + Σ tanh(d(r)²)
 * with one radial function d, as in MACE's density blocks. Where d does not vanish at the cut-off, a factor of each pair does.
 */
public final class NeighborDensity {
    private final RadialFunctions function;
    private final Form count;
    private final Form countCutOff;
    private final Form divide;

    /**
     * Prepares the density of one layer.
     *
     * @param scope of its weights
     * @param components of the rows that are divided
     */
    public NeighborDensity(Radial radial, Scope scope, int components) {
        function = radial.functions(scope, List.of(), 1);
        count = Form.of(
                "neighbour density",
                List.of(new Operand("d", 1, false, Access.gather(0)), new Operand("n", 1, false, Access.gather(1))),
                g -> g.mul(g.input(1, 0), share(g)));
        countCutOff = countWithCutoff(Access.gather(0));
        divide = Form.of(
                "division by density",
                List.of(
                        new Operand("x", components, true, Access.row()),
                        new Operand("n", 1, false, Access.row()),
                        new Operand("z", components, true, Access.row())),
                g -> {
                    int factor = g.reciprocal(g.add(g.constant(1), g.input(1, 0)));
                    int sum = g.constant(0);
                    for (int k = 0; k < components; k++) {
                        sum = g.add(sum, g.mul(g.input(2, k), g.mul(g.input(0, k), factor)));
                    }
                    return sum;
                });
    }

    /**
     * The sum of tanh(d²) f over the edges of an atom; operands d, f, the cut-off of the pair, and the dual of the sum. Index arrays: 0
     * pair, 1 receiver.
     *
     * @param access of d
     */
    public static Form countWithCutoff(Access access) {
        return Form.of(
                "neighbour density with a cut-off",
                List.of(
                        new Operand("d", 1, false, access),
                        new Operand("f", 1, false, Access.gather(0)),
                        new Operand("n", 1, false, Access.gather(1))),
                g -> g.mul(g.input(2, 0), g.mul(g.input(1, 0), share(g))));
    }

    /** tanh(d²) of the first operand. */
    private static int share(ExprGraph g) {
        int square = g.power(g.input(0, 0), 2);
        return g.add(g.scale(2, g.sigmoid(g.scale(2, square))), g.constant(-1));
    }

    /** The function d. */
    public RadialFunctions function() {
        return function;
    }

    /**
     * Divides sums over neighbours.
     *
     * @param x [atoms][component][channel]
     * @param channels of x
     * @param cutoff of each pair, where the function does not vanish by itself [pairs, 1]
     */
    public Var divide(NetworkInput in, Var x, int channels, @Nullable Var cutoff) {
        GraphBatch batch = in.batch();
        Rows edges = new Rows(
                batch.edges(), List.of(batch.pairOfEdge(), batch.receiver()), List.of(batch.pairs(), batch.atoms()));
        Var n = cutoff == null
                ? in.tape().form(count, 1, edges, new @Nullable Var[] {function.of(in), null}, 1)[0]
                : in.tape().form(countCutOff, 1, edges, new @Nullable Var[] {function.of(in), cutoff, null}, 2)[0];
        @Nullable Var[] operands = {x, n, null};
        return in.tape().form(divide, channels, Rows.of(batch.atoms()), operands, 2)[0];
    }
}
