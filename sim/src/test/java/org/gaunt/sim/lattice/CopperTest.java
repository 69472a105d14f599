package org.gaunt.sim.lattice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.sim.Emt;
import org.gaunt.sim.opt.CellMotion;
import org.gaunt.sim.opt.RelaxSettings;
import org.gaunt.sim.opt.Relaxed;
import org.gaunt.sim.opt.Relaxer;
import org.junit.jupiter.api.Test;

/** Copper by effective medium theory has the properties that ASE 3.22.1 and phonopy 2.17.1 find. */
class CopperTest {
    private static final double EDGE = 3.5898255905130916;
    private static final Emt EMT = new Emt();
    private static final RelaxSettings FINE = RelaxSettings.DEFAULT.withFmax(1e-6);

    /** 2x2x2 primitive cells, strained, atoms displaced by some 0.05 Å; positions and results of ASE. */
    private static final Structure DISTURBED = Structure.builder(
                    new int[] {29, 29, 29, 29, 29, 29, 29, 29}, new double[] {
                        0.08943142367151594, 0.021825492525599472, 0.004824873403600431,
                        1.7428253648317755, 1.8221305898742803, 0.018262051036550694,
                        1.8318629259258772, 0.02264996615880764, 1.8158090915512037,
                        3.6481390984820252, 1.8243067623318663, 1.8982311190249794,
                        0.0440659021103765, 1.8674786531826477, 1.8565016821088431,
                        1.8157661292699556, 3.5907320026190237, 1.8126761342208517,
                        1.885118371712908, 1.7809466184944265, 3.6127476736489914,
                        3.6617175050288733, 3.74630741775373, 3.7198358133613456
                    })
            .cell(Cell.of(0, 3.564, 3.708, 3.672, 0.108, 3.636, 3.672, 3.672, 0.07200000000000001))
            .pbc(true, true, true)
            .build();

    private static Offset<Double> within(double offset) {
        return Offset.offset(offset);
    }

    private static Relaxed relaxed(Structure start, RelaxSettings settings) {
        List<Relaxed> all = new ArrayList<>();
        new Relaxer(EMT, settings).relax(List.of(start).iterator(), s -> Set.of(), all::add);
        assertThat(all.getFirst().status()).isEqualTo(Relaxed.Status.CONVERGED);
        return all.getFirst();
    }

    private static double volume(Relaxed relaxed) {
        return Objects.requireNonNull(relaxed.structure().cell()).volume();
    }

    @Test
    void theTestPotentialIsThatOfAse() {
        Prediction found = EMT.evaluate(DISTURBED, Derivatives.STRESS);
        assertThat(found.energy()).isCloseTo(0.19259758520973236, within(1e-8));
        double[] forces = {
            -0.4425512270329202,
            -0.6681791403276732,
            0.3093091833243933,
            0.7277169370658837,
            0.1800417292147455,
            -0.03101457865092113
        };
        assertThat(Arrays.copyOf(found.forces(), 6)).containsExactly(forces, within(1e-8));
        double[] s = found.stress();
        double[] voigt = {s[0], s[4], s[8], s[5], s[2], s[1]};
        double[] ase = {
            0.01542905942283858,
            0.008825715891121355,
            0.013835622984930107,
            0.010974849191404993,
            0.0004900976538246014,
            0.010502107548750736
        };
        assertThat(voigt).containsExactly(ase, within(1e-9));
    }

    @Test
    void theCrystalRelaxesToItsEdgeAndItsEnergy() {
        Relaxed cube = relaxed(Emt.cubic(3.6), FINE.withCell(CellMotion.FULL, 0));
        assertThat(Math.cbrt(volume(cube))).isCloseTo(3.58982559, within(1e-6));
        assertThat(Objects.requireNonNull(cube.prediction()).energy() / 4).isCloseTo(-0.0070364921, within(1e-8));
    }

    @Test
    void aDisturbedCellUnderPressureFindsTheCrystalUnderPressure() {
        Relaxed pressed = relaxed(DISTURBED, FINE.withCell(CellMotion.FULL, 5));
        assertThat(volume(pressed) / 8).isCloseTo(11.1722181, within(1e-5));
        assertThat(Objects.requireNonNull(pressed.prediction()).energy() / 8).isCloseTo(-0.00108156, within(1e-6));
        double[] stress = pressed.prediction().stress();
        assertThat(stress[0] / Units.GPA).isCloseTo(-5, within(1e-3));
    }

    @Test
    void equationsOfStateFindTheBulkModulusOfAse() {
        VolumeScan scan = VolumeScan.of(EMT, Emt.cubic(EDGE), 0.02, 9, FINE);
        EquationOfState birch =
                EquationOfState.fit(EquationOfState.Form.BIRCH_MURNAGHAN, scan.volumes(), scan.energies());
        EquationOfState vinet = EquationOfState.fit(EquationOfState.Form.VINET, scan.volumes(), scan.energies());
        assertThat(birch.bulkModulus()).isCloseTo(134.3759, within(2e-3));
        assertThat(vinet.bulkModulus()).isCloseTo(134.4522, within(2e-3));
        for (EquationOfState state : List.of(birch, vinet)) {
            assertThat(state.volume()).isCloseTo(EDGE * EDGE * EDGE, within(2e-3));
            assertThat(state.energy()).isCloseTo(4 * -0.0070364921, within(1e-5));
            assertThat(state.rmse()).isLessThan(1e-5);
        }
    }

    @Test
    void parametersOfAnEquationOfStateAreThoseOfTheEnergies() {
        for (EquationOfState.Form form : EquationOfState.Form.values()) {
            EquationOfState known = new EquationOfState(form, 40, -3, 150, 4.7, 0);
            double[] volumes = {36, 37.5, 39, 40.5, 42, 43.5};
            double[] energies = Arrays.stream(volumes).map(known::energyAt).toArray();
            EquationOfState found = EquationOfState.fit(form, volumes, energies);
            assertThat(found.volume()).as("%s", form).isCloseTo(40, within(1e-6));
            assertThat(found.energy()).isCloseTo(-3, within(1e-8));
            assertThat(found.bulkModulus()).isCloseTo(150, within(1e-3));
            assertThat(found.pressureDerivative()).isCloseTo(4.7, within(1e-3));
            // B = V E'' and B' = dB/dP of the function itself
            double h = 1e-3;
            double second = (known.energyAt(40 + h) - 2 * known.energyAt(40) + known.energyAt(40 - h)) / (h * h);
            assertThat(40 * second / Units.GPA).isCloseTo(150, within(0.01));
        }
        double[] line = {1, 2, 3, 4, 5};
        assertThatThrownBy(
                        () -> EquationOfState.fit(EquationOfState.Form.VINET, new double[] {36, 38, 40, 42, 44}, line))
                .hasMessageContaining("no minimum");
    }

    @Test
    void elasticConstantsAreThoseOfAse() {
        ElasticConstants found = ElasticConstants.of(EMT, Emt.primitive(EDGE), 1e-4, FINE);
        double[][] c = found.stiffness();
        assertThat(c[0][0]).isCloseTo(172.5877, within(2e-3));
        assertThat(c[0][1]).isCloseTo(115.4253, within(2e-3));
        assertThat(c[3][3]).isCloseTo(89.9037, within(2e-3));
        assertThat(c[0][3]).isCloseTo(0, within(1e-3));
        assertThat(c[2][2]).isCloseTo(c[0][0], within(1e-3));
        assertThat(found.hillAverage().bulk()).isCloseTo(134.4794, within(2e-3));
        assertThat(found.voigtAverage().shear()).isCloseTo((c[0][0] - c[0][1] + 3 * c[3][3]) / 5, within(1e-6));
        assertThat(found.reussAverage().shear())
                .isCloseTo(5 * (c[0][0] - c[0][1]) * c[3][3] / (4 * c[3][3] + 3 * (c[0][0] - c[0][1])), within(1e-2));
        assertThat(found.eigenvalues()[0]).isCloseTo(c[0][0] - c[0][1], within(1e-2));
        assertThat(found.stress()[0]).isCloseTo(0, within(1e-4));
    }

    @Test
    void frequenciesAreThoseOfPhonopy() {
        Phonons phonons = Phonons.of(EMT, Emt.primitive(EDGE), new int[] {4, 4, 4}, 0.001); // as phonopy here
        assertThat(phonons.frequencies(0, 0, 0)).containsExactly(new double[3], within(1e-3));
        assertThat(phonons.frequencies(0.5, 0.5, 0))
                .containsExactly(new double[] {5.529477, 5.529477, 8.140303}, within(1e-5));
        assertThat(phonons.frequencies(0.5, 0.5, 0.5))
                .containsExactly(new double[] {3.548819, 3.548819, 8.065905}, within(1e-5));
        assertThat(phonons.frequencies(0.25, 0.25, 0))
                .containsExactly(new double[] {3.923227, 3.923227, 5.595304}, within(1e-5));
        // the cube has the same vibrations, folded
        Phonons cube = Phonons.of(EMT, Emt.cubic(EDGE), new int[] {3, 3, 3}, 0.01);
        double[] folded = cube.frequencies(0, 0, 0);
        assertThat(folded).hasSize(12);
        assertThat(folded[11]).isCloseTo(8.14117, within(2e-2));
        assertThat(phonons.largestForce()).isLessThan(1e-9);
    }

    @Test
    void thermalPropertiesAreThoseOfPhonopy() {
        PhononMesh mesh =
                Phonons.of(EMT, Emt.primitive(EDGE), new int[] {4, 4, 4}, 0.001).mesh(20, 20, 20);
        assertThat(mesh.weights().stream().mapToDouble(w -> w).sum()).isCloseTo(1, within(1e-12));
        PhononMesh.Thermal room = mesh.thermal(300);
        assertThat(room.freeEnergy() / Units.KJ_PER_MOL).isCloseTo(-1.352178, within(1e-5));
        assertThat(room.entropy() / Units.KJ_PER_MOL * 1000).isCloseTo(31.07974, within(1e-4));
        assertThat(room.heatCapacity() / Units.KJ_PER_MOL * 1000).isCloseTo(23.36859, within(1e-4));
        assertThat(mesh.imaginaryPart()).isZero();
        double states = 0;
        List<PhononMesh.Density> density = mesh.densityOfStates(400, 0.1);
        for (int k = 1; k < density.size(); k++) {
            states += density.get(k).density()
                    * (density.get(k).frequency() - density.get(k - 1).frequency());
        }
        assertThat(states).isCloseTo(3, within(1e-2));
        // F = U - TS, and the limits of the heat capacity
        double h = 0.1;
        double slope =
                (mesh.thermal(300 + h).freeEnergy() - mesh.thermal(300 - h).freeEnergy()) / (2 * h);
        assertThat(-slope).isCloseTo(room.entropy(), within(1e-9));
        assertThat(mesh.thermal(1e5).heatCapacity() / Units.BOLTZMANN).isCloseTo(3, within(1e-3));
        assertThat(mesh.thermal(0).heatCapacity()).isZero();
    }

    @Test
    void aCrystalBeyondItsVolumeIsUnstable() {
        PhononMesh mesh = Phonons.of(EMT, Emt.primitive(1.12 * EDGE), new int[] {4, 4, 4}, 0.01)
                .mesh(6, 6, 6);
        assertThat(mesh.lowest()).isLessThan(-0.1);
        assertThat(mesh.imaginaryPart()).isBetween(0.01, 1.0);
    }

    @Test
    void moleculesAndSlabsAreRefused() {
        Structure molecule = Structure.builder(new int[] {29}, new double[3]).build();
        Structure slab = Emt.cubic(EDGE).toBuilder().pbc(true, true, false).build();
        for (Structure other : List.of(molecule, slab)) {
            assertThatThrownBy(() -> Phonons.of(EMT, other, new int[] {1, 1, 1}, 0.01))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("phonons are those of a crystal");
            assertThatThrownBy(() -> ElasticConstants.of(EMT, other, 0.01, FINE))
                    .isInstanceOf(InputException.class);
            assertThatThrownBy(() -> VolumeScan.of(EMT, other, 0.02, 7, FINE)).isInstanceOf(InputException.class);
        }
        assertThatThrownBy(() -> VolumeScan.of(EMT, Emt.cubic(EDGE), 0.02, 4, FINE))
                .hasMessageContaining("at least 5");
    }
}
