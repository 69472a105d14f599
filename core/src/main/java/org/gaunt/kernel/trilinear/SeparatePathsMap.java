package org.gaunt.kernel.trilinear;

import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

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
public record SeparatePathsMap(int l1, int l2, int channels) implements KernelMap {
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
    public CompiledTrilinearMap kernel(Precision precision, Target target) {
        return new SeparatePathsKernel(this, precision, target);
    }
}
