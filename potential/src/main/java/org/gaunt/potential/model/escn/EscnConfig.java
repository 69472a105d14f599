package org.gaunt.potential.model.escn;

import java.util.List;
import org.gaunt.learn.config.Key;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.Symmetry;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.Features;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.RadialKind;
import org.gaunt.potential.network.RadialShape;

/** The shape of an {@link Escn} model: everything that does not come from the data. */
public record EscnConfig(
        @Key(value = "Channels of each degree of the atoms' features.", min = 1, max = 1024)
        int channels,

        @Key(value = "Largest degree of the features.", min = 0, max = 6)
        int lmax,

        @Key(
                value =
                        "Largest order that messages keep in the frame of an edge, at most lmax: fewer orders are faster and"
                                + " less accurate.",
                min = 0,
                max = 6)
        int mmax,

        @Key(value = "Number of message-passing layers.", min = 1)
        int layers,

        @Key(value = "Distance below which atoms are neighbours.", unit = "Å", min = 0, exclusiveMin = true)
        double cutoff,

        @Key(RadialKind.HELP) RadialKind radial,

        @Key(value = "Number of radial Bessel functions.", min = 1)
        int radialBasis,

        @Key(value = "Exponent p of the polynomial that makes the radial functions vanish at the cut-off.", min = 2)
        int cutoffPower,

        @Key("Widths of the hidden layers of the radial network.")
        List<Integer> radialHidden,

        @Key(value = "Intervals of radial splines.", min = 2)
        int radialKnots,

        @Key(
                value =
                        "Points in the polar angle of the grid of the activation on the sphere, twice as many in the other"
                                + " angle; more of them keep rotational symmetry better, above lmax.",
                min = 1,
                max = 64)
        int grid,

        @Key("Whether features are multiplied with themselves as functions on the sphere (Gaunt-Selfmix).")
        boolean selfmix,

        @Key(value = "Width of the hidden layer of the readout.", min = 1)
        int readoutHidden,

        @Key(PARITY_HELP) boolean parity)
        implements ModelConfig {

    /** Help of {@link #parity}. */
    private static final String PARITY_HELP =
            "Whether mirror images have the same energy. If not, convolutions also have the antisymmetric half of their maps,"
                    + " as in the published eSCN and EquiformerV2: twice the weights of orders above 0, slower, no more"
                    + " accurate where it was measured, and energies that differ between mirror images.";

    /** Checks what the keys cannot say. */
    public EscnConfig {
        radialHidden = List.copyOf(radialHidden);
        Features.check(cutoff, "model.radial_hidden", radialHidden);
        if (mmax > lmax) {
            throw new IllegalArgumentException(
                    "model.mmax is " + mmax + ", but there are no orders above model.lmax, " + lmax + ": lower it");
        }
        if (grid <= lmax) {
            throw new IllegalArgumentException("model.grid is " + grid + ", but degrees up to model.lmax = " + lmax
                    + " need at least " + (lmax + 1) + " points");
        }
    }

    /** Two layers of 32 channels to degree 2 with all orders. */
    public static EscnConfig defaults() {
        return new EscnConfig(32, 2, 2, 2, 5.0, RadialKind.MLP, 8, 5, List.of(64), 12, 8, true, 16, true);
    }

    @Override
    public String kind() {
        return "escn";
    }

    @Override
    public Symmetry symmetry() {
        return parity ? Symmetry.E3 : Symmetry.SE3;
    }

    /** The irreps of the features: degrees 0 to lmax of natural parity. */
    Irreps features() {
        return new Irreps(Irreps.sphericalHarmonics(lmax).terms().stream()
                .map(t -> new MulIrrep(channels, Irrep.natural(t.ir().l())))
                .toList());
    }

    RadialShape radialShape() {
        return new RadialShape(
                radial, radialBasis, cutoff, cutoffPower, radialHidden, radialKnots, DistanceTransform.NONE);
    }
}
