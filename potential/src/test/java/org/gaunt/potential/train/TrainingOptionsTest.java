package org.gaunt.potential.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.learn.EpochRecord;
import org.gaunt.learn.Schedule;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.learn.TrainingResult;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.ToyData;
import org.gaunt.potential.ToyModel;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.eval.ModelPotential;
import org.junit.jupiter.api.Test;

/** What can be asked of a training beside energies and forces. */
class TrainingOptionsTest {

    private static final List<LabelledGraph> TRAINING = ToyData.graphs(23, 1);
    private static final List<LabelledGraph> VALIDATION = ToyData.graphs(6, 2);

    /** Clusters in a box, with energy and stress as labels; every third has no stress. */
    private static List<Structure> crystals(int count, long seed) {
        List<Structure> structures = new ArrayList<>();
        for (Structure cluster : ToyData.structures(count, seed)) {
            structures.add(Structure.builder(cluster.numbers(), cluster.positions())
                    .cell(Cell.of(new double[] {8, 0, 0, 0, 5, 0.5, 0, 0, 5}))
                    .pbc(true, true, true)
                    .build());
        }
        ToyModel model = ToyData.model(0);
        System.arraycopy(ToyData.truth(), 0, model.parameters().values(), 0, 5);
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            List<Prediction> labels = potential.evaluate(structures, Derivatives.STRESS);
            for (int s = 0; s < count; s++) {
                Prediction label = labels.get(s);
                structures.set(
                        s,
                        structures
                                .get(s)
                                .withLabels(Labels.NONE
                                        .withEnergy(label.energy())
                                        .withStress(s % 3 == 0 ? null : label.stress())));
            }
        }
        return structures;
    }

    private static List<LabelledGraph> graphs(List<Structure> structures) {
        GraphBuilder builder = new GraphBuilder(ToyData.ELEMENTS, ToyData.CUTOFF);
        return structures.stream().map(s -> LabelledGraph.of(s, builder)).toList();
    }

    @Test
    void learnsFromStressWhereThereIsOne() {
        List<LabelledGraph> training = graphs(crystals(22, 3));
        List<LabelledGraph> validation = graphs(crystals(5, 4));
        ToyModel model = ToyData.model(5);
        TrainingConfig config = Configs.of(200)
                .rate(0.05, Schedule.COSINE)
                .precision(Precision.FLOAT64)
                .stressWeight(1e4)
                .build();
        TrainingResult result = Configs.trainer(model, config, training, validation, TrainerSetup.of(2))
                .run();
        EpochRecord first = result.history().getFirst();
        EpochRecord last = result.history().getLast();
        assertThat(last.validation().get(PotentialMetrics.STRESS_RMSE))
                .isLessThan(0.05 * first.validation().get(PotentialMetrics.STRESS_RMSE));
        assertThat(last.training().get(PotentialMetrics.STRESS_RMSE))
                .isLessThan(0.05 * first.training().get(PotentialMetrics.STRESS_RMSE));
        assertThat(last.validation().get(PotentialMetrics.STRESS_MAE)).isPositive();

        TrainingResult without = Configs.trainer(
                        ToyData.model(5), Configs.of(2).build(), training, validation, TrainerSetup.of(1))
                .run();
        assertThat(without.history().getLast().validation().get(PotentialMetrics.STRESS_RMSE))
                .isNaN();
    }

    @Test
    void aFactorOnEveryStructureIsAFactorOfTheLoss() {
        Map<String, Double> heavy = Map.of("hot", 3.0, "cold", 3.0);
        GraphBuilder builder = new GraphBuilder(ToyData.ELEMENTS, ToyData.CUTOFF);
        List<LabelledGraph> weighted = ToyData.structures(23, 1).stream()
                .map(s -> LabelledGraph.of(s, builder, heavy))
                .toList();
        EpochRecord plain = first(TRAINING);
        EpochRecord tripled = first(weighted);
        assertThat(tripled.trainingLoss()).isCloseTo(3 * plain.trainingLoss(), within(1e-12));
        assertThat(tripled.training().get(PotentialMetrics.FORCE_RMSE))
                .isEqualTo(plain.training().get(PotentialMetrics.FORCE_RMSE));
    }

    /** The first batch only: a step of size zero. */
    private static EpochRecord first(List<LabelledGraph> training) {
        TrainingConfig config = Configs.of(1)
                .rate(1e-300, Schedule.CONSTANT)
                .precision(Precision.FLOAT64)
                .build();
        return Configs.trainer(ToyData.model(5), config, training, VALIDATION, TrainerSetup.of(1))
                .run()
                .history()
                .getFirst();
    }

    @Test
    void huberIsHalfTheSquareForSmallErrorsAndLessForLarge() {
        double square = first(TRAINING).trainingLoss();
        assertThat(loss(Configs.of(1).huber(1e6))).isCloseTo(square / 2, within(1e-12));
        assertThat(loss(Configs.of(1).huber(1e-3))).isLessThan(0.1 * square);
    }

    private static double loss(Configs configs) {
        TrainingConfig config = configs.rate(1e-300, Schedule.CONSTANT)
                .precision(Precision.FLOAT64)
                .build();
        return Configs.trainer(ToyData.model(5), config, TRAINING, VALIDATION, TrainerSetup.of(1))
                .run()
                .history()
                .getFirst()
                .trainingLoss();
    }

    @Test
    void divergenceNamesTheStructure() {
        List<LabelledGraph> spoilt = new ArrayList<>(TRAINING);
        LabelledGraph good = spoilt.get(7);
        spoilt.set(
                7,
                new LabelledGraph(
                        good.graph(),
                        1e200,
                        good.forces(),
                        null,
                        good.weights(),
                        null,
                        new org.gaunt.atoms.Source("bad.xyz", 77)));
        ToyModel model = ToyData.model(5);
        Trainer<?> trainer = Configs.trainer(model, Configs.of(2).build(), spoilt, VALIDATION, TrainerSetup.of(2));
        assertThatThrownBy(trainer::run)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the training has diverged")
                .hasMessageContaining("in epoch 1, batch ")
                .hasMessageContaining("by bad.xyz, line 77")
                .hasMessageNotContaining("a structure of");
    }

    @Test
    void theProfileAccountsForTheWork() {
        Trainer<?> trainer =
                Configs.trainer(ToyData.model(5), Configs.of(5).build(), TRAINING, VALIDATION, TrainerSetup.of(2));
        trainer.run();
        assertThat(trainer.profile().threads()).isEqualTo(2);
        for (org.gaunt.learn.Phase phase : List.of(
                org.gaunt.learn.Phase.DATA,
                org.gaunt.learn.Phase.GRADIENT,
                org.gaunt.learn.Phase.OPTIMIZER,
                org.gaunt.learn.Phase.VALIDATION)) {
            assertThat(trainer.profile().seconds(phase)).as(phase.name()).isPositive();
        }
    }
}
