package org.gaunt.potential.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A few absurd labels change neither shift and scale nor fitted energies of atoms, and sane ones all count. */
class RobustTest {

    private static final SplittableRandom RANDOM = new SplittableRandom(7);

    private static double[] sane(int n) {
        return RANDOM.doubles(n, -0.1, 0.1).toArray();
    }

    private static int count(boolean[] marks) {
        int count = 0;
        for (boolean mark : marks) {
            count += mark ? 1 : 0;
        }
        return count;
    }

    @Test
    void absurdNumbersAreFound() {
        for (double value : new double[] {125_000, -125_000, 12, -3}) {
            double[] values = sane(20);
            values[11] = value;
            boolean[] far = Robust.outliers(values, 0.5);
            assertThat(far[11]).as("%s", value).isTrue();
            assertThat(count(far)).isEqualTo(1);
        }
        double[] several = sane(20);
        several[3] = 1e6;
        several[4] = -1e6;
        several[5] = 1e5;
        several[6] = 1e5;
        assertThat(count(Robust.outliers(several, 0.5))).isEqualTo(4);
        double[] unknown = sane(20);
        unknown[2] = Double.NaN;
        assertThat(count(Robust.outliers(unknown, 0.5))).isZero();
    }

    @Test
    void groupsOfSaneNumbersAreNoOutliers() {
        double[] surfaces = sane(100);
        for (int i = 0; i < 15; i++) {
            surfaces[i] = 1.5 + 0.01 * i;
        }
        assertThat(count(Robust.outliers(surfaces, 0.5))).isZero();
        double[] same = new double[50];
        same[7] = 0.4;
        assertThat(count(Robust.outliers(same, 0.5))).isZero();
        assertThat(count(Robust.outliers(new double[] {0, 0, 1e6, 0}, 0.5))).isZero();
    }

    private static Composition of(int hydrogens, int oxygens, double energy) {
        return new Composition(List.of(1, 8), List.of(hydrogens, oxygens), energy, null);
    }

    @Test
    void anAbsurdEnergyDoesNotPullTheFit() {
        List<Composition> structures = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            structures.add(of(1 + i % 3, 1 + i % 4, -13.5 * (1 + i % 3) - 2000 * (1 + i % 4)));
        }
        List<Composition> spoilt = new ArrayList<>(structures);
        spoilt.add(of(3, 1, 1e6));
        for (List<Composition> some : List.of(structures, spoilt)) {
            ReferenceEnergies fitted =
                    ReferenceEnergies.ofCompositions(ReferenceEnergySource.LEAST_SQUARES, Map.of(), some);
            assertThat(fitted.energies().get(0)).isCloseTo(-13.5, within(1e-6));
            assertThat(fitted.energies().get(1)).isCloseTo(-2000, within(1e-6));
        }
        ReferenceEnergies given =
                ReferenceEnergies.ofCompositions(ReferenceEnergySource.AUTO, Map.of(1, -13.0), spoilt);
        assertThat(given.energies().get(0)).isEqualTo(-13);
        assertThat(Outliers.energies(
                        spoilt,
                        i -> "x.xyz, line " + (7 * i + 1),
                        ReferenceEnergies.ofCompositions(ReferenceEnergySource.LEAST_SQUARES, Map.of(), spoilt)))
                .singleElement()
                .asString()
                .startsWith("x.xyz, line 85: energy 1000000.0 eV");
    }

    @Test
    void absurdLabelsDoNotCountInShiftAndScale() {
        ReferenceEnergies zero = new ReferenceEnergies(List.of(1, 8), List.of(0.0, 0.0), false);
        Statistics.Sum sane = new Statistics.Sum();
        Statistics.Sum spoilt = new Statistics.Sum();
        for (int i = 0; i < 20; i++) {
            Composition composition = of(1, 1, -2 + 0.1 * (i % 5));
            Statistics.Facts facts = new Statistics.Facts(6 * (1 + i % 3), 6, 2, 2);
            sane.add(composition, zero, facts);
            spoilt.add(composition, zero, facts);
        }
        Statistics expected = sane.statistics();
        assertThat(expected.shift()).isCloseTo(-0.9, within(1e-12));
        spoilt.add(of(1, 1, 1e6), zero, new Statistics.Facts(6e10, 6, 2, 2));
        assertThat(spoilt.statistics()).isEqualTo(expected);
    }
}
