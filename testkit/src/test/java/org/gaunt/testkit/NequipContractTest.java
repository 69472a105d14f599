package org.gaunt.testkit;

import java.util.List;
import java.util.stream.Stream;
import org.gaunt.form.Backend;
import org.gaunt.potential.model.nequip.Nequip;
import org.gaunt.potential.model.nequip.NequipConfig;
import org.gaunt.potential.network.RadialKind;

/** NequIP with random weights keeps the contract of a potential and of a trainable model. */
class NequipContractTest extends ModelContract {

    private static final double CUTOFF = 3.5;

    private static final NequipConfig NATURAL =
            new NequipConfig("4x0e+4x1o", 2, true, 2, CUTOFF, RadialKind.MLP, 6, 5, List.of(8, 8), 9, 4, false);
    /** Four layers, so that irreps of unnatural parity reach the energy. */
    private static final NequipConfig BOTH_PARITIES = new NequipConfig(
            "2x0e+2x1e+2x0o+2x1o+2x2o", 2, true, 4, CUTOFF, RadialKind.MLP, 4, 6, List.of(8), 9, 4, true);

    private static final NequipConfig SCALARS =
            new NequipConfig("17x0e", 1, true, 2, CUTOFF, RadialKind.MLP, 5, 5, List.of(), 9, 4, true);
    private static final NequipConfig FINE =
            new NequipConfig("2x0e+2x3o+2x2e", 3, true, 2, CUTOFF, RadialKind.MLP, 4, 5, List.of(8), 9, 3, true);

    private static final NequipConfig SPLINES =
            new NequipConfig("3x0e+3x1o", 2, true, 2, CUTOFF, RadialKind.SPLINE, 1, 6, List.of(), 7, 4, false);

    private static final NequipConfig TABULATED =
            new NequipConfig("3x0e+3x1o", 2, true, 2, CUTOFF, RadialKind.TABULATED, 5, 6, List.of(7), 7, 4, false);

    @Override
    List<Case> cases() {
        return Stream.of(NATURAL, BOTH_PARITIES, SCALARS, FINE, SPLINES, TABULATED)
                .map(config -> new Case(config.toString(), () -> new Nequip(config, DATA, 42, Backend.detect())))
                .toList();
    }
}
