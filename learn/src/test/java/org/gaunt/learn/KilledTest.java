package org.gaunt.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.gaunt.files.InputException;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.learn.io.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings that end at any step, by request or as {@code kill -9} ends them, and go on to the bit. */
class KilledTest {

    private static final int BATCHES = 8 * 5;

    @TempDir
    Path folder;

    /** Ends a training on the spot: nothing that the trainer would do afterwards happens. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static TrainerConfig config(String optimizer, Schedule schedule) {
        return Settings.of(8)
                .optimizer(optimizer)
                .rate(0.1, schedule)
                .plateau(0.5, 1)
                .stageTwo(0.6)
                .validateEvery(2)
                .decay(0.01, WeightDecay.Kind.ALL)
                .checkpointMinutes(0)
                .build();
    }

    private static double[] weights(Curve model) {
        return model.parameters().values();
    }

    private static Curve through(TrainerConfig config) {
        Curve model = Curve.of(5);
        new Trainer<>(model, config, TrainerSetup.of(1)).run();
        return model;
    }

    @ParameterizedTest
    @CsvSource({"adam, COSINE", "muon, PLATEAU", "speed, LINEAR", "adam, CONSTANT"})
    void goesOnFromEveryStep(String optimizer, Schedule schedule) {
        TrainerConfig config = config(optimizer, schedule);
        double[] wanted = weights(through(config));
        for (int stop = 1; stop < BATCHES; stop++) {
            int last = stop;
            AtomicReference<Trainer<?>> trainer = new AtomicReference<>();
            TrainerSetup setup = TrainerSetup.of(1 + stop % 3).withCheckpoints(folder.resolve("stop" + stop));
            trainer.set(new Trainer<>(Curve.of(5), config, setup.withListener(new TrainingListener() {
                @Override
                public void batch(BatchReport report) {
                    if (5 * (report.epoch() - 1) + report.batch() == last) {
                        trainer.get().requestStop();
                    }
                }
            })));
            assertThat(trainer.get().run().reason()).isEqualTo(TrainingResult.Reason.STOPPED);
            Curve resumed = Curve.of(99);
            new Trainer<>(resumed, config, setup).resume();
            assertThat(weights(resumed)).as("stopped after batch %d", stop).containsExactly(wanted);
        }
    }

    @ParameterizedTest
    @CsvSource({"adam, COSINE", "muon, PLATEAU"})
    void goesOnFromTheLastCheckpointAfterAKill(String optimizer, Schedule schedule) {
        TrainerConfig config = config(optimizer, schedule);
        double[] wanted = weights(through(config));
        for (int kill = 6; kill < BATCHES; kill++) { // the first checkpoint is that of the first epoch
            int last = kill;
            TrainerSetup setup = TrainerSetup.of(1 + kill % 2).withCheckpoints(folder.resolve("kill" + kill));
            Trainer<?> killed = new Trainer<>(Curve.of(5), config, setup.withListener(new TrainingListener() {
                @Override
                public void batch(BatchReport report) {
                    if (5 * (report.epoch() - 1) + report.batch() == last) {
                        throw new Killed();
                    }
                }
            }));
            assertThatThrownBy(killed::run).isInstanceOf(Killed.class);
            Curve resumed = Curve.of(99);
            new Trainer<>(resumed, config, setup).resume();
            assertThat(weights(resumed)).as("killed after batch %d", kill).containsExactly(wanted);
        }
    }

    @Test
    void theStateOfTheOptimiserIsNamedArrays() {
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(folder);
        new Trainer<>(Curve.of(5), config("speed", Schedule.CONSTANT), setup).run();
        assertThat(Safetensors.read(folder.resolve(Checkpoint.FILE)).tensors()).containsKey("optimizer.velocity");
        new Trainer<>(Curve.of(5), config("muon", Schedule.CONSTANT), setup).run();
        assertThat(Safetensors.read(folder.resolve(Checkpoint.FILE)).tensors())
                .containsKeys("optimizer.first", "optimizer.second", "optimizer.largest");
        assertThatThrownBy(() -> new Trainer<>(Curve.of(5), config("speed", Schedule.CONSTANT), setup).resume())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("does not go with this training")
                .hasMessageContaining("velocity");
    }

    @ParameterizedTest
    @CsvSource({"gaunt-checkpoint, 3", "gaunt-checkpoint, 4", "gaunt-regression-checkpoint, 1"})
    void checkpointsOfOtherVersionsAreRefused(String format, int version) throws Exception {
        Files.createDirectories(folder);
        String header = "{\"format\":\"" + format + "\",\"version\":" + version + ",\"progress\":{}}";
        new Safetensors(Map.of("gaunt", header), Map.of("parameters", Tensor.of(new double[5], 5)))
                .write(folder.resolve(Checkpoint.FILE));
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(folder);
        assertThatThrownBy(() -> new Trainer<>(Curve.of(5), config("adam", Schedule.CONSTANT), setup).resume())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("written by another version of Gaunt")
                .hasMessageContaining(format + " version " + version)
                .hasMessageContaining("start anew in another output directory");
    }
}
