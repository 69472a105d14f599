package org.gaunt.sim.md;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.gaunt.atoms.AtomColumn;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run begins with, and what it does not begin with. */
class StartTest {
    private static MolecularDynamics start(Structure structure, MdSettings settings) {
        return new MolecularDynamics(new SmoothGas(), structure, Set.of(), settings);
    }

    private static Structure with(Structure structure, String column, double[] values) {
        return structure.toBuilder()
                .columns(List.of(AtomColumn.reals(column, 3, values)))
                .build();
    }

    @ParameterizedTest
    @CsvSource({"NVE, true, 33", "NVT_LANGEVIN, true, 36", "NVE, false, 39"})
    void degreesOfFreedomOfAMolecule(Ensemble ensemble, boolean removed, int freedom) {
        MdState state = start(
                        Argon.icosahedron(),
                        MdSettings.DEFAULT
                                .withEnsemble(ensemble)
                                .withMomentumRemoved(removed)
                                .withTemperature(77))
                .state();
        assertThat(state.freedom()).isEqualTo(freedom);
        assertThat(state.temperature()).isCloseTo(77, within(1e-9));
    }

    @Test
    void velocitiesAreThoseOfMaxwellAndBoltzmann() {
        Structure crystal = Argon.crystal(8, 5.4);
        MdState state = start(crystal, MdSettings.DEFAULT.withTemperature(100)).state();
        double width = Math.sqrt(100 * org.gaunt.atoms.Units.BOLTZMANN / state.mass[0]);
        double p = Statistics.kolmogorovSmirnov(state.velocities(), v -> {
            double x = v / width;
            return 0.5 + Math.signum(x) / 2 * Statistics.gammaCumulative(0.5, x * x / 2);
        });
        assertThat(p).isGreaterThan(1e-4);
        assertThat(state.velocities())
                .isNotEqualTo(
                        start(crystal, MdSettings.DEFAULT.withTemperature(100).withSeed(2))
                                .state()
                                .velocities());
    }

    @Test
    void momentaAreThoseOfAse() {
        double[] momenta = new double[39];
        momenta[0] = 1;
        momenta[3] = -1;
        // ASE: kinetic energy p²/2m in eV, twice
        MdState state = start(
                        with(Argon.icosahedron(), "momenta", momenta), MdSettings.DEFAULT.withMomentumRemoved(false))
                .state();
        assertThat(state.kineticEnergy()).isCloseTo(1 / 39.95, within(1e-4));
        double[] velocities = state.velocities();
        MdState again = start(
                        with(Argon.icosahedron(), "velocities", velocities),
                        MdSettings.DEFAULT.withMomentumRemoved(false))
                .state();
        assertThat(again.velocities()).isEqualTo(velocities);
    }

    @Test
    void velocitiesThatCannotBe() {
        double[] fast = new double[39];
        fast[5] = 30; // Å/ps
        assertThatThrownBy(() -> start(with(Argon.icosahedron(), "velocities", fast), MdSettings.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("other units")
                .hasMessageContaining("Å/fs");
        fast[5] = Double.NaN;
        assertThatThrownBy(() -> start(with(Argon.icosahedron(), "velocities", fast), MdSettings.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not finite");
        Structure still = with(Argon.icosahedron(), "velocities", new double[39]);
        assertThatThrownBy(() -> start(still, MdSettings.DEFAULT.withEnsemble(Ensemble.NVT_BUSSI)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nothing to rescale");
    }

    @Test
    void idsThatAreNotUnique() {
        Structure twice = Argon.icosahedron().toBuilder()
                .columns(List.of(AtomColumn.integers("id", 1, new long[13])))
                .build();
        assertThatThrownBy(() -> start(twice, MdSettings.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("same id");
    }

    @Test
    void overlappingAtomsAlsoThroughTheWall() {
        double[] x = {0.1, 5, 5, 9.9, 5, 5};
        Structure close = Structure.builder(new int[] {6, 8}, x)
                .cell(Cell.box(10, 10, 10))
                .pbc(true, true, true)
                .build();
        assertThatThrownBy(() -> start(close, MdSettings.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("atoms overlap")
                .hasMessageContaining("0.200 Å");
    }

    @Test
    void boxesOnlyChangeTheirEdges() {
        Structure tilted = Argon.crystal(2, 5.4).toBuilder()
                .cell(Cell.of(10.8, 0, 0, 0.5, 10.8, 0, 0, 0, 10.8))
                .build();
        MdSettings settings = MdSettings.DEFAULT.withPressure(Ensemble.NPT_SCR, 0);
        assertThatThrownBy(() -> start(tilted, settings.withShape(CellShape.ANISOTROPIC)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--triclinic");
        assertThatThrownBy(() -> new MolecularDynamics(new SmoothGas(), Argon.crystal(2, 5.4), Set.of(3), settings))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be fixed");
        Structure slab =
                Argon.crystal(2, 5.4).toBuilder().pbc(true, true, false).build();
        assertThatThrownBy(() -> start(slab, settings))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a slab or chain");
    }

    /** A cell whose vectors are left-handed is another name of the same crystal. */
    @ParameterizedTest
    @CsvSource({"NVE", "NPT_SCR", "NPT_MTK"})
    void leftHandedCells(Ensemble ensemble) {
        Structure right = Argon.crystal(2, 5.4);
        Structure left = right.toBuilder()
                .cell(Cell.of(0, 10.8, 0, 10.8, 0, 0, 0, 0, 10.8))
                .build();
        MdSettings settings = ensemble.hasPressure()
                ? MdSettings.DEFAULT.withPressure(ensemble, 0.1).withShape(CellShape.TRICLINIC)
                : MdSettings.DEFAULT;
        MolecularDynamics a = start(right, settings.withTemperature(40).withTimestep(4));
        MolecularDynamics b = start(left, settings.withTemperature(40).withTimestep(4));
        a.runTo(50);
        b.runTo(50);
        double[] x = a.state().structure().positions();
        double[] y = b.state().structure().positions();
        for (int i = 0; i < x.length; i++) {
            assertThat(y[i]).isCloseTo(x[i], within(1e-9));
        }
        assertThat(b.state().volume()).isCloseTo(a.state().volume(), within(1e-8));
    }

    /** A potential that breaks after some steps. */
    @Test
    void anExplosionLeavesTheStateBeforeIt() {
        int[] calls = new int[1];
        Potential broken = (structures, what) -> {
            List<Prediction> good = new SmoothGas().evaluate(structures, what);
            if (++calls[0] > 5) {
                double[] forces = good.getFirst().forces();
                forces[7] = Double.NaN;
            }
            return good;
        };
        MolecularDynamics md =
                new MolecularDynamics(broken, Argon.crystal(2, 5.4), Set.of(), MdSettings.DEFAULT.withTimestep(4));
        double[][] last = new double[1][];
        md.observe(1, state -> last[0] = state.structure().positions());
        assertThatThrownBy(() -> md.runTo(100))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("explodes in step 5: a force is not finite")
                .hasMessageContaining("atom 3 (Ar), whose nearest neighbour is atom");
        assertThat(md.state().step()).isEqualTo(4);
        assertThat(md.exploded()).isTrue();
        assertThat(md.state().structure().positions()).isEqualTo(last[0]);
        assertThat(Arrays.stream(md.state().forces()).allMatch(Double::isFinite))
                .isTrue();
    }

    @Test
    void aBarostatThatIsTooFastIsNamed() {
        MdSettings settings = MdSettings.DEFAULT
                .withPressure(Ensemble.NPT_MTK, 50)
                .withTimestep(4)
                .withBarostat(5, 1);
        for (Ensemble ensemble : List.of(Ensemble.NPT_MTK, Ensemble.NPT_SCR)) {
            MolecularDynamics md = start(Argon.crystal(2, 5.4), settings.withEnsemble(ensemble));
            assertThatThrownBy(() -> md.runTo(1000))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("the cell changes by")
                    .hasMessageContaining("--barostat-time");
        }
    }
}
