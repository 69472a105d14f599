package org.gaunt.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.BatchReport;
import org.gaunt.learn.Budget;
import org.gaunt.learn.ComputeConfig;
import org.gaunt.learn.DescentConfig;
import org.gaunt.learn.EpochRecord;
import org.gaunt.learn.EpochsConfig;
import org.gaunt.learn.Schedule;
import org.gaunt.learn.StageTwoConfig;
import org.gaunt.learn.StartConfig;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.learn.TrainingListener;
import org.gaunt.learn.TrainingResult;
import org.gaunt.learn.TrainingResult.Reason;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegressionTrainerTest {

    private static final Particles TRAINING = Systems.of(11, 3, 1);
    private static final Particles VALIDATION = Systems.of(4, 3, 2);

    @TempDir
    Path folder;

    private static Segnn model(String product, Particles data) {
        return new Segnn(new SegnnConfig(product, 8, 1, 1, 2, 6), SegnnData.of(data), 3, Backend.detect());
    }

    private static RegressionTraining config(String optimizer, Schedule schedule, int epochs, double rate) {
        DescentConfig d = RegressionTraining.defaults().descent();
        return new RegressionTraining(
                new EpochsConfig(4, epochs, null, 1000, 1),
                StageTwoConfig.NONE,
                new DescentConfig(
                        rate,
                        optimizer,
                        Map.of(),
                        schedule,
                        Budget.EPOCHS,
                        3,
                        0,
                        0.5,
                        1,
                        d.beta1(),
                        d.beta2(),
                        true,
                        d.muonMomentum(),
                        d.clip(),
                        0.9),
                0.01,
                StartConfig.NEW,
                1,
                new ComputeConfig(4, Precision.FLOAT32, 3, 1000));
    }

    private static Trainer<?> trainer(
            Segnn model,
            RegressionTraining config,
            Particles training,
            @Nullable Particles validation,
            TrainerSetup setup) {
        return new Trainer<>(new ParticleObjective(model, training, validation), config.trainer(), setup);
    }

    private TrainingResult train(Segnn model, RegressionTraining config, int stopAfter, boolean resume, int threads) {
        AtomicReference<Trainer<?>> trainer = new AtomicReference<>();
        int[] count = {0};
        TrainerSetup setup = TrainerSetup.of(threads).withCheckpoints(folder).withListener(new TrainingListener() {
            @Override
            public void batch(BatchReport report) {
                if (++count[0] == stopAfter) {
                    trainer.get().requestStop();
                }
            }
        });
        trainer.set(trainer(model, config, TRAINING, VALIDATION, setup));
        return resume ? trainer.get().resume() : trainer.get().run();
    }

    private static double error(Segnn model, Particles systems) {
        try (ParticleCommittee network = ParticleCommittee.of(model, Precision.FLOAT32, 1)) {
            return network.errors(systems, Path.of("data.npz")).mse();
        }
    }

    @ParameterizedTest
    @CsvSource({"clebsch-gordan", "gaunt"})
    void learnsAFewSystemsByHeart(String product) {
        Particles few = Systems.of(4, 3, 7);
        Segnn model = model(product, few);
        double before = error(model, few);
        RegressionTraining config = config("adam", Schedule.COSINE, 400, 0.01);
        TrainingResult result =
                trainer(model, config, few, null, TrainerSetup.of(1)).run();
        assertThat(result.reason()).isEqualTo(Reason.EPOCHS);
        assertThat(error(model, few)).isLessThan(before / 1000);
    }

    private static RegressionTraining impatient(int patience, int validateEvery, @Nullable Double minutes) {
        RegressionTraining c = config("adam", Schedule.CONSTANT, 400, 0.3);
        return new RegressionTraining(
                new EpochsConfig(4, 400, minutes, patience, validateEvery),
                c.stageTwo(),
                c.descent(),
                c.weightDecay(),
                c.start(),
                c.committee(),
                c.compute());
    }

    /** Epochs were counted, also those without a validation. */
    @Test
    void patienceCountsValidations() {
        RegressionTraining config = impatient(3, 4, null);
        TrainingResult result = train(model("gaunt", TRAINING), config, 0, false, 1);
        assertThat(result.reason()).isEqualTo(Reason.PATIENCE);
        assertThat(result.bestEpoch()).isPositive().isEqualTo(result.history().size() - 12);
        assertThat(result.weights()).isEqualTo("the best validation was after epoch " + result.bestEpoch());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 13, 25})
    void patienceGoesOnToTheBit(int stopAfter) {
        RegressionTraining config = impatient(3, 2, null);
        Segnn whole = model("gaunt", TRAINING);
        TrainingResult wanted = train(whole, config, 0, false, 1);
        assertThat(wanted.reason()).isEqualTo(Reason.PATIENCE);
        train(model("gaunt", TRAINING), config, stopAfter, false, 1);
        Segnn resumed = model("gaunt", TRAINING);
        TrainingResult result = train(resumed, config, 0, true, 1);
        assertThat(result.reason()).isEqualTo(Reason.PATIENCE);
        assertThat(result.history()).hasSameSizeAs(wanted.history());
        assertThat(resumed.parameters().values()).isEqualTo(whole.parameters().values());
    }

    /** Interrupted before its first validation and gone on with when the time is over, it kept weights never validated. */
    @Test
    void aTimeLimitValidatesWhatItEnds() {
        Segnn model = model("gaunt", TRAINING);
        train(model, impatient(3, 10, null), 6, false, 1);
        TrainingResult result = train(model, impatient(3, 10, 1e-9), 0, true, 1);
        assertThat(result.reason()).isEqualTo(Reason.TIME);
        assertThat(result.history().getLast().validated()).isTrue();
        assertThat(result.bestEpoch()).isEqualTo(result.history().size());
    }

    @ParameterizedTest
    @CsvSource({"muon, COSINE, 2", "muon, PLATEAU, 7", "adam, LINEAR, 3", "adam, PLATEAU, 4", "adam, CONSTANT, 1"})
    void goesOnToTheBitOnAnyNumberOfThreads(String optimizer, Schedule schedule, int stopAfter) {
        RegressionTraining config = config(optimizer, schedule, 4, 0.01);
        Segnn whole = model("gaunt", TRAINING);
        TrainingResult wanted = train(whole, config, 0, false, 1);
        assertThat(wanted.reason()).isEqualTo(Reason.EPOCHS);

        Segnn broken = model("gaunt", TRAINING);
        assertThat(train(broken, config, stopAfter, false, 2).reason()).isEqualTo(Reason.STOPPED);
        Segnn resumed = model("gaunt", TRAINING);
        TrainingResult result = train(resumed, config, 0, true, 3);
        assertThat(resumed.parameters().values()).isEqualTo(whole.parameters().values());
        assertThat(errors(result)).isEqualTo(errors(wanted));
        assertThat(result.bestEpoch()).isEqualTo(wanted.bestEpoch());
    }

    private static List<Double> errors(TrainingResult result) {
        return result.history().stream()
                .flatMap(epoch -> java.util.stream.Stream.of(
                        epoch.trainingLoss(), epoch.validationLoss(), epoch.learningRate(), epoch.gradientNorm()))
                .toList();
    }

    @Test
    void keepsTheWeightsOfTheBestValidation() {
        Segnn model = model("gaunt", TRAINING);
        TrainingResult result = train(model, config("adam", Schedule.CONSTANT, 12, 0.03), 0, false, 2);
        double lowest = result.history().stream()
                .mapToDouble(EpochRecord::validationLoss)
                .min()
                .orElseThrow();
        assertThat(result.history().get(result.bestEpoch() - 1).validationLoss())
                .isEqualTo(lowest);
        assertThat(error(model, VALIDATION)).isCloseTo(lowest, withinPercentage(1e-10));
    }

    @Test
    void refusesToGoOnWithOtherDataOrSettings() {
        RegressionTraining config = config("adam", Schedule.CONSTANT, 2, 0.01);
        train(model("gaunt", TRAINING), config, 1, false, 1);
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(folder);
        Trainer<?> other = trainer(model("gaunt", TRAINING), config, VALIDATION, TRAINING, setup);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(other::resume)
                .withMessageContaining("not those this training was started with");
        Trainer<?> changed =
                trainer(model("gaunt", TRAINING), config, TRAINING, VALIDATION, setup.withConfig(Map.of("seed", 1)));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(changed::resume)
                .withMessageContaining("seed: nothing -> 1");
        Trainer<?> wider = trainer(model("clebsch-gordan", TRAINING), config, TRAINING, VALIDATION, setup);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(wider::resume)
                .withMessageContaining("another model");
    }

    @Test
    void saysThatItDiverged() {
        Segnn model = model("gaunt", TRAINING);
        model.parameters().values()[0] = Double.NaN;
        Trainer<?> trainer =
                trainer(model, config("adam", Schedule.CONSTANT, 2, 0.01), TRAINING, VALIDATION, TrainerSetup.of(1));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(trainer::run)
                .withMessageContaining("diverged")
                .withMessageContaining("epoch 1, batch 1");
    }
}
