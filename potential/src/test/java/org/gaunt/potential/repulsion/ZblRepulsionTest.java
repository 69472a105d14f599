package org.gaunt.potential.repulsion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.eval.SumOfPotentials;
import org.gaunt.potential.model.mace.Mace;
import org.gaunt.potential.model.mace.MaceConfig;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.api.Test;

class ZblRepulsionTest {
    private static final ZblRepulsion ZBL = new ZblRepulsion();
    private static final Structure CLOSE = Structure.builder(
                    new int[] {6, 8, 1, 1}, new double[] {0, 0, 0, 0.9, 0.1, 0, -0.3, 0.5, 0.2, 2.5, 0.3, 0.4})
            .cell(Cell.of(3.1, 0.2, 0, 0.3, 3.3, -0.4, 0, 0.5, 3.6))
            .pbc(true, true, true)
            .build();

    private static Mace mace(boolean repulsion) {
        MaceConfig config = new MaceConfig(
                "4x0e",
                1,
                List.of(2),
                1,
                3.5,
                RadialKind.MLP,
                5,
                6,
                List.of(8),
                12,
                DistanceTransform.NONE,
                false,
                repulsion,
                "coupled",
                18,
                4,
                true,
                List.of());
        return new Mace(
                config, new ModelData(List.of(1, 6, 8), List.of(-1.0, -2.0, -3.0), 1, 0, 5), 3, Backend.detect());
    }

    @Test
    void isWhatTheModelsOwnRepulsionIs() {
        try (SumOfPotentials sum =
                        new SumOfPotentials(List.of(new ModelPotential(mace(false), Precision.FLOAT64, 1), ZBL));
                ModelPotential own = new ModelPotential(mace(true), Precision.FLOAT64, 1)) {
            Prediction found = sum.evaluate(CLOSE, Derivatives.STRESS);
            Prediction expected = own.evaluate(CLOSE, Derivatives.STRESS);
            Offset<Double> close = Offset.offset(1e-9);
            assertThat(found.energy()).isCloseTo(expected.energy(), close);
            assertThat(found.atomEnergies()).containsExactly(expected.atomEnergies(), close);
            assertThat(found.forces()).containsExactly(expected.forces(), close);
            assertThat(found.stress()).containsExactly(expected.stress(), close);
            assertThat(ZBL.evaluate(CLOSE, Derivatives.ENERGY).energy()).isGreaterThan(1);
        }
    }

    @Test
    void endsSmoothlyAtTheSumOfTheCovalentRadii() {
        double end = 0.76 + 0.66; // C and O
        double h = 1e-3;
        assertThat(pair(end + 1e-9).energy()).isZero();
        assertThat(pair(end - h).energy()).isBetween(0.0, 1e-6);
        assertThat(Math.abs(pair(end - h).forces()[0])).isLessThan(1e-3);
        assertThat(pair(0.2).energy()).isGreaterThan(pair(0.3).energy());
        double slope = (pair(0.8 + h).energy() - pair(0.8 - h).energy()) / (2 * h);
        assertThat(pair(0.8).forces()[3]).isCloseTo(-slope, Offset.offset(1e-4 * Math.abs(slope)));
    }

    private static Prediction pair(double distance) {
        Structure two = Structure.builder(new int[] {6, 8}, new double[] {0, 0, 0, distance, 0, 0})
                .build();
        return ZBL.evaluate(two, Derivatives.FORCES);
    }

    @Test
    void atomsFarApartFeelNothing() {
        Structure one = Structure.builder(new int[] {79}, new double[3]).build();
        Prediction found = ZBL.evaluate(one, Derivatives.FORCES);
        assertThat(found.energy()).isZero();
        assertThat(found.forces()).containsOnly(0);
        assertThat(found.hasStress()).isFalse();
    }
}
