package org.gaunt.regression;

import org.gaunt.learn.config.Key;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;

/** The shape of a {@link Segnn}. */
public record SegnnConfig(
        @Key(
                value =
                        "How features meet attributes: clebsch-gordan, every path with weights of its own; or gaunt, as functions"
                                + " on the sphere that are multiplied, with weights for degrees.",
                choices = {SegnnConfig.CLEBSCH_GORDAN, SegnnConfig.GAUNT})
        String product,

        @Key(value = "Channels of each degree of the features.", min = 1, max = 512)
        int channels,

        @Key(value = "Largest degree of the features.", min = 1, max = 4)
        int lmax,

        @Key(value = "Largest degree of the attributes, the harmonics of edges and velocities.", min = 1, max = 4)
        int lmaxAttributes,

        @Key(value = "Message-passing layers.", min = 1, max = 32)
        int layers,

        @Key(value = "Radial functions of a distance.", min = 2, max = 128)
        int radialBasis) {

    /** A word for {@link #product}. */
    public static final String CLEBSCH_GORDAN = "clebsch-gordan";

    /** A word for {@link #product}. */
    public static final String GAUNT = "gaunt";

    /** Checks the words. */
    public SegnnConfig {
        if (!product.equals(CLEBSCH_GORDAN) && !product.equals(GAUNT)) {
            throw new IllegalArgumentException(
                    "model.product is " + CLEBSCH_GORDAN + " or " + GAUNT + ", not \"" + product + "\"");
        }
    }

    /** What is used where nothing is said: the published network's degrees and depth. */
    public static SegnnConfig defaults() {
        return new SegnnConfig(CLEBSCH_GORDAN, 32, 1, 1, 4, 16);
    }

    /** Whether products are Gaunt products. */
    public boolean gaunt() {
        return product.equals(GAUNT);
    }

    /** Degrees 0..{@code lmax} of natural parity. */
    static Irreps natural(int multiplicity, int lmax) {
        return new Irreps(Irreps.sphericalHarmonics(lmax).terms().stream()
                .map(t -> new MulIrrep(multiplicity, Irrep.natural(t.ir().l())))
                .toList());
    }
}
