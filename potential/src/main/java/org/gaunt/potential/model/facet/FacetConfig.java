package org.gaunt.potential.model.facet;

import java.util.List;
import org.gaunt.learn.config.Key;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.RadialKind;
import org.gaunt.potential.network.RadialShape;

/** The shape of a {@link Facet} model: everything that does not come from the data. */
public record FacetConfig(
        @Key(
                "Irreps of the atoms' features by ascending degree, scalars first, each with its own number of channels, such as 64x0e+32x1o+16x2e.")
        String hidden,

        @Key(value = "Largest degree of the spherical harmonics of an edge.", min = 0, max = 4)
        int lmax,

        @Key(value = "Number of message-passing layers.", min = 1)
        int layers,

        @Key(value = "Distance below which atoms are neighbours.", unit = "Å", min = 0, exclusiveMin = true)
        double cutoff,

        @Key(RadialKind.HELP) RadialKind radial,

        @Key(value = "Number of radial Bessel functions of the network.", min = 1)
        int radialBasis,

        @Key(value = "Exponent p of the polynomial that makes the radial functions vanish at the cut-off.", min = 2)
        int cutoffPower,

        @Key("Widths of the hidden layers of the radial network.")
        List<Integer> radialHidden,

        @Key(value = "Number of intervals of radial splines between 0 and the cut-off.", min = 2)
        int radialKnots,

        @Key(value = "Points of the sphere from pole to pole; around it there is one less.", min = 4)
        int gridPoints)
        implements ModelConfig {

    /** Checks what the keys cannot say. */
    public FacetConfig {
        radialHidden = List.copyOf(radialHidden);
        Irreps irreps = Irreps.parse(hidden);
        if (irreps.terms().isEmpty() || !irreps.get(0).ir().equals(Irrep.natural(0))) {
            throw new IllegalArgumentException("model.hidden is '" + hidden
                    + "', but its first term must be scalars, such as 64x0e: energies are read from them");
        }
        for (int k = 0; k < irreps.size(); k++) {
            MulIrrep term = irreps.get(k);
            boolean ascending = k == 0 || term.ir().l() > irreps.get(k - 1).ir().l();
            if (!term.ir().isNatural() || term.ir().l() > lmax || !ascending || term.mul() < 1) {
                throw new IllegalArgumentException("model.hidden is '" + hidden
                        + "', but must be irreps of natural parity (0e, 1o, 2e, ...), each once, by ascending degree up to"
                        + " model.lmax = " + lmax);
            }
        }
        if (gridChannels(irreps) % 2 != 0) {
            throw new IllegalArgumentException(
                    "model.hidden is '" + hidden + "', but the most channels beyond scalars, " + gridChannels(irreps)
                            + ", must be even: the network on the grid has two heads");
        }
        if (gridPoints < 2 * lmax + 2 || radialHidden.stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("model.grid_points must be at least " + (2 * lmax + 2)
                    + " and every width of model.radial_hidden at least 1; found " + gridPoints + " and "
                    + radialHidden);
        }
    }

    /** A small model of the proportions of the published ones. */
    public static FacetConfig defaults() {
        return new FacetConfig("64x0e+32x1o+16x2e", 2, 2, 5.0, RadialKind.SPLINE, 8, 5, List.of(64, 64), 12, 18);
    }

    @Override
    public String kind() {
        return "facet";
    }

    Irreps hiddenIrreps() {
        return Irreps.parse(hidden);
    }

    /** The most channels of an irrep beyond scalars: so many functions are on the grid. */
    int gridChannels() {
        return gridChannels(hiddenIrreps());
    }

    private static int gridChannels(Irreps irreps) {
        return irreps.terms().stream()
                .filter(t -> irreps.size() == 1 || t.ir().l() > 0)
                .mapToInt(MulIrrep::mul)
                .max()
                .orElseThrow();
    }

    RadialShape radialShape() {
        return new RadialShape(
                radial, radialBasis, cutoff, cutoffPower, radialHidden, radialKnots, DistanceTransform.NONE);
    }
}
