package org.gaunt.potential.model.tdn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.decomposition.CpDecomposition;
import org.gaunt.decomposition.SharedProducts;
import org.gaunt.decomposition.SparseTensor;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.form.Form;
import org.gaunt.form.MultilinearForm;
import org.gaunt.form.MultilinearForm.Block;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.ProductLayer;
import org.gaunt.nn.Scope;
import org.gaunt.product.CpFactors;
import org.gaunt.product.ProductSpec.Coefficient;
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
    private final Optional<ProductLayer> decomposed;
    private final Optional<ConvolutionMap> exact;
    private final Form ends;
    private final Form weight;
    private final Form weightedSum;

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
            decomposed = Optional.of(new ProductLayer(
                    Scope.root(),
                    SharedProducts.to(config.lmax()).factored(found, SharedProducts.Mode.UVU, channels, 1, channels),
                    List.of(Access.row(), Access.row(), Access.gather(2), Access.row()),
                    Route.FACTORED));
            exact = Optional.empty();
        } else {
            factors = Optional.empty();
            decomposed = Optional.empty();
            exact = Optional.of(new ConvolutionMap(exact(table, config.lmax()), channels));
        }
        ends = sumOfEnds();
        weight = Form.of(
                "weight of a neighbour",
                List.of(
                        new Operand("w", 1, true, Access.gather(2)),
                        new Operand("s", 1, true, Access.row()),
                        new Operand("z", 1, true, Access.row())),
                g -> g.mul(g.input(2, 0), g.mul(g.scale(sumScale * scale, g.input(0, 0)), g.sigmoid(g.input(1, 0)))));
        weightedSum = weighted(scale * sumScale);
    }

    /** The exact product as a convolution: degrees of x one by one, whose components are few enough for registers. */
    private MultilinearForm exact(SparseTensor table, int lmax) {
        List<MultilinearForm.Term> terms = new ArrayList<>();
        for (int l = 0; l <= lmax; l++) {
            List<Coefficient> coefficients = new ArrayList<>();
            for (int n = 0; n < table.nonzeros(); n++) {
                int i = table.index(n, 0) - l * l;
                if (i >= 0 && i <= 2 * l) {
                    List<Integer> at = List.of(i, table.index(n, 1), 0, table.index(n, 2));
                    coefficients.add(new Coefficient(at, table.value(n)));
                }
            }
            List<Block> factors = List.of(
                    new Block(0, l * l, 2 * l + 1),
                    new Block(1, 0, components),
                    new Block(2, 0, 1),
                    new Block(3, 0, components));
            terms.add(new MultilinearForm.Term(factors, coefficients));
        }
        List<Access> access = ConvolutionMap.ACCESS;
        return new MultilinearForm(
                "shared weights to degree " + lmax,
                List.of(
                        new Operand("x", components, true, access.get(0)),
                        new Operand("y", components, false, access.get(1)),
                        new Operand("w", 1, true, access.get(2)),
                        new Operand("z", components, true, access.get(3))),
                terms);
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
        @Nullable Var[] operands = {x, t, null};
        Var m = tape.form(ends, channels, edges, operands, 2)[0];
        if (decomposed.isPresent()) {
            return decomposed.get().apply(edges, m, y, w);
        }
        int[] own = IntStream.range(0, edges.count()).toArray();
        Rows rows = new Rows(
                edges.count(),
                List.of(own, edges.index().get(2), own),
                List.of(edges.count(), edges.domain().get(2), edges.count()));
        return tape.convolution(exact.orElseThrow(), rows, m, y, w);
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
        if (decomposed.isPresent()) {
            @Nullable Var[] operands = {decomposed.get().apply(edges, v, y, w), s, null};
            return tape.form(weightedSum, channels, edges, operands, 2)[0];
        }
        @Nullable Var[] factors = {w, s, null};
        Var weights = tape.form(weight, channels, edges, factors, 2)[0];
        int[] own = IntStream.range(0, edges.count()).toArray();
        Rows rows = new Rows(
                edges.count(),
                List.of(own, own, edges.index().get(1)),
                List.of(edges.count(), edges.count(), edges.domain().get(1)));
        return tape.convolution(exact.orElseThrow(), rows, v, y, weights);
    }

    private Operand features(String name, Access access) {
        return new Operand(name, components, true, access);
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
