package org.gaunt.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.gaunt.files.InputException;
import org.gaunt.learn.TrainingResult.Reason;
import org.gaunt.linalg.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {

    @Test
    void findsTheParametersTheLabelsWereMadeWith() {
        Curve model = Curve.of(5);
        TrainerConfig config = Settings.of(2000)
                .rate(0.05, Schedule.COSINE)
                .precision(Precision.FLOAT64)
                .build();
        TrainingResult result = new Trainer<>(model, config, TrainerSetup.of(2)).run();
        assertThat(result.reason()).isEqualTo(Reason.EPOCHS);
        assertThat(result.epochs()).isEqualTo(2000);
        assertThat(model.parameters().values()).containsExactly(Curve.TRUTH, within(1e-2));
        EpochRecord first = result.history().getFirst();
        EpochRecord last = result.history().getLast();
        assertThat(last.validation().get("slope_rmse"))
                .isLessThan(0.01 * first.validation().get("slope_rmse"));
        assertThat(last.validation().get("value_rmse"))
                .isLessThan(0.01 * first.validation().get("value_rmse"));
        assertThat(last.trainingLoss()).isLessThan(1e-3 * first.trainingLoss());
        assertThat(last.steps()).isEqualTo(2000 * 5);
        assertThat(last.learningRate()).isLessThan(1e-6);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void resultsDoNotDependOnTheNumberOfThreads(Precision precision) {
        double[][] results = new double[3][];
        for (int threads = 1; threads <= 3; threads++) {
            Curve model = Curve.of(5);
            TrainerConfig config = Settings.of(8).precision(precision).build();
            new Trainer<>(model, config, TrainerSetup.of(threads)).run();
            results[threads - 1] = model.parameters().values();
        }
        assertThat(results[1]).containsExactly(results[0]);
        assertThat(results[2]).containsExactly(results[0]);
    }

    @Test
    void theSeedChangesTheOrderOnly() {
        double[] one = trained(Settings.of(3).seed(1).build());
        double[] same = trained(Settings.of(3).seed(1).build());
        double[] other = trained(Settings.of(3).seed(2).build());
        assertThat(same).containsExactly(one);
        assertThat(other).isNotEqualTo(one);
        assertThat(other).containsExactly(one, within(0.2));
    }

    private static double[] trained(TrainerConfig config) {
        Curve model = Curve.of(5);
        new Trainer<>(model, config, TrainerSetup.of(1)).run();
        return model.parameters().values();
    }

    @Test
    void endsWhenTheValidationNoLongerImproves() {
        Curve model = Curve.of(5);
        TrainerConfig config = Settings.of(500)
                .rate(3.0, Schedule.CONSTANT)
                .patience(7)
                .emaDecay(0)
                .build();
        TrainingResult result = new Trainer<>(model, config, TrainerSetup.of(1)).run();
        assertThat(result.reason()).isEqualTo(Reason.PATIENCE);
        assertThat(result.epochs()).isEqualTo(result.bestEpoch() + 7);
        EpochRecord best = result.history().get(result.bestEpoch() - 1);
        for (EpochRecord epoch : result.history()) {
            assertThat(best.validationLoss()).isLessThanOrEqualTo(epoch.validationLoss());
        }
        // the model has the weights of that epoch
        double[] weights = model.parameters().values().clone();
        TrainerConfig shorter = Settings.of(result.bestEpoch())
                .rate(3.0, Schedule.CONSTANT)
                .patience(7)
                .emaDecay(0)
                .build();
        assertThat(trained(shorter)).containsExactly(weights);
    }

    /** Epochs were counted: a patience of 5 with validations every 10 epochs ended after epoch 5, never validated. */
    @Test
    void patienceCountsValidations() {
        TrainerConfig config = Settings.of(500)
                .rate(3.0, Schedule.CONSTANT)
                .patience(5)
                .validateEvery(10)
                .emaDecay(0)
                .build();
        Curve model = Curve.of(5);
        TrainingResult result = new Trainer<>(model, config, TrainerSetup.of(1)).run();
        assertThat(result.reason()).isEqualTo(Reason.PATIENCE);
        assertThat(result.bestEpoch()).isPositive().isEqualTo(result.epochs() - 50);
        assertThat(result.history().get(result.bestEpoch() - 1).validated()).isTrue();
        assertThat(result.weights()).isEqualTo("the best validation was after epoch " + result.bestEpoch());
        TrainerConfig shorter = Settings.of(result.bestEpoch())
                .rate(3.0, Schedule.CONSTANT)
                .validateEvery(10)
                .emaDecay(0)
                .build();
        assertThat(trained(shorter)).containsExactly(model.parameters().values());
    }

    private record StageTwo(int epochs, boolean early) {}

    private static TrainingListener remember(List<StageTwo> events, AtomicLong now, long nanosecondsPerBatch) {
        return new TrainingListener() {
            @Override
            public void batch(BatchReport report) {
                now.addAndGet(nanosecondsPerBatch);
            }

            @Override
            public void stageTwo(int epochs, boolean early) {
                events.add(new StageTwo(epochs, early));
            }
        };
    }

    @Test
    void stageTwoBeginsWhenTheFirstStageHasNoPatienceLeft() {
        List<StageTwo> events = new ArrayList<>();
        TrainerConfig config = Settings.of(200)
                .rate(3.0, Schedule.CONSTANT)
                .patience(5)
                .validateEvery(10)
                .stageTwo(0.75)
                .emaDecay(0)
                .build();
        Curve model = Curve.of(5);
        TrainerSetup setup = TrainerSetup.of(1).withListener(remember(events, new AtomicLong(), 0));
        TrainingResult result = new Trainer<>(model, config, setup).run();
        assertThat(events).hasSize(1);
        int begin = events.getFirst().epochs();
        assertThat(events.getFirst().early()).isTrue();
        assertThat(begin).isLessThan(150).isGreaterThanOrEqualTo(60);
        // as many epochs as it would have had, too few validations for the patience, and the weights are its own
        assertThat(result.reason()).isEqualTo(Reason.EPOCHS);
        assertThat(result.epochs()).isEqualTo(begin + 50);
        assertThat(result.bestEpoch()).isGreaterThan(begin);
    }

    @Test
    void patienceEndsTheSecondStage() {
        List<StageTwo> events = new ArrayList<>();
        TrainerConfig config = Settings.of(400)
                .rate(3.0, Schedule.CONSTANT)
                .patience(4)
                .validateEvery(3)
                .stageTwo(0.75)
                .emaDecay(0)
                .build();
        TrainerSetup setup = TrainerSetup.of(1).withListener(remember(events, new AtomicLong(), 0));
        TrainingResult result = new Trainer<>(Curve.of(5), config, setup).run();
        assertThat(events).hasSize(1);
        assertThat(result.reason()).isEqualTo(Reason.PATIENCE);
        assertThat(result.epochs()).isEqualTo(result.bestEpoch() + 12);
        assertThat(result.bestEpoch()).isGreaterThan(events.getFirst().epochs());
    }

    /** A minute, of which the second stage is the last quarter: it gets its 15 seconds, whenever it begins. */
    @Test
    void stageTwoHasItsPartOfTheTime() {
        List<StageTwo> events = new ArrayList<>();
        AtomicLong now = new AtomicLong();
        TrainerConfig config = Settings.of(100_000)
                .rate(3.0, Schedule.CONSTANT)
                .patience(3)
                .validateEvery(10)
                .stageTwo(0.75)
                .maxMinutes(1)
                .budget(Budget.TIME)
                .emaDecay(0)
                .build();
        // 5 batches of 0.05 s are an epoch, so that the second stage is 60 epochs long and ends by time
        TrainerSetup setup = TrainerSetup.of(1).withClock(now::get).withListener(remember(events, now, 50_000_000L));
        TrainingResult result = new Trainer<>(Curve.of(5), config, setup).run();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().early()).isTrue();
        double begin = 0.25 * events.getFirst().epochs();
        assertThat(begin).isLessThan(45);
        assertThat(result.seconds()).isLessThanOrEqualTo(begin + 15 + 0.3);
        if (result.reason() == Reason.TIME) {
            assertThat(result.seconds()).isGreaterThanOrEqualTo(begin + 15 - 0.3);
        }
        assertThat(result.history().getLast().validated()).isTrue();
    }

    @Test
    void aTimeLimitValidatesWhatItEnds() {
        AtomicLong now = new AtomicLong();
        TrainerConfig config =
                Settings.of(1000).patience(5).validateEvery(10).maxMinutes(0.05).build();
        TrainerSetup setup =
                TrainerSetup.of(1).withClock(now::get).withListener(remember(new ArrayList<>(), now, 140_000_000L));
        TrainingResult result = new Trainer<>(Curve.of(5), config, setup).run();
        assertThat(result.reason()).isEqualTo(Reason.TIME);
        assertThat(result.history().getLast().validated()).isTrue();
        assertThat(result.bestEpoch()).isEqualTo(result.history().size());
    }

    /** Labels so large that no loss is finite: the weights were the raw ones, and called the best of epoch 0. */
    @Test
    void weightsThatNoValidationChoseAreSaidToBe() {
        Curve huge = new Curve(
                5, Curve.Points.random(23, 1), Curve.Points.random(6, 2).with(3, 1e200), 1);
        TrainerConfig config = Settings.of(4).patience(3).build();
        TrainingResult result = new Trainer<>(huge, config, TrainerSetup.of(1)).run();
        assertThat(result.reason()).isEqualTo(Reason.PATIENCE);
        assertThat(result.bestEpoch()).isZero();
        assertThat(result.weights()).contains("never validated");
        TrainingResult without = new Trainer<>(withoutValidation(), config, TrainerSetup.of(1)).run();
        assertThat(without.weights()).contains("nothing was there to validate on", "epoch 4");
    }

    private static Curve withoutValidation() {
        return new Curve(5, Curve.Points.random(23, 1), Curve.Points.NONE, 1);
    }

    @Test
    void plateauLowersTheRate() {
        Curve model = Curve.of(5);
        TrainerConfig config = Settings.of(60)
                .rate(1.0, Schedule.PLATEAU)
                .plateau(0.5, 2)
                .emaDecay(0)
                .build();
        TrainingResult result = new Trainer<>(model, config, TrainerSetup.of(1)).run();
        assertThat(result.history().getFirst().learningRate()).isEqualTo(1);
        assertThat(result.history().getLast().learningRate()).isLessThan(0.6);
    }

    @Test
    void timeEndsTheTrainingAndAnnealsTheRate() {
        AtomicLong now = new AtomicLong();
        Curve model = Curve.of(5);
        TrainerConfig config = Settings.of(1000)
                .rate(0.05, Schedule.LINEAR)
                .maxMinutes(1.0)
                .budget(Budget.TIME)
                .build();
        TrainerSetup setup = TrainerSetup.of(1).withClock(now::get).withListener(new TrainingListener() {
            @Override
            public void batch(BatchReport report) {
                now.addAndGet(700_000_000L); // every batch takes 0.7 s
            }
        });
        TrainingResult result = new Trainer<>(model, config, setup).run();
        assertThat(result.reason()).isEqualTo(Reason.TIME);
        assertThat(result.seconds()).isBetween(60.0, 60.8);
        assertThat(result.epochs()).isEqualTo(86 / 5);
        EpochRecord last = result.history().getLast();
        assertThat(last.epoch()).isEqualTo(86 / 5 + 1); // the part of an epoch was validated as well
        assertThat(last.validated()).isTrue();
        assertThat(last.learningRate()).isCloseTo(0.05 * (1 - 85 * 0.7 / 60), within(1e-6));
    }

    @Test
    void theLastWeightsAreValidatedWheneverTheTimeEnds() {
        for (int seconds : new int[] {5, 12, 61, 1000}) { // per batch; after that only the end of an epoch takes time
            AtomicLong now = new AtomicLong();
            TrainerConfig config =
                    Settings.of(50).maxMinutes(1.0).validateEvery(1000).build();
            TrainerSetup setup = TrainerSetup.of(1).withClock(now::get).withListener(new TrainingListener() {
                @Override
                public void batch(BatchReport report) {
                    now.addAndGet(seconds == 1000 ? 0 : seconds * 1_000_000_000L);
                }

                @Override
                public void epoch(EpochRecord epoch, boolean best) {
                    now.addAndGet(seconds == 1000 ? 70_000_000_000L : 0);
                }
            });
            TrainingResult result = new Trainer<>(Curve.of(5), config, setup).run();
            assertThat(result.reason()).isEqualTo(Reason.TIME);
            EpochRecord last = result.history().getLast();
            assertThat(last.validated()).as("%d s", seconds).isTrue();
            assertThat(result.bestEpoch()).isEqualTo(last.epoch());
        }
    }

    @Test
    void secondStageHasALossOfItsOwn() {
        Curve model = Curve.of(5, 1e6);
        TrainerConfig config = Settings.of(10).stageTwo(0.5).build();
        List<Boolean> best = new ArrayList<>();
        TrainerSetup setup = TrainerSetup.of(1).withListener(new TrainingListener() {
            @Override
            public void epoch(EpochRecord epoch, boolean isBest) {
                best.add(isBest);
            }
        });
        TrainingResult result = new Trainer<>(model, config, setup).run();
        assertThat(result.history().get(5).validationLoss())
                .isGreaterThan(10 * result.history().get(4).validationLoss());
        assertThat(best.get(5)).isTrue();
        assertThat(result.bestEpoch()).isGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void validatesOnlyAsOftenAsAsked(int every) {
        Curve model = Curve.of(5);
        TrainerConfig config = Settings.of(7).validateEvery(every).build();
        TrainingResult result = new Trainer<>(model, config, TrainerSetup.of(1)).run();
        assertThat(result.history().stream().filter(EpochRecord::validated).map(EpochRecord::epoch))
                .isEqualTo(every == 1 ? List.of(1, 2, 3, 4, 5, 6, 7) : List.of(3, 6, 7));
    }

    @Test
    void withoutValidationTheLatestWeightsAreTheBest() {
        Curve model = withoutValidation();
        TrainingResult result = new Trainer<>(model, Settings.of(4).build(), TrainerSetup.of(1)).run();
        assertThat(result.bestEpoch()).isEqualTo(4);
        assertThat(result.history()).noneMatch(EpochRecord::validated);
    }

    @Test
    void divergenceIsAnErrorThatSaysWhatToDo() {
        Curve model = Curve.of(5);
        model.parameters().values()[1] = -1e4; // exp overflows
        Trainer<?> trainer = new Trainer<>(model, Settings.of(4).build(), TrainerSetup.of(2));
        assertThatThrownBy(trainer::run)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("diverged")
                .hasMessageContaining("epoch 1, batch 1")
                .hasMessageContaining("learning_rate");
    }

    @Test
    void nothingToTrainOnIsAnError() {
        assertThatThrownBy(() -> new Trainer<>(
                        new Curve(1, Curve.Points.NONE, Curve.Points.NONE, 1),
                        Settings.of(1).build(),
                        TrainerSetup.of(1)))
                .isInstanceOf(InputException.class);
    }

    @Test
    void shardsAreAsEqualAsCanBe() {
        assertThat(BatchStep.shards(new int[] {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, 4))
                .isDeepEqualTo(new int[][] {{9, 8}, {7, 6, 5}, {4, 3}, {2, 1, 0}});
        assertThat(BatchStep.shards(new int[] {3, 1, 2}, 4)).isDeepEqualTo(new int[][] {{3}, {1}, {2}});
    }
}
