package org.gaunt.potential.model.nequip;

import java.util.List;
import org.gaunt.learn.config.Key;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.Features;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.RadialKind;
import org.gaunt.potential.network.RadialShape;

/** The shape of a {@link Nequip} model: everything that does not come from the data. */
public record NequipConfig(
        @Key(
                "Irreps of the atoms' features, scalars first, all with the same number of channels, such as 32x0e+32x1o+32x2e; odd scalars and the like are allowed.")
        String hidden,

        @Key(value = "Largest degree of the spherical harmonics of an edge.", min = 0, max = 4)
        int lmax,

        @Key(
                "Whether even and odd irreps are told apart; if not, all irreps are written even and mirror images may have different energies.")
        boolean parity,

        @Key(value = "Number of interaction layers.", min = 1)
        int layers,

        @Key(value = "Distance below which atoms are neighbours.", unit = "Å", min = 0, exclusiveMin = true)
        double cutoff,

        @Key(RadialKind.HELP) RadialKind radial,

        @Key(value = "Number of radial Bessel functions; their frequencies are trained.", min = 1)
        int radialBasis,

        @Key(value = "Exponent p of the polynomial that makes the radial functions vanish at the cut-off.", min = 2)
        int cutoffPower,

        @Key("Widths of the hidden layers of the radial network.")
        List<Integer> radialHidden,

        @Key(value = "Number of intervals of radial splines between 0 and the cut-off.", min = 2)
        int radialKnots,

        @Key(value = "Width of the layer between the last features and the energy.", min = 1)
        int readoutHidden,

        @Key("Whether a layer whose features are of the same irreps as those before adds to them.")
        boolean resnet)
        implements ModelConfig {

    /** Checks what the keys cannot say. */
    public NequipConfig {
        radialHidden = List.copyOf(radialHidden);
        Irreps irreps = Features.parse(hidden, "model.hidden");
        for (MulIrrep term : irreps.terms()) {
            if (!parity && term.ir().parity() != 1) {
                throw new IllegalArgumentException("model.hidden is '" + hidden
                        + "', but with model.parity = false all irreps are written even, such as 32x0e+32x1e");
            }
        }
        Features.check(cutoff, "model.radial_hidden", radialHidden);
    }

    /** Scalars, vectors and tensors of 32 channels in three layers. */
    public static NequipConfig defaults() {
        return new NequipConfig(
                "32x0e+32x1o+32x2e", 2, true, 3, 5.0, RadialKind.MLP, 8, 6, List.of(64, 64), 16, 16, false);
    }

    @Override
    public String kind() {
        return "nequip";
    }

    /** The irreps of the features. */
    public Irreps hiddenIrreps() {
        return Irreps.parse(hidden);
    }

    /** The shape of the radial functions. */
    RadialShape radialShape() {
        return new RadialShape(
                radial, radialBasis, cutoff, cutoffPower, radialHidden, radialKnots, DistanceTransform.NONE);
    }

    /** Channels of every irrep. */
    public int channels() {
        return hiddenIrreps().get(0).mul();
    }

    /** The irreps of the harmonics of an edge. */
    Irreps harmonics() {
        Irreps natural = Irreps.sphericalHarmonics(lmax);
        return parity
                ? natural
                : new Irreps(natural.terms().stream()
                        .map(t -> new MulIrrep(1, new Irrep(t.ir().l(), 1)))
                        .toList());
    }
}
