package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;
import org.gaunt.kernel.form.ExprGraph;
import org.gaunt.kernel.form.Form;
import org.gaunt.kernel.form.Operand;

/**
 * All Clebsch-Gordan paths of natural parity of degrees 0..l1 and 0..l2, each with an output of its own: the largest product there
 * is.
 *
 * <p>A component of z is (a, b, c, m), a of x and b of y slowest, c = |a - b|, |a - b| + 2 ... a + b, m fastest; the coefficients are
 * √(2 c + 1) times e3nn's Wigner 3j, as in {@link org.gaunt.product.ClebschGordan#full}.
 *
 * <p>Waves of alpha multiply to waves of the sum and of the difference of their numbers. Formed once for each pair of degrees, they
 * serve all outputs, and what remains is one small dense matrix for each pair of degrees and wave: half the operations of the
 * sparse table, and matrix products instead of single entries.
 *
 * @param l1 the largest degree of x
 * @param l2 the largest degree of y
 */
public record SeparatePathsMap(int l1, int l2, int channels) implements TrilinearMap {
    public SeparatePathsMap {
        SphereMaps.check(l1, l2, 0, channels);
    }

    @Override
    public int components(int seat) {
        return seat == X ? SphereMaps.components(l1) : seat == Y ? SphereMaps.components(l2) : start(l1, l2 + 1);
    }

    /** The components of z of one pair of degrees. */
    static int width(int a, int b) {
        // the sum of 2 c + 1 over c = |a - b|, |a - b| + 2 ... a + b
        int least = Math.abs(a - b);
        int count = (a + b - least) / 2 + 1;
        return count * (a + b + least + 1);
    }

    /** The first component of z of a pair of degrees. */
    int start(int a, int b) {
        int start = 0;
        for (int i = 0; i <= a; i++) {
            for (int j = 0; j < (i == a ? b : l2 + 1); j++) {
                start += width(i, j);
            }
        }
        return start;
    }

    /** Multiply-adds of one row and channel. */
    public long cost() {
        long sum = 0;
        for (int a = 0; a <= l1; a++) {
            for (int b = 0; b <= l2; b++) {
                sum += 2L * (2 * a + 1) * (2 * b + 1);
                sum += CouplingMatrix.of(a, b).nonzeros();
            }
        }
        return sum;
    }

    @Override
    public TrilinearKernel kernel(Precision precision, Provider provider) {
        return new SeparatePathsKernel(this, precision, provider);
    }

    /** Waves that a wave of x and all waves of degree b of y multiply to. */
    static int products(int b) {
        return 2 * (2 * b + 1);
    }

    /**
     * The products of one wave of x with degree b of y.
     *
     * <p>Operands: the wave (cosine, sine), y [2 b + 1], and the dual of the products: of wave a and 0 the cosine and the sine of a, then
     * of a and each wave w = 1..b the cosines of a + w and a - w and the sines of a + w and a - w. For the wave 0 of x only the first of
     * each two are used: those of w.
     *
     * @param zero whether the wave of x is 0, which has no sine
     */
    static Form waves(int b, boolean zero) {
        List<Operand> operands = List.of(
                new Operand("x", 2, true, Operand.Access.gather(0)),
                new Operand("y", 2 * b + 1, true, Operand.Access.shared()),
                new Operand("waves", products(b), true, Operand.Access.row()));
        return Form.of("waves times degree " + b + (zero ? ", wave 0" : ""), operands, g -> {
            int cosine = g.input(0, 0);
            int sine = g.input(0, 1);
            List<Integer> results = new ArrayList<>();
            results.add(g.mul(cosine, g.input(1, b)));
            results.add(zero ? g.constant(0) : g.mul(sine, g.input(1, b)));
            for (int w = 1; w <= b; w++) {
                int c = g.input(1, b + w);
                int s = g.input(1, b - w);
                if (zero) {
                    results.addAll(List.of(g.mul(cosine, c), g.constant(0), g.mul(cosine, s), g.constant(0)));
                } else {
                    int cc = g.mul(cosine, c);
                    int ss = g.mul(sine, s);
                    int sc = g.mul(sine, c);
                    int cs = g.mul(cosine, s);
                    results.addAll(List.of(g.subtract(cc, ss), g.add(cc, ss), g.add(sc, cs), g.subtract(sc, cs)));
                }
            }
            return sum(g, results);
        });
    }

    private static int sum(ExprGraph g, List<Integer> results) {
        int sum = g.constant(0);
        for (int k = 0; k < results.size(); k++) {
            sum = g.add(sum, g.mul(g.input(2, k), results.get(k)));
        }
        return sum;
    }
}
