package org.gaunt.potential.model.allegro;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.form.ProductForms;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.o3.Wigner3j;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Role;

/**
 * The forms of {@link Allegro}; rows are directed edges, seen as pairs of a central atom, the receiver, and a neighbour. Index arrays
 * are named where a form is evaluated.
 */
final class AllegroForms {
    private AllegroForms() {}

    /** The sizes of a net whose first layer stands by itself: hidden layers, then the output. */
    static List<Integer> sizes(List<Integer> hidden, int out) {
        List<Integer> sizes = new ArrayList<>(hidden);
        sizes.add(out);
        return sizes;
    }

    /**
     * The first layer of the two-body network: silu(b + (c + n)/√2); operands b, of the unordered pair (array 0), c of the element of
     * the centre (1), n of the element of the neighbour (2), and the result.
     */
    static Form twoBody() {
        return Form.of(
                "two bodies",
                List.of(
                        new Operand("b", 1, true, Access.gather(0)),
                        new Operand("centre", 1, true, Access.gather(1)),
                        new Operand("neighbour", 1, true, Access.gather(2)),
                        new Operand("z", 1, true, Access.row())),
                g -> {
                    int elements = g.scale(Math.sqrt(0.5), g.add(g.input(1, 0), g.input(2, 0)));
                    int x = g.add(g.input(0, 0), elements);
                    return g.mul(g.input(3, 0), g.scale(Nonlinearity.SILU.moment(), g.mul(x, g.sigmoid(x))));
                });
    }

    /** silu(a + b). */
    static Form siluOfSum() {
        return Form.of(
                "SiLU of a sum",
                List.of(
                        new Operand("a", 1, true, Access.row()),
                        new Operand("b", 1, true, Access.row()),
                        new Operand("z", 1, true, Access.row())),
                g -> {
                    int x = g.add(g.input(0, 0), g.input(1, 0));
                    return g.mul(g.input(2, 0), g.scale(Nonlinearity.SILU.moment(), g.mul(x, g.sigmoid(x))));
                });
    }

    /** x times the envelope u of the unordered pair (array 0); operands x, u, result. */
    static Form enveloped() {
        return Form.of(
                "times envelope",
                List.of(
                        new Operand("x", 1, true, Access.row()),
                        new Operand("u", 1, false, Access.gather(0)),
                        new Operand("z", 1, true, Access.row())),
                g -> g.mul(g.input(2, 0), g.mul(g.input(0, 0), g.input(1, 0))));
    }

    /** The residual update (x + α u y)/√(1 + α²); operands x, y, the envelope u of the unordered pair (array 0), result. */
    static Form update(double alpha) {
        double norm = 1 / Math.sqrt(1 + alpha * alpha);
        return Form.of(
                "residual update",
                List.of(
                        new Operand("x", 1, true, Access.row()),
                        new Operand("y", 1, true, Access.row()),
                        new Operand("u", 1, false, Access.gather(0)),
                        new Operand("z", 1, true, Access.row())),
                g -> g.mul(
                        g.input(3, 0),
                        g.add(
                                g.scale(norm, g.input(0, 0)),
                                g.mul(g.scale(alpha * norm, g.input(2, 0)), g.input(1, 0)))));
    }

    /**
     * The sum of the energies of pairs over the neighbours: E[centre] += scale σ e; operands e, σ of the pair of elements (array 0), E
     * (array 1).
     */
    static Form pairEnergies(double scale) {
        return Form.of(
                "energies of pairs",
                List.of(
                        new Operand("e", 1, false, Access.row()),
                        new Operand("sigma", 1, false, Access.gather(0)),
                        new Operand("E", 1, false, Access.gather(1))),
                g -> g.mul(g.input(2, 0), g.scale(scale, g.mul(g.input(0, 0), g.input(1, 0)))));
    }

    /**
     * Harmonics weighted by degree: z[lm, u] = scale w[l, u] Y[lm]; operands w, Y, z.
     *
     * @param irreps that z has, those of harmonics; w has a segment for each
     * @param lmax of Y
     * @param result which row of z is added to
     */
    static Form weightedHarmonics(Irreps irreps, int lmax, double scale, Access result) {
        List<Operand> operands = List.of(
                new Operand("w", irreps.size(), true, Access.row()),
                new Operand("y", (lmax + 1) * (lmax + 1), false, Access.row()),
                new Operand(
                        "z", irreps.terms().stream().mapToInt(t -> t.ir().dim()).sum(), true, result));
        return Form.of("weighted harmonics", operands, g -> {
            int sum = g.constant(0);
            int to = 0;
            for (int k = 0; k < irreps.size(); k++) {
                int l = irreps.get(k).ir().l();
                for (int m = 0; m <= 2 * l; m++) {
                    int y = g.scale(scale, g.input(1, l * l + m));
                    sum = g.add(sum, g.mul(g.input(2, to++), g.mul(g.input(0, k), y)));
                }
            }
            return sum;
        });
    }

    /**
     * The product, channel by channel, of features of a pair and those of its central atom (array 0), a weight for each path and
     * channel shared by all pairs: z[k, u] = Σ_paths w[path, u] Σ C[i, j, k] x[i, u] y[j, u] √(2 l3 + 1) / √(paths to l3). Operands x,
     * y, w, z.
     */
    static Form product(Irreps x, Irreps y, Irreps z) {
        return ProductForms.of(
                productSpec(x, y, z), List.of(Access.row(), Access.gather(0), Access.shared(), Access.row()));
    }

    /** The number of paths of {@link #product}. */
    static int paths(Irreps x, Irreps y, Irreps z) {
        return productSpec(x, y, z).paths().size();
    }

    private static ProductSpec productSpec(Irreps x, Irreps y, Irreps z) {
        int channels = x.get(0).mul();
        List<Path> paths = new ArrayList<>();
        List<List<Integer>> weights = new ArrayList<>();
        for (int c = 0; c < z.size(); c++) {
            Irrep out = z.get(c).ir();
            int into = 0;
            for (MulIrrep a : x.terms()) {
                into += (int) y.terms().stream()
                        .filter(b -> a.ir().times(b.ir()).contains(out))
                        .count();
            }
            for (int a = 0; a < x.size(); a++) {
                for (int b = 0; b < y.size(); b++) {
                    if (x.get(a).ir().times(y.get(b).ir()).contains(out)) {
                        double scale = Math.sqrt((2.0 * out.l() + 1) / into);
                        paths.add(new Path(
                                List.of(
                                        new Factor(0, a, "u"),
                                        new Factor(1, b, "u"),
                                        new Factor(2, weights.size(), "u"),
                                        new Factor(3, c, "u")),
                                Coefficient.of(
                                        Wigner3j.of(
                                                x.get(a).ir().l(), y.get(b).ir().l(), out.l()),
                                        scale,
                                        1)));
                        weights.add(List.of(channels));
                    }
                }
            }
        }
        return new ProductSpec(
                "product of pairs",
                List.of(
                        ProductSpec.Operand.of("x", Role.INPUT, x),
                        ProductSpec.Operand.of("y", Role.INPUT, y),
                        ProductSpec.Operand.weights("w", weights),
                        ProductSpec.Operand.of("z", Role.OUTPUT, z)),
                paths);
    }
}
