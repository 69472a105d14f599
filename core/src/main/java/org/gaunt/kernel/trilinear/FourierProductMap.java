package org.gaunt.kernel.trilinear;

import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

/**
 * The Gaunt product by way of the two-dimensional Fourier basis (Luo, Chen and Krishnapriyan 2024): a product of functions is the
 * convolution of their Fourier arrays.
 *
 * <p>Both inputs go to waves of beta and alpha by exact sparse tables ({@link org.gaunt.o3.FourierBasis}), the arrays are
 * convolved, and the result goes back by the integrals of waves with harmonics. The real form is used: cosines of beta for even
 * m, sines for odd m.
 *
 * @param l1 the largest degree of x
 * @param l2 the largest degree of y
 * @param l3 the largest degree of z
 * @param fast whether the arrays are convolved by fast transforms, O(L^3) in all, or wave by wave, O(L^4)
 */
public record FourierProductMap(int l1, int l2, int l3, int channels, boolean fast) implements KernelMap {
    public FourierProductMap {
        SphereMaps.check(l1, l2, l3, channels);
    }

    @Override
    public int components(int seat) {
        return SphereMaps.components(seat == X ? l1 : seat == Y ? l2 : l3);
    }

    /** The largest wave of beta in the product. */
    int band() {
        return l1 + l2;
    }

    /** The map of an operand's coefficients to waves, or for z to their duals. */
    ModeTransform transform(int seat) {
        return seat == Z ? ModeTransform.toWaveIntegrals(l3, band()) : ModeTransform.toWaves(seat == X ? l1 : l2);
    }

    /** Multiply-adds of one row and channel. */
    public long cost() {
        long sum = 0;
        if (!fast) {
            sum = 2L * WaveProducts.terms(l1, l2, l3).size() * (l1 + 1) * (l2 + 1);
        }
        int alphas = SphereMaps.symmetricPoints(l1 + l2 + l3 + 1);
        int betas = SphereMaps.symmetricPoints(2 * band() + 1);
        for (int seat = 0; seat < 3; seat++) {
            ModeTransform transform = transform(seat);
            sum += transform.size();
            if (fast) {
                sum += transform.rows() * TrigSynthesis.operations(alphas, transform.l() + 1);
                sum += alphas / 2 * TrigSynthesis.operations(betas, transform.rows());
            }
        }
        return sum + (fast ? (long) alphas / 2 * betas : 0);
    }

    @Override
    public CompiledTrilinearMap kernel(Precision precision, Target target) {
        return fast ? new FastFourierKernel(this, precision, target) : new DirectFourierKernel(this, precision, target);
    }
}
