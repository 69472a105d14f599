package org.gaunt.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.gaunt.atoms.Structure;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.model.allegro.Allegro;
import org.gaunt.potential.model.allegro.AllegroConfig;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Allegro with random weights keeps the contract of a potential and of a trainable model, and is strictly local. */
class AllegroContractTest extends ModelContract {

    private static final double CUTOFF = 3.5;

    private static final AllegroConfig NATURAL = new AllegroConfig(
            "4x0e+4x1o", 2, 2, CUTOFF, RadialKind.MLP, 6, 5, 9, 8, List.of(8), List.of(8), List.of(4));
    /** Three layers, so that irreps of unnatural parity reach the energy. */
    private static final AllegroConfig BOTH_PARITIES = new AllegroConfig(
            "3x0e+3x0o+3x1o+3x1e+3x2e",
            2,
            3,
            CUTOFF,
            RadialKind.MLP,
            4,
            6,
            9,
            7,
            List.of(8, 5),
            List.of(6, 8),
            List.of());

    private static final AllegroConfig ONE_LAYER = new AllegroConfig(
            "17x0e", 0, 1, CUTOFF, RadialKind.MLP, 5, 5, 9, 16, List.of(4), List.of(4), List.of(4, 4));
    private static final AllegroConfig FINE = new AllegroConfig(
            "2x0e+2x3o+2x1o", 3, 2, CUTOFF, RadialKind.MLP, 4, 5, 9, 8, List.of(8), List.of(8), List.of(4));

    private static final AllegroConfig SPLINES = new AllegroConfig(
            "3x0e+3x1o", 2, 2, CUTOFF, RadialKind.SPLINE, 1, 6, 7, 8, List.of(8), List.of(8), List.of(4));

    private static final AllegroConfig TABULATED = new AllegroConfig(
            "3x0e+3x1o", 2, 2, CUTOFF, RadialKind.TABULATED, 5, 6, 7, 8, List.of(8), List.of(8), List.of(4));

    @Override
    List<Case> cases() {
        return Stream.of(NATURAL, BOTH_PARITIES, ONE_LAYER, FINE, SPLINES, TABULATED)
                .map(config -> new Case(config.toString(), () -> new Allegro(config, DATA, 42, Backend.detect())))
                .toList();
    }

    /** The first atom sees the second, the second the third and so on, but what is beyond its own cut-off cannot reach it. */
    @ParameterizedTest
    @MethodSource("cases")
    void nothingBeyondTheCutoffHasAnyInfluence(Case of) {
        double[] near = energiesOfAtoms(of.model(), 6.0);
        double[] moved = energiesOfAtoms(of.model(), 6.4);
        assertThat(moved[0]).isEqualTo(near[0]);
        assertThat(Math.abs(moved[1] - near[1])).isGreaterThan(1e-9);
        assertThat(Math.abs(moved[2] - near[2])).isGreaterThan(1e-9);
    }

    /** Three atoms in a bent chain: neighbours are within the cut-off, the ends are not. */
    private static double[] energiesOfAtoms(TrainableModel model, double end) {
        Structure chain = Structure.builder(new int[] {6, 8, 1}, new double[] {0, 0, 0, 3, 0.3, 0, end, 0, 0.2})
                .build();
        try (ModelWorker worker = model.newWorker(Precision.FLOAT64)) {
            worker.load(model.parameters().values());
            GraphBatch batch =
                    GraphBatch.of(new GraphBuilder(model.atomicNumbers(), model.cutoff()).build(List.of(chain)));
            return worker.evaluate(batch, Derivatives.ENERGY).nodeEnergies().clone();
        }
    }
}
