package org.gaunt.potential.model;

import java.util.List;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.config.Key;

/** The shape of a {@link Mace} model: everything that does not come from the data. */
public record MaceConfig(
        @Key("Irreps of the atoms' features, scalars first, all with the same number of channels, such as 32x0e+32x1o.")
        String hidden,

        @Key(value = "Largest degree of the spherical harmonics of an edge.", min = 0, max = 4)
        int lmax,

        @Key(value = "Largest order of the many-body product.", min = 1, max = 4)
        int correlation,

        @Key(value = "Number of message-passing layers.", min = 1)
        int layers,

        @Key(value = "Distance below which atoms are neighbours.", unit = "Å", min = 0, exclusiveMin = true)
        double cutoff,

        @Key(value = "Number of radial Bessel functions.", min = 1)
        int radialBasis,

        @Key(value = "Exponent p of the polynomial that makes the radial functions vanish at the cut-off.", min = 2)
        int cutoffPower,

        @Key("Widths of the hidden layers of the radial network.")
        List<Integer> radialHidden,

        @Key(value = "Width of the hidden layer of the last readout.", min = 1)
        int readoutHidden,

        @Key(
                "Whether the first layer keeps a connection past its product (ScaleShiftMACE) or mixes by element instead (MACE).")
        boolean firstLayerResidual)
        implements ModelConfig {

    /** Checks what the keys cannot say. */
    public MaceConfig {
        radialHidden = List.copyOf(radialHidden);
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
        if (!(cutoff > 0) || radialHidden.stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException(
                    "model.cutoff must be above 0 and every width of model.radial_hidden at least 1; found " + cutoff
                            + " and " + radialHidden);
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
}
