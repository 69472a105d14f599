package org.gaunt.potential.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.learn.EpochRecord;
import org.gaunt.learn.MetricsFile;
import org.gaunt.learn.Schedule;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.learn.TrainingResult;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.ToyData;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.FrameIndex;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.LabelledGraph;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A term of the loss that another jar adds: {@link DipoleTerm}, which {@code META-INF/services} of these tests names. */
class FurtherTermTest {

    private static final double[] CHARGES = {0.4, -0.8};

    private static final GraphBuilder BUILDER = new GraphBuilder(ToyData.ELEMENTS, ToyData.CUTOFF)
            .withLabels(Configs.of(1).term("dipole", 1).build().loss().furtherTerms());

    @TempDir
    Path folder;

    /** Structures whose dipoles are those of point charges, every third without one. */
    private static List<Structure> structures(int count, long seed) {
        List<Structure> structures = new ArrayList<>();
        for (Structure structure : ToyData.structures(count, seed)) {
            double[] dipole = new double[3];
            for (int i = 0; i < structure.size(); i++) {
                double charge = CHARGES[ToyData.ELEMENTS.indexOf(structure.number(i))];
                for (int c = 0; c < 3; c++) {
                    dipole[c] += charge * structure.positions()[3 * i + c];
                }
            }
            String entry = String.format(Locale.ROOT, "%.12f %.12f %.12f", dipole[0], dipole[1], dipole[2]);
            structures.add(
                    structures.size() % 3 == 2
                            ? structure
                            : structure.toBuilder().info("dipole", entry).build());
        }
        return structures;
    }

    private static List<LabelledGraph> graphs(List<Structure> structures) {
        return structures.stream().map(s -> LabelledGraph.of(s, BUILDER)).toList();
    }

    /** Gives no energies, and the dipoles of point charges of the elements. */
    private static final class Charges implements TrainableModel {
        private final Parameters parameters =
                Parameters.builder().add("charges", false, Initializer.ZERO, 2).build();

        @Override
        public Parameters parameters() {
            return parameters;
        }

        @Override
        public double cutoff() {
            return ToyData.CUTOFF;
        }

        @Override
        public List<Integer> atomicNumbers() {
            return ToyData.ELEMENTS;
        }

        @Override
        public List<String> outputs() {
            return List.of("dipole");
        }

        @Override
        public ModelWorker newWorker(Precision precision) {
            return new Worker();
        }

        private static final class Worker implements ModelWorker {
            private double[] charges = {};
            private GraphBatch batch = GraphBatch.of(List.of());

            @Override
            public void load(double[] values) {
                charges = values.clone();
            }

            @Override
            public Evaluation evaluate(GraphBatch graphs, Derivatives what) {
                batch = graphs;
                double[] dipoles = new double[3 * graphs.structures()];
                for (int i = 0; i < 3 * graphs.atoms(); i++) {
                    int at = 3 * graphs.structureOfAtom()[i / 3] + i % 3;
                    dipoles[at] += charges[graphs.species()[i / 3]] * graphs.positions()[i];
                }
                return new Evaluation(
                        new double[graphs.structures()],
                        new double[graphs.atoms()],
                        what.forces() ? new double[3 * graphs.atoms()] : null,
                        null,
                        Map.of("dipole", dipoles));
            }

            @Override
            public void accumulateGradient(Map<String, double[]> cotangents, double[] gradient) {
                double[] cotangent = cotangents.get("dipole");
                for (int i = 0; i < 3 * batch.atoms() && cotangent != null; i++) {
                    int at = 3 * batch.structureOfAtom()[i / 3] + i % 3;
                    gradient[batch.species()[i / 3]] += cotangent[at] * batch.positions()[i];
                }
            }

            @Override
            public void accumulateGradient(
                    double @Nullable [] energyCotangent,
                    double @Nullable [] forceCotangent,
                    double @Nullable [] stressCotangent,
                    double[] gradient) {
                throw new UnsupportedOperationException("the trainer asks by name");
            }

            @Override
            public void close() {}
        }
    }

    private static TrainingConfig config() {
        return Configs.of(60)
                .term("dipole", 50)
                .rate(0.05, Schedule.COSINE)
                .precision(Precision.FLOAT64)
                .build();
    }

    @Test
    void fitsTheLabelsThatThereAre() throws IOException {
        Charges model = new Charges();
        Path metrics = folder.resolve("metrics.csv");
        TrainingResult result = Configs.trainer(
                        model,
                        config(),
                        graphs(structures(23, 1)),
                        graphs(structures(6, 2)),
                        TrainerSetup.of(2).withListener(new MetricsFile(metrics)))
                .run();
        assertThat(model.parameters().values()).containsExactly(CHARGES, within(1e-3));
        EpochRecord last = result.history().getLast();
        assertThat(last.validation().get("dipole_rmse_e_angstrom")).isLessThan(1e-3);
        assertThat(Files.readAllLines(metrics).getFirst())
                .contains(
                        "training_dipole_rmse_e_angstrom",
                        "validation_dipole_rmse_e_angstrom",
                        "validation_dipole_mae_e_angstrom");
    }

    @Test
    void structuresInFilesGiveTheSameBits() {
        Path file = folder.resolve("train.xyz");
        ExtendedXyz.write(file, structures(23, 1), LabelKeys.DEFAULT);
        List<LabelledGraph> held = graphs(structures(6, 2));
        Charges inMemory = new Charges();
        Configs.trainer(inMemory, config(), graphs(ExtendedXyz.read(file)), held, TrainerSetup.of(1))
                .run();
        FrameIndex index =
                FrameIndex.scan(List.of(file), LabelKeys.DEFAULT, ToyData.CUTOFF, frame -> true, frame -> {});
        List<Integer> all = IntStream.range(0, index.size()).boxed().toList();
        Charges streamed = new Charges();
        PotentialObjective.trainer(
                        streamed,
                        config(),
                        index.graphs(all, BUILDER, Map.of()),
                        GraphSource.of(held),
                        TrainerSetup.of(2))
                .run();
        assertThat(streamed.parameters().values())
                .containsExactly(inMemory.parameters().values());
    }

    @Test
    void aChangedLabelIsAnotherDataSet() {
        List<Structure> changed = new ArrayList<>(structures(23, 1));
        changed.set(0, changed.get(0).toBuilder().info("dipole", "0 0 1").build());
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(folder);
        Configs.trainer(new Charges(), config(), graphs(structures(23, 1)), List.of(), setup)
                .run();
        assertThatThrownBy(() -> Configs.trainer(new Charges(), config(), graphs(changed), List.of(), setup)
                        .resume())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the structures are not those");
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThatThrownBy(() -> Configs.trainer(
                        ToyData.model(1), config(), graphs(structures(5, 1)), List.of(), TrainerSetup.of(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the model does not give what a term of the loss compares")
                .hasMessageContaining("training.term_weights.dipole");
        assertThatThrownBy(() ->
                        Configs.trainer(new Charges(), config(), ToyData.graphs(5, 1), List.of(), TrainerSetup.of(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no training structure has the label")
                .hasMessageContaining("5 structures without dipole");
        assertThatThrownBy(
                        () -> Configs.of(1).term("quadrupole", 1).build().loss().furtherTerms())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("quadrupole")
                .hasMessageContaining("one of dipole");
        assertThatThrownBy(() -> Configs.of(1).term("forces", 1).build().loss().furtherTerms())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("set training.forces_weight");
        Structure wrong = ToyData.structures(1, 1).getFirst().toBuilder()
                .info("dipole", "1 2")
                .build();
        assertThatThrownBy(() -> LabelledGraph.of(wrong, BUILDER))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the entry dipole is no vector");
    }
}
