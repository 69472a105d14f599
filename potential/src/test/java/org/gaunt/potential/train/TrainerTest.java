package org.gaunt.potential.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.files.InputException;
import org.gaunt.learn.EpochRecord;
import org.gaunt.learn.Schedule;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.learn.TrainingListener;
import org.gaunt.learn.TrainingResult;
import org.gaunt.learn.TrainingResult.Reason;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.ToyData;
import org.gaunt.potential.ToyModel;
import org.gaunt.potential.data.LabelledGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {

    private static final List<LabelledGraph> TRAINING = ToyData.graphs(23, 1);
    private static final List<LabelledGraph> VALIDATION = ToyData.graphs(6, 2);

    @Test
    void findsTheParametersTheLabelsWereMadeWith() {
        ToyModel model = ToyData.model(5);
        TrainingConfig config = Configs.of(200)
                .rate(0.05, Schedule.COSINE)
                .precision(Precision.FLOAT64)
                .build();
        TrainingResult result = Configs.trainer(model, config, TRAINING, VALIDATION, TrainerSetup.of(2))
                .run();
        assertThat(result.reason()).isEqualTo(Reason.EPOCHS);
        assertThat(result.epochs()).isEqualTo(200);
        assertThat(model.parameters().values()).containsExactly(ToyData.truth(), within(1e-2));
        EpochRecord first = result.history().getFirst();
        EpochRecord last = result.history().getLast();
        assertThat(last.validation().get(PotentialMetrics.FORCE_RMSE))
                .isLessThan(0.01 * first.validation().get(PotentialMetrics.FORCE_RMSE));
        assertThat(last.validation().get(PotentialMetrics.ENERGY_RMSE))
                .isLessThan(0.01 * first.validation().get(PotentialMetrics.ENERGY_RMSE));
        assertThat(last.trainingLoss()).isLessThan(1e-3 * first.trainingLoss());
        assertThat(last.steps()).isEqualTo(200 * 5);
        assertThat(last.learningRate()).isLessThan(1e-6);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void resultsDoNotDependOnTheNumberOfThreads(Precision precision) {
        double[][] results = new double[3][];
        for (int threads = 1; threads <= 3; threads++) {
            ToyModel model = ToyData.model(5);
            TrainingConfig config = Configs.of(8).precision(precision).build();
            Configs.trainer(model, config, TRAINING, VALIDATION, TrainerSetup.of(threads))
                    .run();
            results[threads - 1] = model.parameters().values();
        }
        assertThat(results[1]).containsExactly(results[0]);
        assertThat(results[2]).containsExactly(results[0]);
    }

    /** Their loss would be 0 after every epoch, and the weights of the first one the best. */
    @Test
    void validationWithoutLabelsThatCountIsRefused() {
        LabelledGraph some = VALIDATION.getFirst();
        LabelledGraph bare = new LabelledGraph(some.graph(), Double.NaN, null, null);
        TrainingConfig config = Configs.of(4).build();
        assertThatThrownBy(() -> Configs.trainer(ToyData.model(5), config, TRAINING, List.of(bare), TrainerSetup.of(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no validation structure has a label that counts");
    }

    @Test
    void secondStageWeighsEnergiesAnew() {
        ToyModel model = ToyData.model(5);
        TrainingConfig config = Configs.of(10).stageTwo(0.5, 1e6).build();
        List<Boolean> best = new ArrayList<>();
        TrainerSetup setup = TrainerSetup.of(1).withListener(new TrainingListener() {
            @Override
            public void epoch(EpochRecord epoch, boolean isBest) {
                best.add(isBest);
            }
        });
        TrainingResult result =
                Configs.trainer(model, config, TRAINING, VALIDATION, setup).run();
        assertThat(result.history().get(5).validationLoss())
                .isGreaterThan(10 * result.history().get(4).validationLoss());
        assertThat(best.get(5)).isTrue();
        assertThat(result.bestEpoch()).isGreaterThan(5);
    }

    @Test
    void divergenceIsAnErrorThatSaysWhatToDo() {
        ToyModel model = ToyData.model(5);
        model.parameters().values()[1] = -1e4; // exp overflows
        Trainer<?> trainer = Configs.trainer(model, Configs.of(4).build(), TRAINING, VALIDATION, TrainerSetup.of(2));
        assertThatThrownBy(trainer::run)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("diverged")
                .hasMessageContaining("epoch 1, batch 1")
                .hasMessageContaining("learning_rate");
    }

    @Test
    void nothingToTrainOnIsAnError() {
        assertThatThrownBy(() -> Configs.trainer(
                        ToyData.model(1), Configs.of(1).build(), List.of(), VALIDATION, TrainerSetup.of(1)))
                .isInstanceOf(InputException.class);
    }
}
