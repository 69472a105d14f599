package org.gaunt.sim.opt;

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
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.sim.Emt;
import org.gaunt.sim.lattice.Phonons;
import org.junit.jupiter.api.Test;

class NudgedElasticBandTest {
    private static final double EDGE = 3.5898255905130916;
    private static final Emt EMT = new Emt();

    /** Copper in 2x2x2 cubes without the atom at the origin, and with its neighbour there instead. */
    private static Structure vacancy(boolean hopped) {
        double h = EDGE / 2;
        List<double[]> atoms = new ArrayList<>();
        double[][] basis = {{0, 0, 0}, {0, h, h}, {h, 0, h}, {h, h, 0}};
        for (int cell = 0; cell < 8; cell++) {
            for (double[] b : basis) {
                int[] at = {cell % 2, cell / 2 % 2, cell / 4};
                atoms.add(new double[] {b[0] + at[0] * EDGE, b[1] + at[1] * EDGE, b[2] + at[2] * EDGE});
            }
        }
        double[] origin = atoms.removeFirst();
        if (hopped) {
            // an image of the place: the band takes the short way
            atoms.set(0, new double[] {origin[0] + 2 * EDGE, origin[1], origin[2]});
        }
        int[] numbers = new int[atoms.size()];
        Arrays.fill(numbers, 29);
        return Structure.builder(
                        numbers, atoms.stream().flatMapToDouble(Arrays::stream).toArray())
                .cell(Cell.box(2 * EDGE, 2 * EDGE, 2 * EDGE))
                .pbc(true, true, true)
                .build();
    }

    private static Structure relaxed(Structure start) {
        List<Relaxed> all = new ArrayList<>();
        new Relaxer(EMT, RelaxSettings.DEFAULT.withFmax(1e-4))
                .relax(List.of(start).iterator(), s -> Set.of(), all::add);
        return all.getFirst().structure();
    }

    @Test
    void anAtomHopsIntoAVacancyOverTheBarrierOfAse() {
        ReactionPath path =
                new NudgedElasticBand(EMT, 5, 5, 1e-3, 800).between(relaxed(vacancy(false)), relaxed(vacancy(true)));
        assertThat(path.converged()).isTrue();
        assertThat(path.highest()).isEqualTo(3);
        assertThat(path.barrier()).isCloseTo(0.7916053753565642, Offset.offset(1e-5));
        assertThat(path.barrierBack()).isCloseTo(path.barrier(), Offset.offset(1e-5));
        assertThat(path.endForce()).isLessThan(1e-3);
        // a saddle: no force, and one direction down
        Structure saddle = path.images().get(3);
        assertThat(Optimizer.longest(EMT.evaluate(saddle, Derivatives.FORCES).forces()))
                .isLessThan(2e-3);
        double[] frequencies =
                Phonons.of(EMT, saddle, new int[] {1, 1, 1}, 0.01).frequencies(0, 0, 0);
        assertThat(Arrays.stream(frequencies).filter(f -> f < -0.2)).hasSize(1);
        double[] atom = new double[3];
        for (int k = 0; k < 3; k++) {
            atom[k] = saddle.position(0, k);
        }
        assertThat(atom[1]).isCloseTo(EDGE / 4, Offset.offset(1e-2)); // half way
    }

    /** Particles in a field E = (x² - 1)² + 2 (y - x²/2)², whose saddle lies at the origin with E = 1. */
    private record Valleys() implements Potential {
        @Override
        public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
            List<Prediction> all = new ArrayList<>();
            for (Structure s : structures) {
                double x = s.position(0, 0);
                double y = s.position(0, 1);
                double bend = y - x * x / 2;
                double energy = (x * x - 1) * (x * x - 1) + 2 * bend * bend;
                double[] f = {-4 * x * (x * x - 1) + 4 * bend * x, -4 * bend, -s.position(0, 2)};
                all.add(new Prediction(energy, new double[] {energy}, f, null));
            }
            return all;
        }
    }

    private static Structure at(double x, double y) {
        return Structure.builder(new int[] {1}, new double[] {x, y, 0}).build();
    }

    @Test
    void theHighestImageClimbsToTheSaddleOfABentValley() {
        for (int images : new int[] {1, 4, 5}) {
            ReactionPath path =
                    new NudgedElasticBand(new Valleys(), images, 2, 1e-4, 2_000).between(at(-1, 0.5), at(1, 0.5));
            assertThat(path.converged()).isTrue();
            assertThat(path.barrier()).isCloseTo(1, Offset.offset(1e-6));
            Structure top = path.images().get(path.highest());
            assertThat(top.position(0, 0)).isCloseTo(0, Offset.offset(1e-3));
            assertThat(top.position(0, 1)).isCloseTo(0, Offset.offset(1e-3));
            assertThat(path.images()).hasSize(images + 2);
        }
    }

    @Test
    void aBandThatIsGivenUpSaysSo() {
        ReactionPath path = new NudgedElasticBand(new Valleys(), 5, 2, 1e-6, 3).between(at(-1, 0.5), at(1, 0.5));
        assertThat(path.converged()).isFalse();
        assertThat(path.steps()).isEqualTo(3);
        assertThat(path.largestForce()).isGreaterThan(1e-6);
    }

    @Test
    void endsThatDoNotGoTogetherAreRefused() {
        NudgedElasticBand band = new NudgedElasticBand(EMT, 3, 5, 0.1, 10);
        Structure start = Emt.cubic(EDGE);
        Structure other =
                start.toBuilder().cell(Cell.box(EDGE, EDGE, 1.01 * EDGE)).build();
        assertThatThrownBy(() -> band.between(start, other))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("different cells");
        Structure silver = Structure.builder(new int[] {29, 29, 29, 47}, start.positions())
                .cell(Objects.requireNonNull(start.cell()))
                .pbc(true, true, true)
                .build();
        assertThatThrownBy(() -> band.between(start, silver))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("other atoms");
        assertThatThrownBy(() -> new NudgedElasticBand(EMT, 0, 5, 0.1, 10)).hasMessageContaining("at least 1 image");
    }
}
