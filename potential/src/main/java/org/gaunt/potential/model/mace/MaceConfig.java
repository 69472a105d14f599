package org.gaunt.potential.model.mace;

import java.util.List;
import java.util.Locale;
import org.gaunt.learn.config.Inlined;
import org.gaunt.learn.config.Key;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.RadialKind;
import org.gaunt.potential.network.RadialShape;

/** The shape of a {@link Mace} model: everything that does not come from the data. */
public record MaceConfig(
        @Key("Irreps of the atoms' features, scalars first, all with the same number of channels, such as 32x0e+32x1o.")
        String hidden,

        @Key(value = "Largest degree of the spherical harmonics of an edge.", min = 0, max = 4)
        int lmax,

        @Key(
                value = "Largest order of the many-body product; one number for all layers or one for each.",
                min = 1,
                max = 4)
        List<Integer> correlation,

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

        @Key(value = "Number of intervals of radial splines between 0 and the cut-off.", min = 2)
        int radialKnots,

        @Key(
                "What the Bessel functions see: the distance (none), or a function of it and the covalent radii that spreads short distances, agnesi or soft.")
        DistanceTransform distanceTransform,

        @Key(
                "Whether sums over neighbours are divided by a trained density of neighbours instead of their average number.")
        boolean densityNormalization,

        @Key("Whether to add the repulsion of close nuclei (Ziegler, Biersack and Littmark), which has no weights.")
        boolean pairRepulsion,

        @Key(
                value =
                        "What is made of an atom's neighbourhood: coupled, MACE's many-body product, or grid-mlp, a small network at points of a sphere.",
                choices = {"coupled", "grid-mlp"})
        String interaction,

        @Key(value = "Points of the sphere of grid-mlp from pole to pole; around it there is one less.", min = 4)
        int gridPoints,

        @Key(value = "Width of the hidden layer of the last readout.", min = 1)
        int readoutHidden,

        @Key(
                "Whether the first layer keeps a connection past its product (ScaleShiftMACE) or mixes by element instead (MACE).")
        boolean firstLayerResidual,

        @Key(
                "Names of readouts that share the rest of the model, for data of different methods; a structure says head=NAME in its file. Empty for one readout.")
        List<String> heads,

        @Inlined MaceOptions options)
        implements ModelConfig {

    /** Checks what the keys cannot say. */
    public MaceConfig {
        correlation = List.copyOf(correlation);
        radialHidden = List.copyOf(radialHidden);
        heads = List.copyOf(heads);
        checkHidden(hidden, lmax);
        checkGrid(Interaction.of(interaction), gridPoints, lmax, hidden);
        if (correlation.size() != 1 && correlation.size() != layers) {
            throw new IllegalArgumentException("model.correlation is " + correlation + ", but a model of " + layers
                    + " layers needs one number, or one for each layer");
        }
        if (!(cutoff > 0) || radialHidden.stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException(
                    "model.cutoff must be above 0 and every width of model.radial_hidden at least 1; found " + cutoff
                            + " and " + radialHidden);
        }
        RadialShape.check(radial, distanceTransform);
        options.check(lmax, layers);
        if (options.cutoffAfterNetwork() && radial != RadialKind.MLP) {
            throw new IllegalArgumentException("model.cutoff_after_network is for model.radial: mlp, not "
                    + radial.name().toLowerCase(Locale.ROOT) + ", whose functions end at the cut-off by themselves");
        }
        if (options.nonlinearInteraction() && (radialHidden.isEmpty() || densityNormalization || !firstLayerResidual)) {
            throw new IllegalArgumentException(
                    "model.nonlinear_interaction has a density and connections past the product"
                            + " of its own and at least one hidden layer in its radial networks: it needs"
                            + " model.density_normalization: false, model.first_layer_residual: true and a width in"
                            + " model.radial_hidden");
        }
        if (options.agnosticProduct() && Interaction.of(interaction) != Interaction.COUPLED) {
            throw new IllegalArgumentException(
                    "model.agnostic_product is for model.interaction: coupled, not " + interaction);
        }
        if (heads.stream().distinct().count() != heads.size() || heads.size() == 1 || heads.contains("")) {
            throw new IllegalArgumentException("model.heads is " + heads
                    + ", but there must be none or at least two, each with a name of its own");
        }
    }

    /** MACE without the options of later models. */
    public MaceConfig(
            String hidden,
            int lmax,
            List<Integer> correlation,
            int layers,
            double cutoff,
            RadialKind radial,
            int radialBasis,
            int cutoffPower,
            List<Integer> radialHidden,
            int radialKnots,
            DistanceTransform distanceTransform,
            boolean densityNormalization,
            boolean pairRepulsion,
            String interaction,
            int gridPoints,
            int readoutHidden,
            boolean firstLayerResidual,
            List<String> heads) {
        this(
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
                distanceTransform,
                densityNormalization,
                pairRepulsion,
                interaction,
                gridPoints,
                readoutHidden,
                firstLayerResidual,
                heads,
                MaceOptions.defaults());
    }

    /** MACE as in its paper: radial networks, many-body products of one order, one readout. */
    public MaceConfig(
            String hidden,
            int lmax,
            int correlation,
            int layers,
            double cutoff,
            int radialBasis,
            int cutoffPower,
            List<Integer> radialHidden,
            int readoutHidden,
            boolean firstLayerResidual) {
        this(
                hidden,
                lmax,
                List.of(correlation),
                layers,
                cutoff,
                RadialKind.MLP,
                radialBasis,
                cutoffPower,
                radialHidden,
                12,
                DistanceTransform.NONE,
                false,
                false,
                "coupled",
                18,
                readoutHidden,
                firstLayerResidual,
                List.of());
    }

    /** The same with other options. */
    public MaceConfig withOptions(MaceOptions other) {
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
                distanceTransform,
                densityNormalization,
                pairRepulsion,
                interaction,
                gridPoints,
                readoutHidden,
                firstLayerResidual,
                heads,
                other);
    }

    /** The same with other heads. */
    public MaceConfig withHeads(List<String> others) {
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
                distanceTransform,
                densityNormalization,
                pairRepulsion,
                interaction,
                gridPoints,
                readoutHidden,
                firstLayerResidual,
                others,
                options);
    }

    private static void checkGrid(Interaction interaction, int points, int lmax, String hidden) {
        int channels = Irreps.parse(hidden).get(0).mul();
        if (interaction == Interaction.GRID_MLP && (points < 2 * lmax + 2 || channels % 2 != 0)) {
            throw new IllegalArgumentException(
                    "model.interaction grid-mlp needs an even number of channels and at least " + (2 * lmax + 2)
                            + " model.grid_points, but there are " + channels + " and " + points);
        }
    }

    private static void checkHidden(String hidden, int lmax) {
        Irreps irreps = Irreps.parse(hidden);
        if (irreps.terms().isEmpty() || !irreps.get(0).ir().equals(Irrep.parse("0e"))) {
            throw new IllegalArgumentException("model.hidden is '" + hidden
                    + "', but its first term must be scalars, such as 32x0e: energies are read from them");
        }
        for (MulIrrep term : irreps.terms()) {
            if (term.mul() != irreps.get(0).mul() || term.mul() == 0) {
                throw new IllegalArgumentException("model.hidden is '" + hidden
                        + "', but all its terms must have the same number of channels, at least 1");
            }
            if (!term.ir().isNatural() || term.ir().l() > lmax) {
                throw new IllegalArgumentException(
                        "model.hidden is '" + hidden + "', but MACE has only irreps of natural parity"
                                + " (0e, 1o, 2e, ...) up to model.lmax = " + lmax);
            }
        }
        if (irreps.terms().stream().map(MulIrrep::ir).distinct().count() != irreps.size()) {
            throw new IllegalArgumentException("model.hidden is '" + hidden + "', but an irrep may occur only once");
        }
    }

    /** MACE's defaults, with 32 channels of scalars and vectors. */
    public static MaceConfig defaults() {
        return new MaceConfig("32x0e+32x1o", 3, 3, 2, 5.0, 8, 5, List.of(64, 64, 64), 16, true);
    }

    @Override
    public String kind() {
        return "mace";
    }

    /** The irreps of the features. */
    public Irreps hiddenIrreps() {
        return Irreps.parse(hidden);
    }

    /** Channels of every irrep. */
    public int channels() {
        return hiddenIrreps().get(0).mul();
    }

    /** The largest order of a layer's product. */
    public int correlationOf(int layer) {
        return correlation.get(correlation.size() == 1 ? 0 : layer);
    }

    @Override
    public List<StructureInput> inputs() {
        return options.inputs();
    }

    RadialShape radialShape() {
        RadialShape shape =
                new RadialShape(radial, radialBasis, cutoff, cutoffPower, radialHidden, radialKnots, distanceTransform);
        return options.cutoffAfterNetwork() ? shape.withoutEnvelope() : shape;
    }
}
