package org.gaunt.potential.model.tdn;

import java.util.List;
import org.gaunt.learn.config.Key;
import org.gaunt.potential.Symmetry;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.Features;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.RadialKind;
import org.gaunt.potential.network.RadialShape;

/** The shape of a {@link Tdn} model: everything that does not come from the data. */
public record TdnConfig(
        @Key(value = "Channels of every degree of the atoms' features.", min = 1)
        int channels,

        @Key(value = "Largest degree of features and harmonics.", min = 0, max = 4)
        int lmax,

        @Key(value = "Number of blocks, each an attention over neighbours and a network of each atom.", min = 1)
        int layers,

        @Key(value = "Heads of the attention; channels are divided among them.", min = 1)
        int attentionHeads,

        @Key(value = "Distance below which atoms are neighbours.", unit = "Å", min = 0, exclusiveMin = true)
        double cutoff,

        @Key(RadialKind.HELP) RadialKind radial,

        @Key(value = "Number of radial Bessel functions; their frequencies are trained.", min = 1)
        int radialBasis,

        @Key(value = "Exponent p of the polynomial that makes the radial functions vanish at the cut-off.", min = 2)
        int cutoffPower,

        @Key("Widths of the hidden layers of the radial networks.")
        List<Integer> radialHidden,

        @Key(value = "Number of intervals of radial splines between 0 and the cut-off.", min = 2)
        int radialKnots,

        @Key(value = "Channels between the two maps of each atom's network.", min = 1)
        int feedForward,

        @Key(
                value =
                        "Largest relative error of the decomposed products of irreps, which chooses their rank; the energy is invariant only to about this. 0 for exact products.",
                min = 0,
                max = 1)
        double tolerance,

        @Key(
                "Whether products keep to paths of natural parity; if not, all paths are mixed as in the published program, and mirror images may have different energies.")
        boolean parity)
        implements ModelConfig {

    /** Checks what the keys cannot say. */
    public TdnConfig {
        radialHidden = List.copyOf(radialHidden);
        Features.check(cutoff, "model.radial_hidden", radialHidden);
        if (channels % attentionHeads != 0) {
            throw new IllegalArgumentException("model.channels is " + channels + ", which " + attentionHeads
                    + " heads (model.attention_heads) cannot share equally");
        }
    }

    /** 32 channels to degree 2 in three blocks of four heads, products decomposed to single precision. */
    public static TdnConfig defaults() {
        return new TdnConfig(32, 2, 3, 4, 5.0, RadialKind.MLP, 8, 6, List.of(64), 16, 64, 1e-6, true);
    }

    @Override
    public String kind() {
        return "tdn";
    }

    @Override
    public Symmetry symmetry() {
        return parity ? Symmetry.E3 : Symmetry.SE3;
    }

    /** The shape of the radial functions. */
    RadialShape radialShape() {
        return new RadialShape(
                radial, radialBasis, cutoff, cutoffPower, radialHidden, radialKnots, DistanceTransform.NONE);
    }

    /** Components of all degrees. */
    int components() {
        return (lmax + 1) * (lmax + 1);
    }
}
