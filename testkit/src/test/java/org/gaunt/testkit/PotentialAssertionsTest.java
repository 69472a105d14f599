package org.gaunt.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Symmetry;
import org.gaunt.testkit.EnergyFunction.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PotentialAssertionsTest {

    private static final EnergyFunction MODEL = new PairModel(3, 4);

    private static final Structure MOLECULE = Structure.builder(
                    new int[] {6, 8, 1, 1}, new double[] {0, 0, 0, 1.2, 0.1, 0, -0.5, 0.9, 0.2, -0.6, -0.8, 0.3})
            .build();

    private static final Structure CRYSTAL = Structure.builder(
                    new int[] {6, 8, 1}, new double[] {0.1, 0, 0, 1.3, 1.1, 0.9, 2.9, 0.2, 1.7})
            .cell(Cell.of(3.9, 0.2, 0, 0.3, 4.1, -0.4, 0, 0.5, 4.4))
            .pbc(true, true, true)
            .build();

    private static EnergyFunction changed(UnaryOperator<Result> change) {
        return s -> change.apply(MODEL.evaluate(s));
    }

    @Test
    void acceptsAPairPotential() {
        PotentialAssertions.of(MODEL)
                .seed(3)
                .tolerance(1e-11)
                .gradientTolerance(1e-8)
                .keepsItsContract(MOLECULE)
                .keepsItsContract(CRYSTAL)
                .stressIsTheGradient(CRYSTAL)
                .endsSmoothly(6, 8, 3)
                .addsUpOverDistantCopies(MOLECULE)
                .repeatsToTheBit(CRYSTAL);
    }

    @Test
    void refusesAnEnergyThatDependsOnThePlace() {
        EnergyFunction field = s -> {
            Result r = MODEL.evaluate(s);
            return new Result(r.energy() + 1e-3 * s.position(1, 2), r.forces());
        };
        assertThatThrownBy(() -> PotentialAssertions.of(field).ignoresTranslation(MOLECULE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("CH2O")
                .hasMessageContaining("after moving all atoms")
                .hasMessageContaining("seed 1");
    }

    @Test
    void refusesForcesThatDoNotSumToZero() {
        EnergyFunction drift = changed(r -> {
            double[] f = r.forces().clone();
            f[1] += 1e-6;
            return new Result(r.energy(), f);
        });
        assertThatThrownBy(() -> PotentialAssertions.of(drift).ignoresTranslation(MOLECULE))
                .hasMessageContaining("the forces do not sum to zero")
                .hasMessageContaining("the y component");
    }

    @Test
    void refusesForcesThatDoNotTurn() {
        EnergyFunction swapped = changed(r -> {
            double[] f = r.forces().clone();
            f[0] = -f[0];
            return new Result(r.energy(), f);
        });
        assertThatThrownBy(() -> PotentialAssertions.of(swapped).seed(9).turnsWithTheStructure(MOLECULE))
                .hasMessageContaining("after a rotation")
                .hasMessageContaining("atom 1 (C)")
                .hasMessageContaining("seed 9");
    }

    @Test
    void refusesAPseudoscalarOnlyUnderInversion() {
        EnergyFunction chiral = s -> new Result(tripleProduct(s), new double[12]);
        assertThatThrownBy(() -> PotentialAssertions.of(chiral).turnsWithTheStructure(MOLECULE))
                .hasMessageContaining("after a rotation with inversion")
                .hasMessageContaining("a parity is wrong");
    }

    /** A small handedness passes among rotations at their tolerance, and shows in mirrors; a function that says SE(3) may have one. */
    @Test
    void seesASmallHandednessInMirrors() {
        EnergyFunction handed = s -> {
            Result r = MODEL.evaluate(s);
            return new Result(r.energy() + 1e-8 * tripleProduct(s), r.forces());
        };
        PotentialAssertions.of(handed).tolerance(1e-6).turnsWithTheStructure(MOLECULE);
        assertThatThrownBy(() -> PotentialAssertions.of(handed).tolerance(1e-11).ignoresMirrors(MOLECULE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("in a mirror")
                .hasMessageContaining("the sign of x changed");
        PotentialAssertions.of(MODEL).tolerance(1e-11).ignoresMirrors(MOLECULE).ignoresMirrors(CRYSTAL);
        EnergyFunction says = new EnergyFunction() {
            @Override
            public Result evaluate(Structure structure) {
                Result r = MODEL.evaluate(structure);
                return new Result(r.energy() + tripleProduct(structure), r.forces(), r.stress());
            }

            @Override
            public Symmetry symmetry() {
                return Symmetry.SE3;
            }
        };
        PotentialAssertions.of(says).turnsWithTheStructure(MOLECULE);
    }

    /** A pseudoscalar of the first four atoms. */
    private static double tripleProduct(Structure s) {
        double[][] v = new double[3][3];
        for (int k = 0; k < 3; k++) {
            for (int c = 0; c < 3; c++) {
                v[k][c] = s.position(k + 1, c) - s.position(0, c);
            }
        }
        return v[0][0] * (v[1][1] * v[2][2] - v[1][2] * v[2][1])
                - v[0][1] * (v[1][0] * v[2][2] - v[1][2] * v[2][0])
                + v[0][2] * (v[1][0] * v[2][1] - v[1][1] * v[2][0]);
    }

    @Test
    void refusesAnEnergyThatDependsOnTheOrder() {
        EnergyFunction firstAtom = s -> new Result(s.number(0), new double[3 * s.size()]);
        assertThatThrownBy(() -> PotentialAssertions.of(firstAtom).ignoresTheOrderOfAtoms(MOLECULE))
                .hasMessageContaining("in another order");
    }

    @Test
    void refusesAnEnergyThatDependsOnTheImages() {
        EnergyFunction nearest = s -> {
            double dx = s.position(1, 0) - s.position(0, 0);
            return new Result(dx * dx, new double[3 * s.size()]);
        };
        assertThatThrownBy(() -> PotentialAssertions.of(nearest).ignoresTheChoiceOfImages(CRYSTAL))
                .hasMessageContaining("periodic images");
        PotentialAssertions.of(nearest).ignoresTheChoiceOfImages(MOLECULE);
    }

    @Test
    void refusesForcesAndStressThatAreNoGradients() {
        EnergyFunction half = changed(r -> new Result(
                r.energy(), Arrays.stream(r.forces()).map(f -> 0.999 * f).toArray()));
        assertThatThrownBy(() -> PotentialAssertions.of(half).forcesAreTheGradient(MOLECULE))
                .hasMessageContaining("not the negative gradient");
        EnergyFunction pressure = changed(r -> {
            double[] stress = r.stress() == null ? new double[9] : r.stress().clone();
            for (int k = 0; k < 9; k++) {
                stress[k] = -stress[k];
            }
            return new Result(r.energy(), r.forces(), stress);
        });
        assertThatThrownBy(() -> PotentialAssertions.of(pressure).stressIsTheGradient(CRYSTAL))
                .hasMessageContaining("positive under tension");
        assertThatThrownBy(() -> PotentialAssertions.of(MODEL).stressIsTheGradient(MOLECULE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no stress");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusesARoughEnd(int power) {
        assertThatThrownBy(() -> PotentialAssertions.of(new PairModel(3, power)).endsSmoothly(6, 8, 3))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not end smoothly at the cut-off of 3.0 Å");
    }

    @Test
    void refusesAJumpAndAnInteractionBeyondTheCutoff() {
        EnergyFunction jump = s -> {
            Result r = MODEL.evaluate(s);
            double x = s.position(1, 0) / 0.48;
            return new Result(r.energy() + (x < 3 ? 1e-4 : 0), r.forces());
        };
        assertThatThrownBy(() -> PotentialAssertions.of(jump).endsSmoothly(6, 8, 3))
                .hasMessageContaining("jumps at the cut-off");
        assertThatThrownBy(() -> PotentialAssertions.of(MODEL).endsSmoothly(6, 8, 2.5))
                .hasMessageContaining("still interacts beyond the cut-off of 2.5 Å");
    }

    @Test
    void refusesAnEnergyThatDoesNotAddUp() {
        EnergyFunction mean = s -> new Result(MODEL.evaluate(s).energy() / s.size(), new double[3 * s.size()]);
        assertThatThrownBy(() -> PotentialAssertions.of(mean).addsUpOverDistantCopies(MOLECULE))
                .hasMessageContaining("two copies");
        assertThatThrownBy(() -> PotentialAssertions.of(mean).addsUpOverDistantCopies(CRYSTAL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesResultsThatDoNotRepeat() {
        AtomicInteger calls = new AtomicInteger();
        EnergyFunction counting = changed(r -> new Result(r.energy() + 1e-15 * calls.incrementAndGet(), r.forces()));
        assertThatThrownBy(() -> PotentialAssertions.of(counting).repeatsToTheBit(MOLECULE))
                .hasMessageContaining("differs from the first");
    }

    @Test
    void refusesNumbersThatAreNone() {
        EnergyFunction nan = changed(r -> new Result(Double.NaN, r.forces()));
        assertThatThrownBy(() -> PotentialAssertions.of(nan).turnsWithTheStructure(MOLECULE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("NaN");
    }
}
