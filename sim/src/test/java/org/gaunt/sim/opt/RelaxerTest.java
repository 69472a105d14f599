package org.gaunt.sim.opt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.sim.opt.Relaxed.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RelaxerTest {
    /** Of the fcc crystal: edge and energy of an atom, by ASE 3.22.1. */
    private static final double EDGE = 5.27348180;

    private static final double ENERGY = -0.08136740;

    private final SplittableRandom random = new SplittableRandom(7);

    private static List<Relaxed> relax(
            Potential potential, RelaxSettings settings, Set<Integer> fixed, Structure... structures) {
        List<Relaxed> relaxed = new ArrayList<>();
        new Relaxer(potential, settings).relax(Arrays.asList(structures).iterator(), s -> fixed, relaxed::add);
        assertThat(relaxed).hasSize(structures.length);
        return relaxed;
    }

    /** A centre and twelve vertices, shaken. */
    private Structure icosahedron(double radius) {
        double phi = (1 + Math.sqrt(5)) / 2;
        double[] x = new double[39];
        int at = 3;
        for (int axis = 0; axis < 3; axis++) {
            for (int sign = 0; sign < 4; sign++) {
                x[at + axis] = (sign & 1) == 0 ? 1 : -1;
                x[at + (axis + 1) % 3] = (sign & 2) == 0 ? phi : -phi;
                at += 3;
            }
        }
        double length = Math.sqrt(1 + phi * phi);
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i] / length * radius + random.nextDouble(-0.05, 0.05);
        }
        int[] numbers = new int[13];
        Arrays.fill(numbers, 18);
        return Structure.builder(numbers, x).build();
    }

    /** Four atoms in a cube that is strained and shaken. */
    private Structure crystal(double edge, double strain, double noise) {
        double[] x = {0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0};
        double[] rows = Matrix3.identity(3);
        for (int i = 0; i < 9; i++) {
            rows[i] = edge * (rows[i] + random.nextDouble(-strain, strain + 1e-300));
        }
        double[] positions = Matrix3Rows.times(x, rows);
        for (int i = 0; i < 12; i++) {
            positions[i] += random.nextDouble(-noise, noise + 1e-300);
        }
        return Structure.builder(new int[] {18, 18, 18, 18}, positions)
                .cell(Cell.of(rows))
                .pbc(true, true, true)
                .build();
    }

    /** Fractional positions to Å. */
    private static final class Matrix3Rows {
        static double[] times(double[] fractional, double[] rows) {
            double[] result = new double[fractional.length];
            for (int a = 0; a < fractional.length; a += 3) {
                for (int k = 0; k < 3; k++) {
                    for (int v = 0; v < 3; v++) {
                        result[a + k] += fractional[a + v] * rows[3 * v + k];
                    }
                }
            }
            return result;
        }
    }

    /** Published: -44.326801 ε. */
    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void thirteenAtomsBecomeAnIcosahedron(OptimizerKind optimizer) {
        SmoothPair reduced = new SmoothPair(1, 1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        RelaxSettings settings =
                RelaxSettings.DEFAULT.withFmax(1e-5).withOptimizer(optimizer).withSteps(3000);
        Relaxed relaxed = relax(reduced, settings, Set.of(), icosahedron(1.1)).getFirst();
        assertThat(relaxed.status()).isEqualTo(Status.CONVERGED);
        assertThat(relaxed.largestForce()).isLessThan(1e-5);
        assertThat(Objects.requireNonNull(relaxed.prediction()).energy()).isCloseTo(-44.326801, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void aStrainedCrystalBecomesTheCrystalOfAse(OptimizerKind optimizer) {
        RelaxSettings settings = RelaxSettings.DEFAULT
                .withFmax(1e-6)
                .withOptimizer(optimizer)
                .withCell(CellMotion.FULL, 0)
                .withSteps(3000);
        Relaxed relaxed = relax(SmoothPair.ARGON, settings, Set.of(), crystal(5.2, 0.03, 0.05))
                .getFirst();
        assertThat(relaxed.status()).isEqualTo(Status.CONVERGED);
        Cell cell = Objects.requireNonNull(relaxed.structure().cell());
        assertThat(Math.cbrt(cell.volume())).isCloseTo(EDGE, within(2e-5));
        Prediction there = Objects.requireNonNull(relaxed.prediction());
        assertThat(there.energy() / 4).isCloseTo(ENERGY, within(1e-8));
        assertThat(Arrays.stream(there.stress()).map(Math::abs).max().orElse(1)).isLessThan(1e-7);
    }

    @Test
    void stressBecomesMinusThePressure() {
        double pressure = 2;
        for (CellMotion motion : List.of(CellMotion.HYDROSTATIC, CellMotion.FULL)) {
            RelaxSettings settings = RelaxSettings.DEFAULT.withFmax(1e-6).withCell(motion, pressure);
            Structure start = motion == CellMotion.FULL ? crystal(5.2, 0.02, 0.03) : crystal(5.4, 0, 0);
            Relaxed relaxed = relax(SmoothPair.ARGON, settings, Set.of(), start).getFirst();
            assertThat(relaxed.status()).isEqualTo(Status.CONVERGED);
            double[] stress = Objects.requireNonNull(relaxed.prediction()).stress();
            for (int i = 0; i < 9; i++) {
                assertThat(stress[i] / Units.GPA).isCloseTo(i % 4 == 0 ? -pressure : 0, within(2e-4));
            }
        }
    }

    @Test
    void shapeKeepsTheVolumeAndHydrostaticTheAngles() {
        Structure start = crystal(5.3, 0.04, 0.02);
        Cell before = Objects.requireNonNull(start.cell());
        Relaxed shape = relax(
                        SmoothPair.ARGON,
                        RelaxSettings.DEFAULT.withFmax(1e-5).withCell(CellMotion.SHAPE, 0),
                        Set.of(),
                        start)
                .getFirst();
        assertThat(shape.status()).isEqualTo(Status.CONVERGED);
        assertThat(Objects.requireNonNull(shape.structure().cell()).volume()).isCloseTo(before.volume(), within(1e-9));
        Relaxed pressed = relax(
                        SmoothPair.ARGON,
                        RelaxSettings.DEFAULT.withFmax(1e-5).withCell(CellMotion.HYDROSTATIC, 0),
                        Set.of(),
                        start)
                .getFirst();
        assertThat(pressed.status()).isEqualTo(Status.CONVERGED);
        Cell after = Objects.requireNonNull(pressed.structure().cell());
        double ratio = Math.cbrt(after.volume() / before.volume());
        for (int i = 0; i < 9; i++) {
            assertThat(after.toArray()[i]).isCloseTo(ratio * before.toArray()[i], within(1e-10));
        }
    }

    /** The force on every coordinate is minus the difference of the enthalpy, also far from the start. */
    @ParameterizedTest
    @EnumSource(CellMotion.class)
    void forcesAreDifferencesOfTheEnthalpy(CellMotion motion) {
        Structure start = crystal(5.2, 0.05, 0.1);
        double pressure = motion == CellMotion.NONE || motion == CellMotion.SHAPE ? 0 : 3;
        RelaxSettings settings = RelaxSettings.DEFAULT.withCell(motion, pressure);
        Coordinates coordinates = new Coordinates(start, settings, Set.of());
        double[] away = new double[coordinates.values().length];
        double[] symmetric = new double[9];
        for (int i = 0; i < away.length; i++) {
            away[i] = random.nextDouble(-0.1, 0.1);
        }
        for (int i = 12; i < away.length; i++) {
            int k = i - 12;
            double entry = random.nextDouble(-0.4, 0.4);
            symmetric[k] += entry;
            symmetric[3 * (k % 3) + k / 3] += entry;
        }
        for (int i = 12; i < away.length; i++) {
            away[i] = symmetric[i - 12];
        }
        coordinates.move(away);
        double[] forces = forces(coordinates);
        double[] direction = new double[away.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = i < 12 ? random.nextDouble(-1, 1) : forces[i] * 5;
        }
        double h = 1e-5;
        double difference =
                (enthalpy(coordinates, direction, h, pressure) - enthalpy(coordinates, direction, -h, pressure))
                        / (2 * h);
        assertThat(Optimizer.dot(forces, direction))
                .isCloseTo(-difference, within(1e-6 * Math.max(1, Math.abs(difference))));
    }

    private static double[] forces(Coordinates at) {
        Structure here = at.structure();
        return at.forces(here, SmoothPair.ARGON.evaluate(here, Derivatives.STRESS));
    }

    private static double enthalpy(Coordinates at, double[] direction, double h, double pressure) {
        double[] step = new double[direction.length];
        double[] back = new double[direction.length];
        for (int i = 0; i < step.length; i++) {
            step[i] = h * direction[i];
            back[i] = -step[i];
        }
        at.move(step);
        Structure there = at.structure();
        at.move(back);
        return SmoothPair.ARGON.evaluate(there, Derivatives.STRESS).energy()
                + pressure * Units.GPA * Objects.requireNonNull(there.cell()).volume();
    }

    @Test
    void fixedAtomsStay() {
        Structure start = icosahedron(3.9);
        Relaxed relaxed = relax(SmoothPair.ARGON, RelaxSettings.DEFAULT, Set.of(1, 5), start)
                .getFirst();
        assertThat(relaxed.status()).isEqualTo(Status.CONVERGED);
        for (int atom : new int[] {1, 5}) {
            for (int k = 0; k < 3; k++) {
                assertThat(relaxed.structure().position(atom, k)).isEqualTo(start.position(atom, k));
            }
        }
        assertThat(relaxed.structure().position(2, 0)).isNotEqualTo(start.position(2, 0));
    }

    /** A potential that refuses one kind of structure after some steps, and gives another no number. */
    private record Moody(int[] calls) implements Potential {
        @Override
        public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
            for (Structure s : structures) {
                if (s.size() == 2 && ++calls[0] > 3) {
                    throw InputException.of("atoms too close")
                            .found("0 Å")
                            .wanted("more")
                            .build();
                }
            }
            List<Prediction> predictions = new ArrayList<>(SmoothPair.ARGON.evaluate(structures, what));
            for (int i = 0; i < structures.size(); i++) {
                if (structures.get(i).size() == 3) {
                    predictions.set(i, new Prediction(Double.NaN, new double[3], new double[9], null));
                }
            }
            return predictions;
        }
    }

    @Test
    void whatBecomesOfOneDoesNotStopOthersAndTheOrderStays() {
        Structure two = Structure.builder(new int[] {18, 18}, new double[] {0, 0, 0, 0, 0, 3.6})
                .build();
        Structure three = Structure.builder(new int[] {18, 18, 18}, new double[] {0, 0, 0, 0, 0, 4, 0, 4, 0})
                .build();
        List<Relaxed> relaxed = relax(
                new Moody(new int[1]),
                RelaxSettings.DEFAULT.withFmax(1e-5),
                Set.of(),
                icosahedron(3.9),
                two,
                three,
                icosahedron(3.8));
        assertThat(relaxed.stream().map(Relaxed::status))
                .containsExactly(Status.CONVERGED, Status.FAILED, Status.FAILED, Status.CONVERGED);
        assertThat(relaxed.get(1).message()).contains("atoms too close");
        assertThat(relaxed.get(1).prediction()).isNotNull();
        assertThat(relaxed.get(2).message()).contains("not finite");
        assertThat(relaxed.get(2).prediction()).isNull();
    }

    @Test
    void stepsAreCounted() {
        Relaxed none = relax(SmoothPair.ARGON, RelaxSettings.DEFAULT.withSteps(0), Set.of(), icosahedron(3.9))
                .getFirst();
        assertThat(none.status()).isEqualTo(Status.UNCONVERGED);
        assertThat(none.steps()).isZero();
        assertThat(none.prediction()).isNotNull();
        Relaxed five = relax(SmoothPair.ARGON, RelaxSettings.DEFAULT.withSteps(5), Set.of(), icosahedron(3.9))
                .getFirst();
        assertThat(five.status()).isEqualTo(Status.UNCONVERGED);
        assertThat(five.steps()).isEqualTo(5);
    }

    @Test
    void refusesWhatCannotBe() {
        RelaxSettings full = RelaxSettings.DEFAULT.withCell(CellMotion.FULL, 0);
        List<Relaxed> relaxed = relax(SmoothPair.ARGON, full, Set.of(), icosahedron(3.9), crystal(5.3, 0, 0));
        assertThat(relaxed.stream().map(Relaxed::status)).containsExactly(Status.FAILED, Status.CONVERGED);
        assertThat(relaxed.getFirst().message()).contains("not periodic in three directions");
        assertThat(relax(SmoothPair.ARGON, full, Set.of())).isEmpty();
        assertThatThrownBy(() -> RelaxSettings.DEFAULT.withFmax(0)).hasMessageContaining("fmax");
        assertThatThrownBy(() -> RelaxSettings.DEFAULT.withFmax(Double.NaN)).hasMessageContaining("fmax");
        assertThatThrownBy(() -> RelaxSettings.DEFAULT.withCell(CellMotion.FULL, 1e5))
                .hasMessageContaining("GPa");
        assertThatThrownBy(() -> RelaxSettings.DEFAULT.withCell(CellMotion.SHAPE, 1))
                .hasMessageContaining("volume");
    }
}
