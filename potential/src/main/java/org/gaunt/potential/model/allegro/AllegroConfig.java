package org.gaunt.potential.model.allegro;

import java.util.List;
import org.gaunt.learn.config.Key;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.Features;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.RadialKind;
import org.gaunt.potential.network.RadialShape;

/** The shape of an {@link Allegro} model: everything that does not come from the data. */
public record AllegroConfig(
        @Key(
                "Irreps of the pairs' tensor features, scalars first, all with the same number of channels, such as 32x0e+32x1o+32x2e.")
        String hidden,

        @Key(value = "Largest degree of the spherical harmonics of a pair.", min = 0, max = 4)
        int lmax,

        @Key(value = "Number of layers; each multiplies with one more sum over neighbours.", min = 1)
        int layers,

        @Key(
                value = "Distance below which atoms are neighbours, and beyond which no atom has any influence.",
                unit = "Å",
                min = 0,
                exclusiveMin = true)
        double cutoff,

        @Key(RadialKind.HELP) RadialKind radial,

        @Key(value = "Number of radial Bessel functions; their frequencies are trained.", min = 1)
        int radialBasis,

        @Key(value = "Exponent p of the polynomial that makes the features of pairs vanish at the cut-off.", min = 2)
        int cutoffPower,

        @Key(value = "Number of intervals of radial splines between 0 and the cut-off.", min = 2)
        int radialKnots,

        @Key(value = "Scalar (latent) features of a pair.", min = 1)
        int latent,

        @Key("Widths of the hidden layers of the network of two bodies, at least one.")
        List<Integer> twoBodyHidden,

        @Key("Widths of the hidden layers of the networks that change the scalar features, at least one.")
        List<Integer> latentHidden,

        @Key("Widths of the hidden layers between the last scalar features and the energy of a pair.")
        List<Integer> readoutHidden)
        implements ModelConfig {

    /** Checks what the keys cannot say. */
    public AllegroConfig {
        twoBodyHidden = List.copyOf(twoBodyHidden);
        latentHidden = List.copyOf(latentHidden);
        readoutHidden = List.copyOf(readoutHidden);
        Features.parse(hidden, "model.hidden");
        Features.check(cutoff, "model.two_body_hidden", twoBodyHidden);
        Features.check(cutoff, "model.latent_hidden", latentHidden);
        Features.check(cutoff, "model.readout_hidden", readoutHidden);
        if (twoBodyHidden.isEmpty() || latentHidden.isEmpty()) {
            throw new IllegalArgumentException(
                    "model.two_body_hidden and model.latent_hidden need one hidden layer at least, such as [64]; found "
                            + twoBodyHidden + " and " + latentHidden);
        }
    }

    /** Scalars, vectors and tensors of 32 channels, 64 scalar features, two layers. */
    public static AllegroConfig defaults() {
        return new AllegroConfig(
                "32x0e+32x1o+32x2e", 2, 2, 5.0, RadialKind.MLP, 8, 6, 16, 64, List.of(64), List.of(64), List.of(32));
    }

    @Override
    public String kind() {
        return "allegro";
    }

    /** The irreps of the tensor features. */
    public Irreps hiddenIrreps() {
        return Irreps.parse(hidden);
    }

    /** The shape of the radial functions. */
    RadialShape radialShape() {
        return new RadialShape(
                radial, radialBasis, cutoff, cutoffPower, List.of(), radialKnots, DistanceTransform.NONE);
    }

    /** Channels of every irrep. */
    public int channels() {
        return hiddenIrreps().get(0).mul();
    }
}
