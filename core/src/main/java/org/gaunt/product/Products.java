package org.gaunt.product;

import java.util.List;
import java.util.Locale;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;

/**
 * All kinds of products in one place, and the choice of the way to compute one.
 *
 * <p>Every factory returns a {@link ProductSpec}: exact coefficients, from which {@link ReferenceProduct} computes any derivative, and
 * the structure behind them, from which {@link #choose} knows faster ways. The classes named below have more variants.
 */
public final class Products {
    private Products() {}

    /**
     * Clebsch-Gordan, every pair of channels to every channel of the output with a weight of its own; e3nn's
     * {@code FullyConnectedTensorProduct}. See {@link ClebschGordan} for all modes, normalisations and lists of paths.
     */
    public static ProductSpec fullyConnected(Irreps x, Irreps y, Irreps out) {
        return ClebschGordan.fullyConnected(x, y, out).spec();
    }

    /** Clebsch-Gordan, all products of all channels without weights; e3nn's {@code FullTensorProduct}. */
    public static ProductSpec full(Irreps x, Irreps y) {
        return ClebschGordan.full(x, y).spec();
    }

    /** Clebsch-Gordan, channel by channel; e3nn's {@code ElementwiseTensorProduct}. */
    public static ProductSpec elementwise(Irreps x, Irreps y) {
        return ClebschGordan.elementwise(x, y).spec();
    }

    /**
     * Clebsch-Gordan, the convolution of interatomic potentials: a weight for each path and channel ({@code uvu}); z[k, u] =
     * Σ C[i, j, k] x[i, u] y[j] w[u].
     *
     * <p>Operands: x, y, w, z; y has no channel index. Every path has a segment of its own in z, in e3nn's sorted order (by degree,
     * odd before even, then by the order of the terms of x and y), and its coefficient is √(2 l3 + 1) times e3nn's Wigner 3j.
     *
     * @param x channels with irreps, all terms of the same multiplicity
     * @param y irreps of multiplicity one
     * @param target irreps that are kept in the result; multiplicities do not matter
     * @throws IllegalArgumentException if nothing couples or multiplicities do not fit
     */
    public static ProductSpec channelwise(Irreps x, Irreps y, Irreps target) {
        for (MulIrrep term : x.terms()) {
            if (term.mul() != x.get(0).mul()) {
                throw new IllegalArgumentException(
                        "a channelwise product needs the same multiplicity in all terms, not " + x);
            }
        }
        for (MulIrrep term : y.terms()) {
            if (term.mul() != 1) {
                throw new IllegalArgumentException(
                        "the second input of a channelwise product has one channel, not " + y);
            }
        }
        return ClebschGordan.channelwise(x, y, target::contains).spec();
    }

    /** Functions on the sphere, multiplied pointwise. See {@link GauntProducts} for weights and for powers. */
    public static ProductSpec gaunt(int l1, int l2, int l3, int channels) {
        return GauntProducts.elementwise(l1, l2, l3, channels);
    }

    /**
     * The cheapest way to compute a product, by counting multiply-adds and what they take on each way.
     *
     * <p>The estimates were fitted on one machine; where two routes are close, another machine may prefer the other one.
     *
     * @param spec any product
     * @return the choice, with the cost of each possible way and the reason
     */
    public static Choice choose(ProductSpec spec) {
        List<Choice.Estimate> estimates = RouteCosts.of(spec);
        Choice.Estimate best = estimates.getFirst();
        return new Choice(best.route(), estimates, reason(estimates));
    }

    private static String reason(List<Choice.Estimate> estimates) {
        Choice.Estimate best = estimates.getFirst();
        if (estimates.size() == 1) {
            return best.route().words() + "; nothing is known of the coefficients that would allow another way ("
                    + best.multiplyAdds() + " multiply-adds a row)";
        }
        Choice.Estimate next = estimates.get(1);
        return String.format(
                Locale.ROOT,
                "%s takes %d multiply-adds a row, about %.0f ns; %s would take %d, about %.0f ns",
                best.route().words(),
                best.multiplyAdds(),
                best.nanoseconds(),
                next.route().words(),
                next.multiplyAdds(),
                next.nanoseconds());
    }
}
