package org.gaunt.testkit;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.autodiff.Backend;
import org.gaunt.kernel.Precision;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.model.Mace;
import org.gaunt.potential.model.MaceConfig;
import org.gaunt.potential.network.ModelData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** MACE with random weights keeps the contract of a potential and of a trainable model. */
class MaceContractTest {

    private static final double CUTOFF = 3.5;

    private static final MaceConfig SMALL = new MaceConfig("4x0e+4x1o", 2, 2, 2, CUTOFF, 6, 5, List.of(8, 8), 4, true);
    private static final MaceConfig TENSORS =
            new MaceConfig("3x0e+3x1o+3x2e", 3, 3, 3, CUTOFF, 8, 6, List.of(7), 16, false);
    private static final MaceConfig SCALARS = new MaceConfig("17x0e", 1, 3, 1, CUTOFF, 5, 5, List.of(), 4, true);
    private static final MaceConfig FOURFOLD = new MaceConfig("2x0e+2x1o", 2, 4, 2, CUTOFF, 4, 5, List.of(8), 4, true);
    private static final MaceConfig FINE = new MaceConfig("2x0e+2x3o", 4, 2, 2, CUTOFF, 4, 5, List.of(8), 4, true);

    static final List<MaceConfig> configs = List.of(SMALL, TENSORS, SCALARS, FOURFOLD, FINE);

    private static final Structure MOLECULE = Structure.builder(
                    new int[] {6, 8, 1, 1, 6},
                    new double[] {0, 0, 0, 1.2, 0.1, 0, -0.5, 0.9, 0.2, -0.6, -0.8, 0.3, 2.1, 2.2, 0.7})
            .build();

    private static final Structure CRYSTAL = Structure.builder(
                    new int[] {6, 8, 1}, new double[] {0.1, 0, 0, 1.3, 1.1, 0.9, 2.9, 0.2, 1.7})
            .cell(Cell.of(3.1, 0.2, 0, 0.3, 3.3, -0.4, 0, 0.5, 3.6))
            .pbc(true, true, true)
            .build();

    private static Mace mace(MaceConfig config) {
        ModelData data = new ModelData(List.of(1, 6, 8), List.of(-13.6, -1030.5, -2041.9), 0.8, -0.2, 7.5);
        return new Mace(config, data, 42, Backend.detect());
    }

    private static Structure cluster(int atoms) {
        RandomGenerator random = new Random(atoms);
        int[] elements = {1, 6, 8};
        int[] numbers = new int[atoms];
        double[] positions = new double[3 * atoms];
        for (int i = 0; i < atoms; i++) {
            numbers[i] = elements[random.nextInt(3)];
            positions[3 * i] = 1.4 * (i % 3) + random.nextDouble(-0.2, 0.2);
            positions[3 * i + 1] = 1.4 * (i / 3 % 3) + random.nextDouble(-0.2, 0.2);
            positions[3 * i + 2] = 1.4 * Math.floorDiv(i, 9) + random.nextDouble(-0.2, 0.2);
        }
        return Structure.builder(numbers, positions).build();
    }

    @ParameterizedTest
    @FieldSource("configs")
    void keepsTheContractOfAPotential(MaceConfig config) {
        try (ModelPotential potential = new ModelPotential(mace(config), Precision.FLOAT64, 1)) {
            PotentialAssertions assertions =
                    PotentialAssertions.of(EnergyFunction.withStress(potential)).tolerance(1e-9);
            assertions
                    .keepsItsContract(MOLECULE)
                    .keepsItsContract(CRYSTAL)
                    .stressIsTheGradient(CRYSTAL)
                    .addsUpOverDistantCopies(MOLECULE)
                    .repeatsToTheBit(CRYSTAL)
                    .endsSmoothly(6, 8, CUTOFF)
                    .endsSmoothly(1, 1, CUTOFF);
        }
    }

    @Test
    void keepsItInSinglePrecisionAndWithThreads() {
        try (ModelPotential potential = new ModelPotential(mace(TENSORS), Precision.FLOAT32, 2)) {
            PotentialAssertions.ofPotential(potential)
                    .tolerance(2e-5)
                    .ignoresTranslation(MOLECULE)
                    .turnsWithTheStructure(CRYSTAL)
                    .turnsWithTheStructure(cluster(27))
                    .ignoresTheOrderOfAtoms(cluster(27))
                    .repeatsToTheBit(cluster(27));
        }
    }

    @ParameterizedTest
    @FieldSource("configs")
    void keepsTheContractOfATrainableModel(MaceConfig config) {
        Structure atom = Structure.builder(new int[] {8}, new double[3]).build();
        List<Structure> structures =
                Stream.of(MOLECULE, CRYSTAL, atom, cluster(8)).toList();
        ModelAssertions.of(mace(config))
                .weightGradientsAreRight(structures)
                .batchesDoNotMatter(structures)
                .workersAgreeToTheBit(structures, Precision.FLOAT32)
                .workersAgreeToTheBit(structures, Precision.FLOAT64);
    }
}
