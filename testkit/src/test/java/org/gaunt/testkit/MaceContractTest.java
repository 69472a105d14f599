package org.gaunt.testkit;

import java.util.List;
import java.util.stream.Stream;
import org.gaunt.form.Backend;
import org.gaunt.potential.model.mace.Mace;
import org.gaunt.potential.model.mace.MaceConfig;
import org.gaunt.potential.model.mace.MaceOptions;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.RadialKind;

/** MACE with random weights keeps the contract of a potential and of a trainable model. */
class MaceContractTest extends ModelContract {

    private static final double CUTOFF = 3.5;

    private static final MaceConfig SMALL = new MaceConfig("4x0e+4x1o", 2, 2, 2, CUTOFF, 6, 5, List.of(8, 8), 4, true);
    private static final MaceConfig TENSORS =
            new MaceConfig("3x0e+3x1o+3x2e", 3, 3, 3, CUTOFF, 8, 6, List.of(7), 16, false);
    private static final MaceConfig SCALARS = new MaceConfig("17x0e", 1, 3, 1, CUTOFF, 5, 5, List.of(), 4, true);
    private static final MaceConfig FOURFOLD = new MaceConfig("2x0e+2x1o", 2, 4, 2, CUTOFF, 4, 5, List.of(8), 4, true);
    private static final MaceConfig FINE = new MaceConfig("2x0e+2x3o", 4, 2, 2, CUTOFF, 4, 5, List.of(8), 4, true);

    private static final MaceConfig FOUNDATION = new MaceConfig(
            "3x0e+3x1o",
            2,
            List.of(3, 2),
            2,
            CUTOFF,
            RadialKind.MLP,
            6,
            6,
            List.of(8),
            12,
            DistanceTransform.AGNESI,
            true,
            true,
            "coupled",
            18,
            4,
            false,
            List.of());
    /** Like MACE-MH. */
    private static final MaceConfig NONLINEAR = foundation(
            "4x0e+4x1o",
            MaceOptions.defaults().withNonlinearInteraction("3x0e+3x1o", true).withAgnosticProduct(true));
    /** Like MACE-OMOL, with all readouts that there are. */
    private static final MaceConfig NONLINEAR_TENSORS = foundation(
            "3x0e+3x1o+3x2e",
            MaceOptions.defaults().withNonlinearInteraction("", false).withReadouts(true, true));
    /** The block of the paper with the cut-off behind its networks, and those of its density. */
    private static final MaceConfig CUT_OFF_AFTER = FOUNDATION.withOptions(
            MaceOptions.defaults().withCutoffAfterNetwork(true).withReadouts(false, true));

    private static MaceConfig foundation(String hidden, MaceOptions options) {
        return new MaceConfig(
                        hidden,
                        2,
                        List.of(2),
                        2,
                        CUTOFF,
                        RadialKind.MLP,
                        6,
                        5,
                        List.of(8, 8),
                        12,
                        DistanceTransform.AGNESI,
                        false,
                        true,
                        "coupled",
                        18,
                        4,
                        true,
                        List.of())
                .withOptions(options);
    }

    private static final MaceConfig SPLINES = splines(RadialKind.SPLINE, List.of());
    private static final MaceConfig TABULATED = splines(RadialKind.TABULATED, List.of(8));

    private static MaceConfig splines(RadialKind kind, List<Integer> hidden) {
        return new MaceConfig(
                "3x0e+3x1o",
                2,
                List.of(2),
                2,
                CUTOFF,
                kind,
                6,
                6,
                hidden,
                7,
                DistanceTransform.NONE,
                true,
                false,
                "coupled",
                18,
                4,
                true,
                List.of());
    }

    @Override
    List<Case> cases() {
        return Stream.of(
                        SMALL,
                        TENSORS,
                        SCALARS,
                        FOURFOLD,
                        FINE,
                        FOUNDATION,
                        SPLINES,
                        TABULATED,
                        NONLINEAR,
                        NONLINEAR_TENSORS,
                        CUT_OFF_AFTER)
                .map(config -> new Case(config.toString(), () -> new Mace(config, DATA, 42, Backend.detect())))
                .toList();
    }
}
