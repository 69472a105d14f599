package org.gaunt.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.Symmetry;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.network.ModelData;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of a potential and of a trainable model, for models with random weights. The test of a kind of model extends this class
 * and gives the models.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ModelContract {

    /** What the models know of data that there are none of. */
    static final ModelData DATA = new ModelData(List.of(1, 6, 8), List.of(-13.6, -1030.5, -2041.9), 0.8, -4.2, 7.5)
            .withIsolatedLimit(IsolatedLimit.EXACT);

    static final Structure MOLECULE = Structure.builder(
                    new int[] {6, 8, 1, 1, 6},
                    new double[] {0, 0, 0, 1.2, 0.1, 0, -0.5, 0.9, 0.2, -0.6, -0.8, 0.3, 2.1, 2.2, 0.7})
            .build();

    static final Structure CRYSTAL = Structure.builder(
                    new int[] {6, 8, 1}, new double[] {0.1, 0, 0, 1.3, 1.1, 0.9, 2.9, 0.2, 1.7})
            .cell(Cell.of(3.1, 0.2, 0, 0.3, 3.3, -0.4, 0, 0.5, 3.6))
            .pbc(true, true, true)
            .build();

    /**
     * A model to examine.
     *
     * @param name for people
     * @param maker makes it, the same each time
     */
    record Case(String name, Supplier<TrainableModel> maker) {
        TrainableModel model() {
            return maker.get();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Models of the elements of {@link #DATA} with a cut-off of about 3.5 Å. */
    abstract List<Case> cases();

    /** Atoms on a disturbed lattice, with three elements. */
    static Structure cluster(int atoms) {
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

    /** The tolerance of symmetries in double precision. */
    double tolerance() {
        return 1e-9;
    }

    /** The tolerance of symmetries in single precision. */
    double singleTolerance() {
        return 2e-5;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keepsTheContractOfAPotential(Case of) {
        TrainableModel model = of.model();
        double cutoff = model.cutoff();
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            PotentialAssertions assertions =
                    PotentialAssertions.of(EnergyFunction.withStress(potential)).tolerance(tolerance());
            assertions
                    .keepsItsContract(MOLECULE)
                    .keepsItsContract(CRYSTAL)
                    .stressIsTheGradient(CRYSTAL)
                    .addsUpOverDistantCopies(MOLECULE)
                    .repeatsToTheBit(CRYSTAL)
                    .endsSmoothly(6, 8, cutoff)
                    .endsSmoothly(1, 1, cutoff);
        }
    }

    /** The mirrors that turn the grids of a model into themselves, by the coordinate whose sign changes: nothing is rounded in them. */
    List<Integer> exactMirrors() {
        return List.of(0, 1, 2);
    }

    /** The other tests would let a small handedness pass, such as one of 1e-7 eV with random weights and of 1e-4 with trained ones. */
    @ParameterizedTest
    @MethodSource("cases")
    void mirrorImagesAreAlikeWhereTheModelSaysSo(Case of) {
        TrainableModel model = of.model();
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            assertThat(potential.symmetry()).isEqualTo(model.symmetry());
            PotentialAssertions assertions =
                    PotentialAssertions.of(EnergyFunction.withStress(potential)).tolerance(1e-10);
            for (Structure structure : List.of(MOLECULE, CRYSTAL, cluster(27))) {
                if (model.symmetry() == Symmetry.E3) {
                    exactMirrors().forEach(axis -> assertions.ignoresMirror(structure, axis));
                } else {
                    assertThatThrownBy(() -> assertions.ignoresMirrors(structure))
                            .isInstanceOf(AssertionError.class)
                            .hasMessageContaining("handedness");
                }
            }
        }
    }

    /** Random weights, and every weight moved, so that also what starts at zero or one counts. */
    @ParameterizedTest
    @MethodSource("cases")
    void atomsWithoutNeighboursHaveTheirEnergy(Case of) {
        TrainableModel model = of.model();
        double[] weights = model.parameters().values();
        RandomGenerator random = new Random(11);
        for (int i = 0; i < weights.length; i++) {
            weights[i] += 0.1 * random.nextGaussian();
        }
        Map<Integer, Double> energies = new TreeMap<>();
        for (int k = 0; k < DATA.atomicNumbers().size(); k++) {
            energies.put(DATA.atomicNumbers().get(k), DATA.isolatedEnergies().get(k));
        }
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            PotentialAssertions.ofPotential(potential)
                    .gradientTolerance(1e-5)
                    .goesToIsolatedAtoms(energies, model.cutoff(), MOLECULE);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keepsItInSinglePrecisionAndWithThreads(Case of) {
        try (ModelPotential potential = new ModelPotential(of.model(), Precision.FLOAT32, 2)) {
            PotentialAssertions.ofPotential(potential)
                    .tolerance(singleTolerance())
                    .ignoresTranslation(MOLECULE)
                    .turnsWithTheStructure(CRYSTAL)
                    .turnsWithTheStructure(cluster(27))
                    .ignoresTheOrderOfAtoms(cluster(27))
                    .repeatsToTheBit(cluster(27));
        }
    }

    /** A large structure is computed in shards on all threads; the oracle is a worker that computes on one, edges sorted by receiver. */
    @ParameterizedTest
    @MethodSource("cases")
    void largeStructuresDoNotDependOnTheNumberOfThreads(Case of) {
        Structure rod = cluster(270).toBuilder()
                .cell(Cell.box(4.2, 4.2, 42))
                .pbc(true, true, true)
                .build();
        TrainableModel model = of.model();
        for (Precision precision : Precision.values()) {
            Prediction alone = evaluate(model, precision, 1, rod);
            for (int threads = 2; threads <= 3; threads++) {
                Prediction together = evaluate(model, precision, threads, rod);
                assertThat(together.energy()).isEqualTo(alone.energy());
                assertThat(together.forces()).isEqualTo(alone.forces());
                assertThat(together.stress()).isEqualTo(alone.stress());
            }
            Graph graph = new GraphBuilder(model.atomicNumbers(), model.cutoff(), model.heads())
                    .withHead(model.heads().isEmpty() ? null : model.heads().getFirst())
                    .build(rod);
            try (ModelWorker worker = model.newWorker(precision)) {
                worker.load(model.parameters().values());
                Evaluation oracle = worker.evaluate(GraphBatch.of(List.of(graph)), Derivatives.STRESS);
                double rounding = precision == Precision.FLOAT64 ? 1e-10 : 2e-4;
                Offset<Double> close = Offset.offset(rounding);
                assertThat(alone.energy()).isCloseTo(oracle.energies()[0], Offset.offset(270 * rounding));
                assertThat(alone.forces()).containsExactly(oracle.forces(), close);
                assertThat(alone.stress()).containsExactly(oracle.stress(), close);
            }
        }
    }

    private static Prediction evaluate(TrainableModel model, Precision precision, int threads, Structure structure) {
        EvaluationSettings settings = new EvaluationSettings(
                0, model.heads().isEmpty() ? null : model.heads().getFirst());
        try (ModelPotential potential = new ModelPotential(model, precision, threads, settings)) {
            return potential.evaluate(structure, Derivatives.STRESS);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keepsTheContractOfATrainableModel(Case of) {
        Structure atom = Structure.builder(new int[] {8}, new double[3]).build();
        List<Structure> structures =
                Stream.of(MOLECULE, CRYSTAL, atom, cluster(8)).toList();
        ModelAssertions.of(of.model())
                .weightGradientsAreRight(structures)
                .batchesDoNotMatter(structures)
                .workersAgreeToTheBit(structures, Precision.FLOAT32)
                .workersAgreeToTheBit(structures, Precision.FLOAT64);
    }
}
