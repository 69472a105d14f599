package org.gaunt.sim.md.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.gaunt.atoms.AtomColumn;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.sim.md.Argon;
import org.gaunt.sim.md.MdSettings;
import org.gaunt.sim.md.MolecularDynamics;
import org.junit.jupiter.api.Test;

/** Averages of motions whose averages are known. */
class AveragesTest {
    /** Rows of a table without its head. */
    private static double[][] rows(String csv) {
        return csv.lines()
                .skip(1)
                .map(line -> Arrays.stream(line.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Each atom in a well of its own, of angular frequency omega (1/fs) for argon, or none. */
    private static Potential wells(Structure sites, double omega) {
        return (structures, what) -> {
            List<Prediction> predictions = new ArrayList<>();
            for (Structure s : structures) {
                double k = 39.948 * org.gaunt.atoms.Units.AMU_ANGSTROM2_PER_FS2 * omega * omega;
                double[] f = new double[3 * s.size()];
                double energy = 0;
                for (int i = 0; i < f.length; i++) {
                    double d = s.position(i / 3, i % 3) - sites.position(i / 3, i % 3);
                    f[i] = -k * d;
                    energy += k / 2 * d * d;
                }
                predictions.add(new Prediction(energy, new double[s.size()], f, new double[9]));
            }
            return predictions;
        };
    }

    @Test
    void freeAtomsMoveByTheirVelocity() {
        Structure crystal = Argon.crystal(2, 5.4);
        MolecularDynamics md = new MolecularDynamics(
                wells(crystal, 0),
                crystal,
                Set.of(),
                MdSettings.DEFAULT.withTimestep(1).withTemperature(100));
        TimeCorrelation msd = TimeCorrelation.displacements(crystal, 2, 40);
        TimeCorrelation vacf = TimeCorrelation.velocities(crystal, 2, 40);
        md.observe(2, msd);
        md.observe(2, vacf);
        md.runTo(1000);
        double square = Arrays.stream(md.state().velocities()).map(v -> v * v).sum() / crystal.size();
        double[][] displacements = rows(msd.csv());
        assertThat(displacements).hasDimensions(21, 4);
        for (double[] row : displacements) {
            assertThat(row[1]).isCloseTo(square * row[0] * row[0], within(1e-6 * square * 1600));
            assertThat(row[2]).isEqualTo(row[1]);
        }
        // 501 samples; starts every 2nd sample; a lag of 0 is seen once for each start
        assertThat(displacements[0][3]).isEqualTo(251);
        assertThat(displacements[20][3]).isEqualTo(241);
        for (double[] row : rows(vacf.csv())) {
            assertThat(row[1]).isCloseTo(square, within(1e-7 * square));
        }
    }

    @Test
    void velocitiesInWellsSwing() {
        Structure crystal = Argon.crystal(2, 5.4);
        double omega = 2 * Math.PI / 200;
        MolecularDynamics md = new MolecularDynamics(
                wells(crystal, omega),
                crystal,
                Set.of(),
                MdSettings.DEFAULT.withTimestep(0.5).withTemperature(100));
        TimeCorrelation vacf = TimeCorrelation.velocities(crystal, 5, 400);
        md.observe(10, vacf);
        md.runTo(8000); // 20 periods
        double[][] table = rows(vacf.csv());
        for (double[] row : table) {
            assertThat(row[1] / table[0][1]).isCloseTo(Math.cos(omega * row[0]), within(0.05));
        }
    }

    @Test
    void radialDistributionsOfRandomPlacesAreOne() {
        Random random = new Random(4);
        int[] numbers = new int[200];
        Arrays.setAll(numbers, i -> i < 50 ? 6 : 8);
        double edge = 12;
        RadialDistribution rdf = null;
        for (int sample = 0; sample < 400; sample++) {
            double[] x = random.doubles(600, 0, edge).toArray();
            Structure gas = Structure.builder(numbers, x)
                    .cell(Cell.box(edge, edge, edge))
                    .pbc(true, true, true)
                    .build();
            if (rdf == null) {
                rdf = new RadialDistribution(gas, 5);
            }
            rdf.add(gas, edge * edge * edge);
        }
        double[][] table = rows(java.util.Objects.requireNonNull(rdf).csv());
        assertThat(table).hasDimensions(250, 4);
        for (double[] row : table) {
            if (row[0] > 2) { // pairs enough
                assertThat(row[1]).isCloseTo(1, within(0.25));
                assertThat(row[2]).isCloseTo(1, within(0.1));
                assertThat(row[3]).isCloseTo(1, within(0.06));
            }
        }
    }

    @Test
    void neighboursOfACrystal() {
        Structure crystal = Argon.crystal(2, 5.3);
        RadialDistribution rdf = new RadialDistribution(crystal, 4);
        rdf.add(crystal, Math.pow(10.6, 3));
        double neighbours = 0;
        for (double[] row : rows(rdf.csv())) {
            double inner = row[0] - 0.01;
            double outer = row[0] + 0.01;
            double shell = 4 * Math.PI / 3 * (outer * outer * outer - inner * inner * inner);
            neighbours += row[1] * shell * (crystal.size() - 1) / Math.pow(10.6, 3);
        }
        assertThat(neighbours).isCloseTo(12, within(0.01));
    }

    @Test
    void theOrderOfAtomsWithIdsIsTheirNoise() {
        Structure crystal = Argon.crystal(2, 5.4);
        int n = crystal.size();
        long[] ids = new long[n];
        long[] back = new long[n];
        double[] x = crystal.positions();
        double[] reversed = new double[3 * n];
        for (int i = 0; i < n; i++) {
            ids[i] = i + 1L;
            back[i] = (long) n - i;
            System.arraycopy(x, 3 * i, reversed, 3 * (n - 1 - i), 3);
        }
        MdSettings settings = MdSettings.DEFAULT
                .withEnsemble(org.gaunt.sim.md.Ensemble.NVT_LANGEVIN)
                .withTimestep(4);
        double[][] ends = new double[2][];
        for (int k = 0; k < 2; k++) {
            Structure start = crystal.withPositions(k == 0 ? x : reversed).toBuilder()
                    .columns(List.of(AtomColumn.integers("id", 1, k == 0 ? ids : back)))
                    .build();
            MolecularDynamics md =
                    new MolecularDynamics(org.gaunt.sim.LennardJones.cutAt(5.2), start, Set.of(), settings);
            md.runTo(50);
            ends[k] = md.state().structure().positions();
        }
        for (int i = 0; i < 3 * n; i++) {
            assertThat(ends[1][3 * (n - 1 - i / 3) + i % 3]).isCloseTo(ends[0][i], within(1e-9));
        }
        assertThat(ends[0]).isNotEqualTo(x);
    }
}
