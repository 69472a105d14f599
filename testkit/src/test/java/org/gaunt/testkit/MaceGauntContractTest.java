package org.gaunt.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.ManyBodyProduct.Way;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.model.mace.MaceGaunt;
import org.gaunt.potential.model.mace.MaceGauntConfig;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.api.Test;

/** MACE-Gaunt with random weights keeps the contract, and computes the same on a grid and with waves. */
class MaceGauntContractTest extends ModelContract {

    private static MaceGauntConfig config(String hidden, int lmax, int correlation, Way way) {
        return new MaceGauntConfig(
                hidden,
                lmax,
                List.of(correlation),
                2,
                3.5,
                way,
                way == Way.GRID ? RadialKind.MLP : RadialKind.SPLINE,
                6,
                5,
                List.of(8),
                8,
                4);
    }

    private static MaceGaunt model(MaceGauntConfig config) {
        return new MaceGaunt(config, DATA, 42, Backend.detect());
    }

    @Override
    List<Case> cases() {
        return Stream.of(
                        config("3x0e+3x1o+3x2e", 3, 3, Way.GRID),
                        config("4x0e+4x1o", 2, 3, Way.FOURIER),
                        config("2x0e+2x3o", 3, 2, Way.GRID))
                .map(config -> new Case(config.toString(), () -> model(config)))
                .toList();
    }

    @Test
    void gridAndWavesGiveTheSameNumbers() {
        Evaluation grid = evaluate(Way.GRID);
        Evaluation waves = evaluate(Way.FOURIER);
        same(grid.nodeEnergies(), waves.nodeEnergies());
        same(grid.forces(), waves.forces());
    }

    private static Evaluation evaluate(Way way) {
        MaceGauntConfig c = config("3x0e+3x1o+3x2e", 3, 3, way);
        MaceGaunt model = model(new MaceGauntConfig(
                c.hidden(),
                c.lmax(),
                c.correlation(),
                c.layers(),
                c.cutoff(),
                way,
                RadialKind.MLP,
                c.radialBasis(),
                c.cutoffPower(),
                c.radialHidden(),
                c.radialKnots(),
                c.readoutHidden()));
        try (ModelWorker worker = model.newWorker(Precision.FLOAT64)) {
            worker.load(model.parameters().values());
            GraphBuilder builder = new GraphBuilder(model.atomicNumbers(), model.cutoff());
            return worker.evaluate(GraphBatch.of(builder.build(List.of(cluster(9)))), Derivatives.FORCES);
        }
    }

    private static void same(double[] found, double[] wanted) {
        assertThat(found).hasSameSizeAs(wanted);
        double scale = 0;
        for (double w : wanted) {
            scale = Math.max(scale, Math.abs(w));
        }
        assertThat(scale).isGreaterThan(1e-3);
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs(found[i] - wanted[i]) / scale).isLessThan(1e-12);
        }
    }
}
