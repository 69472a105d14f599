package org.gaunt.potential.model;

import java.util.List;
import java.util.Optional;
import org.gaunt.autodiff.ProductPlan;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.decomposition.CpDecomposition;
import org.gaunt.decomposition.SharedProducts;
import org.gaunt.decomposition.SparseTensor;
import org.gaunt.kernel.form.ExprGraph;
import org.gaunt.kernel.form.Form;
import org.gaunt.kernel.form.Operand;
import org.gaunt.kernel.form.Operand.Access;
import org.gaunt.product.CpFactors;
import org.gaunt.product.Route;
import org.jspecify.annotations.Nullable;

/**
 * The product of {@link Tdn}: features of an edge times its harmonics, all paths with one weight for each channel, from the factors of a
 * decomposition or exactly.
 *
 * <p>Rows of all operations are edges, with the index arrays sender, receiver, unordered pair. With T the exact product, of norm one
 * over the root of the components, and T' the one computed, |T'(x, y) - T(x, y)| ≤ ε |x| |y| and |T'(Dx, Dy) - D T'(x, y)| ≤ 2 ε |x| |y|
 * for all rotations D, with ε = {@link #error}: see {@link CpFactors#equivarianceBound}.
 */
final class TdnProduct {
    private static final int LARGEST_RANK = 2000;

    private final int components;
    private final int channels;
    private final double scale;
    private final Optional<CpFactors> factors;
    private final Optional<ProductPlan> plan;
    private final Form start;
    private final Form end;

    /**
     * Plans the product.
     *
     * @param sumScale of sums over neighbours
     */
    TdnProduct(TdnConfig config, double sumScale) {
        components = config.components();
        channels = config.channels();
        SparseTensor table =
                config.parity() ? SparseTensor.ofNaturalPaths(config.lmax()) : SparseTensor.ofPaths(config.lmax());
        // so that every component of the result has the size of those of the features
        scale = Math.sqrt(components) / table.norm();
        if (config.tolerance() > 0) {
            CpFactors found = CpDecomposition.standard().toTolerance(table, config.tolerance(), LARGEST_RANK);
            factors = Optional.of(found);
            plan = Optional.of(ProductPlan.of(
                    SharedProducts.to(config.lmax()).factored(found, SharedProducts.Mode.UVU, channels, 1, channels),
                    List.of(Access.row(), Access.row(), Access.gather(2), Access.row()),
                    Route.FACTORED));
            start = sumOfEnds();
            end = weighted(scale * sumScale);
        } else {
            factors = Optional.empty();
            plan = Optional.empty();
            start = exactStart(table);
            end = exactEnd(table, scale * sumScale);
        }
    }

    /** The factors of the decomposition; none for exact products. */
    Optional<CpFactors> factors() {
        return factors;
    }

    /** The Frobenius norm of the error of the coefficients; 0 for exact products. */
    double error() {
        return scale * factors.map(CpFactors::error).orElse(0.0);
    }

    /**
     * (x[sender] + t[receiver]) times harmonics.
     *
     * @param x features of atoms
     * @param t likewise
     * @param y harmonics of edges
     * @param w weights of pairs [pairs][channel]
     * @return [edges][component][channel]
     */
    Var start(Tape tape, Rows edges, Var x, Var t, Var y, Var w) {
        if (plan.isEmpty()) {
            @Nullable Var[] operands = {x, t, y, w, null};
            return tape.form(start, channels, edges, operands, 4)[0];
        }
        @Nullable Var[] operands = {x, t, null};
        Var m = tape.form(start, channels, edges, operands, 2)[0];
        return plan.get().apply(tape, edges, m, y, w);
    }

    /**
     * The sum over the neighbours of σ(s) times features of an edge times harmonics.
     *
     * @param v features of edges
     * @param y harmonics of edges
     * @param w weights of pairs [pairs][channel]
     * @param s scores of edges [edges][channel]
     * @return [atoms][component][channel]
     */
    Var end(Tape tape, Rows edges, Var v, Var y, Var w, Var s) {
        if (plan.isEmpty()) {
            @Nullable Var[] operands = {v, y, w, s, null};
            return tape.form(end, channels, edges, operands, 4)[0];
        }
        @Nullable Var[] operands = {plan.get().apply(tape, edges, v, y, w), s, null};
        return tape.form(end, channels, edges, operands, 2)[0];
    }

    private Operand features(String name, Access access) {
        return new Operand(name, components, true, access);
    }

    private Form exactStart(SparseTensor table) {
        return Form.of(
                "product of both ends",
                List.of(
                        features("x", Access.gather(0)),
                        features("t", Access.gather(1)),
                        new Operand("y", components, false, Access.row()),
                        new Operand("w", 1, true, Access.gather(2)),
                        features("z", Access.row())),
                g -> {
                    int[] x = new int[components];
                    for (int i = 0; i < components; i++) {
                        x[i] = g.add(g.input(0, i), g.input(1, i));
                    }
                    return g.mul(g.input(3, 0), contracted(g, table, x, 2, 4, scale));
                });
    }

    private Form exactEnd(SparseTensor table, double factor) {
        return Form.of(
                "weighted sum of products",
                List.of(
                        features("v", Access.row()),
                        new Operand("y", components, false, Access.row()),
                        new Operand("w", 1, true, Access.gather(2)),
                        new Operand("s", 1, true, Access.row()),
                        features("z", Access.gather(1))),
                g -> {
                    int[] v = new int[components];
                    for (int i = 0; i < components; i++) {
                        v[i] = g.input(0, i);
                    }
                    int weight = g.mul(g.input(2, 0), g.sigmoid(g.input(3, 0)));
                    return g.mul(weight, contracted(g, table, v, 1, 4, factor));
                });
    }

    /** Σ M[i, j, k] x[i] y[j] z[k], the harmonics y first: what is left over channels is a matrix. */
    private int contracted(ExprGraph g, SparseTensor table, int[] x, int y, int z, double factor) {
        int[][] matrix = new int[components][components];
        for (int[] row : matrix) {
            java.util.Arrays.fill(row, g.constant(0));
        }
        for (int n = 0; n < table.nonzeros(); n++) {
            int i = table.index(n, 0);
            int k = table.index(n, 2);
            int term = g.scale(factor * table.value(n), g.input(y, table.index(n, 1)));
            matrix[k][i] = g.add(matrix[k][i], term);
        }
        int sum = g.constant(0);
        for (int k = 0; k < components; k++) {
            int inner = g.constant(0);
            for (int i = 0; i < components; i++) {
                inner = g.add(inner, g.mul(matrix[k][i], x[i]));
            }
            sum = g.add(sum, g.mul(g.input(z, k), inner));
        }
        return sum;
    }

    private Form sumOfEnds() {
        return Form.of(
                "sum of both ends",
                List.of(features("x", Access.gather(0)), features("t", Access.gather(1)), features("z", Access.row())),
                g -> {
                    int sum = g.constant(0);
                    for (int i = 0; i < components; i++) {
                        sum = g.add(sum, g.mul(g.input(2, i), g.scale(scale, g.add(g.input(0, i), g.input(1, i)))));
                    }
                    return sum;
                });
    }

    private Form weighted(double factor) {
        return Form.of(
                "weighted sum",
                List.of(
                        features("v", Access.row()),
                        new Operand("s", 1, true, Access.row()),
                        features("z", Access.gather(1))),
                g -> {
                    int sum = g.constant(0);
                    for (int i = 0; i < components; i++) {
                        sum = g.add(sum, g.mul(g.input(2, i), g.input(0, i)));
                    }
                    return g.mul(g.scale(factor, g.sigmoid(g.input(1, 0))), sum);
                });
    }
}
