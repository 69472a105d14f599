package org.gaunt.sim.lattice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.sim.lattice.Vibrations.Mode;
import org.junit.jupiter.api.Test;

class VibrationsTest {

    /** Springs between all atoms, at rest at their distances in a structure. */
    private record Springs(Structure rest, double strength) implements Potential {
        @Override
        public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
            List<Prediction> predictions = new ArrayList<>();
            for (Structure s : structures) {
                double[] forces = new double[3 * s.size()];
                double energy = 0;
                for (int i = 0; i < s.size(); i++) {
                    for (int j = 0; j < i; j++) {
                        double r = distance(s, i, j);
                        double stretch = r - distance(rest, i, j);
                        energy += strength / 2 * stretch * stretch;
                        for (int k = 0; k < 3; k++) {
                            double f = -strength * stretch * (s.position(i, k) - s.position(j, k)) / r;
                            forces[3 * i + k] += f;
                            forces[3 * j + k] -= f;
                        }
                    }
                }
                predictions.add(new Prediction(energy, new double[s.size()], forces, null));
            }
            return predictions;
        }

        private static double distance(Structure s, int i, int j) {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += Math.pow(s.position(i, k) - s.position(j, k), 2);
            }
            return Math.sqrt(sum);
        }
    }

    /** The wavenumber of curvature k (eV/Å²) and mass m (amu). */
    private static double wavenumber(double k, double m) {
        return Math.sqrt(k / m / Units.AMU_ANGSTROM2_PER_FS2) * 1e15 / (2 * Math.PI * 2.99792458e10);
    }

    @Test
    void twoAtomsOscillateWithTheReducedMass() {
        // somewhere, turned: six numbers without symmetry
        Structure hydrogenChloride = Structure.builder(new int[] {1, 17}, new double[] {0.3, -2, 5, 0.9, -1.4, 5.93})
                .build();
        Vibrations found = Vibrations.of(new Springs(hydrogenChloride, 32.2), hydrogenChloride, 0.005);
        double h = Element.of(1).mass();
        double cl = Element.of(17).mass();
        double wanted = wavenumber(32.2, h * cl / (h + cl));
        assertThat(wanted).isBetween(2900.0, 3100.0);
        assertThat(found.modes()).hasSize(1);
        Mode mode = found.modes().getFirst();
        assertThat(mode.wavenumber()).isCloseTo(wanted, within(1e-4 * wanted));
        assertThat(found.zeroPointEnergy()).isCloseTo(wanted * 1.23984198e-4 / 2, within(1e-4));
        assertThat(mode.displacements()[0] / mode.displacements()[3]).isCloseTo(-cl / h, within(1e-6 * cl / h));
        assertThat(found.largestForce()).isLessThan(1e-12);
    }

    /** Equal masses m in an equilateral triangle of springs k: breathing 3k/m, and twice 3k/2m. */
    @Test
    void aTriangleBreathesAndBends() {
        double a = 2;
        Structure triangle = Structure.builder(
                        new int[] {18, 18, 18}, new double[] {0, 0, 0, a, 0, 0, a / 2, a * Math.sqrt(3) / 2, 0})
                .build();
        Vibrations found = Vibrations.of(new Springs(triangle, 5), triangle, 0.001);
        double m = Element.of(18).mass();
        assertThat(found.modes()).hasSize(3);
        double bend = wavenumber(7.5, m);
        double breathe = wavenumber(15, m);
        assertThat(found.modes().get(0).wavenumber()).isCloseTo(bend, within(1e-3));
        assertThat(found.modes().get(1).wavenumber()).isCloseTo(bend, within(1e-3));
        assertThat(found.modes().get(2).wavenumber()).isCloseTo(breathe, within(1e-3));
    }

    @Test
    void aLinearMoleculeHasOneMoreAndAHillIsImaginary() {
        Structure line = Structure.builder(new int[] {8, 6, 8}, new double[] {0, 0, -1.16, 0, 0, 0, 0, 0, 1.16})
                .build();
        Springs springs = new Springs(line, 40);
        assertThat(Vibrations.of(springs, line, 0.01).modes()).hasSize(4);
        Structure pressed = Structure.builder(new int[] {8, 6, 8}, new double[] {0, 0, -1, 0, 0, 0, 0, 0, 1})
                .build();
        Vibrations found = Vibrations.of(springs, pressed, 0.01);
        assertThat(found.modes().getFirst().imaginary()).isTrue();
        assertThat(found.largestForce()).isGreaterThan(1);
    }

    @Test
    void refusesCrystals() {
        Structure crystal = Structure.builder(new int[] {18}, new double[3])
                .cell(Cell.box(3, 3, 3))
                .pbc(true, true, true)
                .build();
        assertThatThrownBy(() -> Vibrations.of(new Springs(crystal, 1), crystal, 0.01))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("molecules");
    }
}
