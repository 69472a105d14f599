package org.gaunt.potential.dispersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.eval.SumOfPotentials;
import org.junit.jupiter.api.Test;

/** D3(BJ) against the values of the tests of s-dftd3 and tad-dftd3, and against differences of its own energy. */
class D3DispersionTest {
    private static final String MIXED = "Na H O H F H H O N H H Cl B B N Al";
    private static final double[] MIXED_BOHR = {
        -1.85528263484662,
        3.58670515364616,
        -2.41763729306344,
        4.40178023537845,
        0.02338844412653,
        -4.95457749372945,
        -2.98706033463438,
        4.76252065456814,
        1.27043301573532,
        0.79980886075526,
        1.41103455609189,
        -5.04655321620119,
        -4.20647469409936,
        1.84275767548460,
        4.55038084858449,
        -3.54356121843970,
        -3.18835665176557,
        1.46240021785588,
        2.70032160109941,
        1.06818452504054,
        -1.73234650374438,
        3.73114088824361,
        -2.07001543363453,
        2.23160937604731,
        -1.75306819230397,
        0.35951417150421,
        1.05323406177129,
        5.41755788583825,
        -1.57881830078929,
        1.75394002750038,
        -2.23462868255966,
        -2.13856505054269,
        4.10922285746451,
        1.01565866207568,
        -3.21952154552768,
        -3.36050963020778,
        2.42119255723593,
        0.26626435093114,
        -3.91862474360560,
        -3.02526098819107,
        2.53667889095925,
        2.31664984740423,
        -2.00438948664892,
        -2.29235136977220,
        2.19782807357059,
        1.12226554109716,
        -1.36942007032045,
        0.48455055461782
    };
    private static final double[] MIXED_TPSS0 = {
        -2.8788632548321321e-03, -6.3435979775151754e-04, -9.6167619562274962e-04, -7.9723260613915258e-04,
        -7.9238263177385578e-04, -7.4485995467369389e-04, -1.0311812354479540e-03, -1.0804678845482093e-03,
        -2.1424517331896948e-03, -5.3905710617330410e-04, -7.3549132878459982e-04, -2.9718856310496566e-03,
        -1.9053629060228276e-03, -1.8362475794413465e-03, -1.7182276597931356e-03, -4.2417715940356341e-03
    };

    private static Structure molecule(String symbols, double[] bohr) {
        int[] numbers = numbers(symbols);
        return Structure.builder(
                        numbers, Arrays.stream(bohr).map(x -> x * Units.BOHR).toArray())
                .build();
    }

    private static int[] numbers(String symbols) {
        return Arrays.stream(symbols.split(" ", -1))
                .mapToInt(word -> Arrays.stream(Element.values())
                        .filter(element -> element.symbol().equals(word))
                        .findFirst()
                        .orElseThrow()
                        .number())
                .toArray();
    }

    @Test
    void theEnergyOfMixedElementsIsThePublishedOne() {
        try (Potential d3 = D3Dispersion.of("d3bj/pbe")) {
            double energy =
                    d3.evaluate(molecule(MIXED, MIXED_BOHR), Derivatives.ENERGY).energy();
            assertThat(energy / Units.HARTREE).isCloseTo(-1.7882220155186028E-002, within(1e-10));
        }
    }

    @Test
    void theSharesOfAtomsAreThePublishedOnes() {
        double[] silane = {0, 0, 0, 1, 1, -1, -1, -1, -1, 1, -1, 1, -1, 1, 1};
        double[] bohr = Arrays.stream(silane).map(x -> x * 1.61768389755830).toArray();
        double[] shares = new D3Dispersion(D3Functional.TPSS0)
                .evaluate(molecule("Si H H H H", bohr))
                .atomEnergies();
        assertThat(shares[0] / Units.HARTREE).isCloseTo(-9.2481575005393872e-04, within(1e-11));
        assertThat(shares[3] / Units.HARTREE).isCloseTo(-3.6494949521315417e-04, within(1e-11));
        shares = new D3Dispersion(D3Functional.TPSS0)
                .evaluate(molecule(MIXED, MIXED_BOHR))
                .atomEnergies();
        for (int atom = 0; atom < shares.length; atom++) {
            assertThat(shares[atom] / Units.HARTREE).isCloseTo(MIXED_TPSS0[atom], within(1e-11));
        }
    }

    @Test
    void forcesAreDifferencesOfTheEnergy() {
        Structure structure = molecule(MIXED, MIXED_BOHR);
        requireForces(structure, 1e-7);
    }

    @Test
    void forcesOfACrystalAndAcrossTheSwitchAreDifferencesOfTheEnergy() {
        requireForces(crystal(), 1e-7);
        double far = 0.5 * (D3Dispersion.SWITCH + D3Dispersion.CUTOFF);
        Structure pair = Structure.builder(numbers("Xe Cs"), new double[] {0, 0, 0, far, 0, 0})
                .build();
        Prediction prediction = new D3Dispersion(D3Functional.PBE).evaluate(pair);
        double h = 1e-3;
        double difference = (energy(pair.withPositions(new double[] {0, 0, 0, far + h, 0, 0}))
                        - energy(pair.withPositions(new double[] {0, 0, 0, far - h, 0, 0})))
                / (2 * h);
        assertThat(prediction.forces()[3]).isCloseTo(-difference, within(1e-6 * Math.abs(difference)));
        assertThat(energy(pair.withPositions(new double[] {0, 0, 0, D3Dispersion.CUTOFF + 0.01, 0, 0})))
                .isZero();
    }

    private static void requireForces(Structure structure, double tolerance) {
        double[] forces = new D3Dispersion(D3Functional.PBE).evaluate(structure).forces();
        double h = 1e-4;
        for (int k = 0; k < Math.min(forces.length, 12); k++) {
            double[] ahead = structure.positions();
            double[] behind = structure.positions();
            ahead[k] += h;
            behind[k] -= h;
            double difference =
                    (energy(structure.withPositions(ahead)) - energy(structure.withPositions(behind))) / (2 * h);
            assertThat(forces[k]).isCloseTo(-difference, within(tolerance));
        }
    }

    private static double energy(Structure structure) {
        return new D3Dispersion(D3Functional.PBE)
                .evaluate(structure, Derivatives.ENERGY)
                .energy();
    }

    private static final double[] CELL = {4.1, 0.2, 0, -0.3, 5.2, 0.4, 0.1, 0.3, 6.4};
    private static final double[] ATOMS = {0.1, 0.2, 0.3, 1.9, 2.4, 2.8, 3.1, 1.0, 4.9};

    private static Structure crystal() {
        return crystal(CELL, ATOMS);
    }

    private static Structure crystal(double[] cell, double[] atoms) {
        return Structure.builder(numbers("C O H"), atoms)
                .cell(Cell.of(cell))
                .pbc(true, true, true)
                .build();
    }

    @Test
    void stressIsTheDerivativeByStrain() {
        double[] stress = new D3Dispersion(D3Functional.PBE)
                .evaluate(crystal(), Derivatives.STRESS)
                .stress();
        double volume = java.util.Objects.requireNonNull(crystal().cell()).volume();
        double h = 1e-4;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double difference = (strained(i, j, h) - strained(i, j, -h)) / (2 * h * volume);
                assertThat(stress[3 * i + j]).isCloseTo(difference, within(1e-7));
            }
        }
    }

    private static double strained(int i, int j, double strain) {
        return energy(crystal(strained(CELL, i, j, strain), strained(ATOMS, i, j, strain)));
    }

    private static double[] strained(double[] vectors, int i, int j, double strain) {
        double[] result = vectors.clone();
        for (int k = 0; k < vectors.length; k += 3) {
            result[k + i] += strain * vectors[k + j];
        }
        return result;
    }

    /** The value is that of a program of thirty lines that adds up all images (numpy; its radii have seven digits). */
    @Test
    void aCrystalHasTheEnergyOfABruteForceSum() {
        assertThat(energy(crystal())).isCloseTo(-0.0639912987909813, within(1e-9));
    }

    @Test
    void aSupercellHasTheEnergyOfItsCells() {
        double[] doubled = CELL.clone();
        double[] atoms = Arrays.copyOf(ATOMS, 18);
        for (int k = 0; k < 9; k++) {
            doubled[k] *= k < 3 ? 2 : 1;
            atoms[9 + k] = ATOMS[k] + CELL[k % 3];
        }
        Structure two = Structure.builder(numbers("C O H C O H"), atoms)
                .cell(Cell.of(doubled))
                .pbc(true, true, true)
                .build();
        assertThat(energy(two)).isCloseTo(2 * energy(crystal()), within(1e-10));
    }

    @Test
    void aSumAddsEverything() {
        D3Dispersion pbe = new D3Dispersion(D3Functional.PBE);
        try (SumOfPotentials sum = new SumOfPotentials(List.of(pbe, pbe))) {
            Prediction twice = sum.evaluate(crystal());
            Prediction once = pbe.evaluate(crystal());
            assertThat(twice.energy()).isEqualTo(2 * once.energy());
            assertThat(twice.atomEnergies()[1]).isEqualTo(2 * once.atomEnergies()[1]);
            assertThat(twice.forces()[4]).isEqualTo(2 * once.forces()[4]);
            assertThat(twice.stress()[5]).isEqualTo(2 * once.stress()[5]);
            Prediction energy = sum.evaluate(crystal(), Derivatives.ENERGY);
            assertThat(energy.hasForces()).isFalse();
            assertThat(energy.energy()).isEqualTo(2 * once.energy());
        }
    }

    @Test
    void unknownNamesAndElementsAreRefused() {
        assertThatThrownBy(() -> D3Dispersion.of("d3bj/nonsense"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nonsense")
                .hasMessageContaining("r2scan");
        assertThatThrownBy(() -> D3Dispersion.of("d4/pbe")).isInstanceOf(InputException.class);
        assertThat(D3Dispersion.of("d3bj/CAM-B3LYP").functional()).isEqualTo(D3Functional.CAM_B3LYP);
        Structure heavy = Structure.builder(new int[] {96}, new double[3]).build();
        assertThatThrownBy(() -> energy(heavy))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Cm");
    }
}
