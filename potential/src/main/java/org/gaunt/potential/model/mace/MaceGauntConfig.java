package org.gaunt.potential.model.mace;

import java.util.List;
import org.gaunt.learn.config.Key;
import org.gaunt.nn.ManyBodyProduct;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.RadialKind;

/** The shape of a {@link MaceGaunt} model: everything that does not come from the data. */
public record MaceGauntConfig(
        @Key("Irreps of the atoms' features, scalars first, all with the same number of channels, such as 32x0e+32x1o.")
        String hidden,

        @Key(value = "Largest degree of the spherical harmonics of an edge.", min = 0, max = 4)
        int lmax,

        @Key(
                value = "Largest power in the many-body product; one number for all layers or one for each.",
                min = 1,
                max = 4)
        List<Integer> correlation,

        @Key(value = "Number of message-passing layers.", min = 1)
        int layers,

        @Key(value = "Distance below which atoms are neighbours.", unit = "Å", min = 0, exclusiveMin = true)
        double cutoff,

        @Key(
                "Where powers are computed: grid, at points of a sphere, or fourier, as convolutions of waves. Both give the same numbers.")
        ManyBodyProduct.Way product,

        @Key(RadialKind.HELP) RadialKind radial,

        @Key(value = "Number of radial Bessel functions.", min = 1)
        int radialBasis,

        @Key(value = "Exponent p of the polynomial that makes the radial functions vanish at the cut-off.", min = 2)
        int cutoffPower,

        @Key("Widths of the hidden layers of the radial network.")
        List<Integer> radialHidden,

        @Key(value = "Number of intervals of radial splines between 0 and the cut-off.", min = 2)
        int radialKnots,

        @Key(value = "Width of the hidden layer of the last readout.", min = 1)
        int readoutHidden)
        implements ModelConfig {

    /** Checks what the keys cannot say. */
    public MaceGauntConfig {
        correlation = List.copyOf(correlation);
        radialHidden = List.copyOf(radialHidden);
        mace(
                hidden,
                lmax,
                correlation,
                layers,
                cutoff,
                product,
                radial,
                radialBasis,
                cutoffPower,
                radialHidden,
                radialKnots,
                readoutHidden);
    }

    /** MACE's defaults, with 32 channels of scalars and vectors. */
    public static MaceGauntConfig defaults() {
        MaceConfig mace = MaceConfig.defaults();
        return new MaceGauntConfig(
                mace.hidden(),
                mace.lmax(),
                mace.correlation(),
                mace.layers(),
                mace.cutoff(),
                ManyBodyProduct.Way.GRID,
                mace.radial(),
                mace.radialBasis(),
                mace.cutoffPower(),
                mace.radialHidden(),
                mace.radialKnots(),
                mace.readoutHidden());
    }

    @Override
    public String kind() {
        return "mace-gaunt";
    }

    /** MACE with this product in place of its own. */
    MaceConfig mace() {
        return mace(
                hidden,
                lmax,
                correlation,
                layers,
                cutoff,
                product,
                radial,
                radialBasis,
                cutoffPower,
                radialHidden,
                radialKnots,
                readoutHidden);
    }

    private static MaceConfig mace(
            String hidden,
            int lmax,
            List<Integer> correlation,
            int layers,
            double cutoff,
            ManyBodyProduct.Way product,
            RadialKind radial,
            int radialBasis,
            int cutoffPower,
            List<Integer> radialHidden,
            int radialKnots,
            int readoutHidden) {
        Interaction interaction = switch (product) {
            case GRID -> Interaction.GAUNT_GRID;
            case FOURIER -> Interaction.GAUNT_FOURIER;
        };
        return new MaceConfig(
                hidden,
                lmax,
                correlation,
                layers,
                cutoff,
                radial,
                radialBasis,
                cutoffPower,
                radialHidden,
                radialKnots,
                DistanceTransform.NONE,
                false,
                false,
                interaction.word(),
                MaceConfig.defaults().gridPoints(),
                readoutHidden,
                true,
                List.of());
    }
}
