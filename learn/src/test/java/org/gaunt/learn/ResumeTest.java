package org.gaunt.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.gaunt.files.InputException;
import org.gaunt.learn.TrainingResult.Reason;
import org.gaunt.linalg.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {

    @TempDir
    Path folder;

    private static TrainerConfig config(Schedule schedule) {
        return Settings.of(12)
                .rate(0.5, schedule)
                .plateau(0.5, 1)
                .stageTwo(0.5)
                .checkpointMinutes(1000)
                .build();
    }

    /** Trains, and stops after so many batches; 0 for never. */
    private TrainingResult train(Curve model, Schedule schedule, int batches, boolean resume, int threads) {
        AtomicReference<Trainer<?>> trainer = new AtomicReference<>();
        int[] count = {0};
        TrainerSetup setup = TrainerSetup.of(threads).withCheckpoints(folder).withListener(new TrainingListener() {
            @Override
            public void batch(BatchReport report) {
                if (++count[0] == batches) {
                    trainer.get().requestStop();
                }
            }
        });
        trainer.set(new Trainer<>(model, config(schedule), setup));
        return resume ? trainer.get().resume() : trainer.get().run();
    }

    @ParameterizedTest
    @CsvSource({"PLATEAU, 3", "PLATEAU, 5", "COSINE, 17", "COSINE, 1", "CONSTANT, 31"})
    void goesOnToTheBitFromAnyBatch(Schedule schedule, int batches) {
        Curve through = Curve.of(5);
        TrainingResult whole = train(through, schedule, 0, false, 1);

        TrainingResult first = train(Curve.of(5), schedule, batches, false, 2);
        assertThat(first.reason()).isEqualTo(Reason.STOPPED);
        assertThat(first.epochs()).isEqualTo(batches / 5);
        Curve again = Curve.of(99); // other start: all must come from the checkpoint
        TrainingResult second = train(again, schedule, 7, true, 3);
        assertThat(second.reason()).isEqualTo(Reason.STOPPED);
        TrainingResult third = train(again, schedule, 0, true, 1);

        assertThat(again.parameters().values())
                .containsExactly(through.parameters().values());
        assertThat(third.reason()).isEqualTo(whole.reason());
        assertThat(third.bestEpoch()).isEqualTo(whole.bestEpoch());
        assertThat(third.history()).isSortedAccordingTo(Comparator.comparingDouble(EpochRecord::seconds));
        assertThat(third.history()).hasSameSizeAs(whole.history());
        for (int i = 0; i < whole.history().size(); i++) {
            double[] expected = whole.history().get(i).row();
            double[] found = third.history().get(i).row();
            // all but speed and time
            int length = expected.length - 2;
            assertThat(java.util.Arrays.copyOf(found, length))
                    .containsExactly(java.util.Arrays.copyOf(expected, length));
        }
    }

    /** The count of validations, the early beginning of stage two and the budget it skips come from the checkpoint. */
    @ParameterizedTest
    @ValueSource(ints = {1, 23, 48, 61, 90, 120, 151, 183, 250})
    void patienceGoesOnToTheBit(int batches) {
        TrainerConfig config = Settings.of(120)
                .rate(3.0, Schedule.LINEAR)
                .patience(4)
                .validateEvery(2)
                .stageTwo(0.75)
                .checkpointMinutes(1000)
                .emaDecay(0)
                .build();
        List<Integer> begins = new ArrayList<>();
        Curve through = Curve.of(5);
        TrainingResult whole = train(through, config, 0, false, begins);
        assertThat(begins).hasSize(1);
        assertThat(begins.getFirst()).isLessThan(90);
        assertThat(whole.epochs()).isLessThan(120);

        Curve again = Curve.of(99);
        List<Integer> parts = new ArrayList<>();
        train(Curve.of(5), config, batches, false, parts);
        train(again, config, 33, true, parts);
        TrainingResult last = train(again, config, 0, true, parts);
        assertThat(parts).isEqualTo(begins);
        assertThat(last.reason()).isEqualTo(whole.reason());
        assertThat(last.epochs()).isEqualTo(whole.epochs());
        assertThat(last.bestEpoch()).isEqualTo(whole.bestEpoch());
        assertThat(again.parameters().values())
                .containsExactly(through.parameters().values());
    }

    private TrainingResult train(Curve model, TrainerConfig config, int batches, boolean resume, List<Integer> begins) {
        AtomicReference<Trainer<?>> trainer = new AtomicReference<>();
        int[] count = {0};
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(folder).withListener(new TrainingListener() {
            @Override
            public void batch(BatchReport report) {
                if (++count[0] == batches) {
                    trainer.get().requestStop();
                }
            }

            @Override
            public void stageTwo(int epochs, boolean early) {
                begins.add(epochs);
            }
        });
        trainer.set(new Trainer<>(model, config, setup));
        return resume ? trainer.get().resume() : trainer.get().run();
    }

    @Test
    void aFinishedTrainingHasNothingToAdd() {
        Curve model = Curve.of(5);
        train(model, Schedule.COSINE, 0, false, 1);
        Curve again = Curve.of(6);
        TrainingResult result = train(again, Schedule.COSINE, 0, true, 1);
        assertThat(result.reason()).isEqualTo(Reason.EPOCHS);
        assertThat(again.parameters().values())
                .containsExactly(model.parameters().values());
    }

    @Test
    void metricsAreOneTableOverInterruptions() throws IOException {
        Path file = folder.resolve("metrics.csv");
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(folder).withListener(new MetricsFile(file));
        TrainerConfig config = Settings.of(3).validateEvery(2).build();
        new Trainer<>(Curve.of(5), config, setup).run();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).startsWith("epoch,steps,learning_rate,training_loss,");
        assertThat(lines.get(1)).startsWith("1,5,0.01,").contains(",,,,"); // not validated
        assertThat(lines.get(2)).startsWith("2,10,").doesNotContain(",,");
        new Trainer<>(Curve.of(5), config, setup).resume();
        assertThat(Files.readAllLines(file)).isEqualTo(lines);
    }

    @Test
    void changedSettingsAreNamed() {
        Map<String, ?> before = Map.of(
                "model", Map.of("channels", 32, "cutoff", 5),
                "training", Map.of("seed", 1, "rate", 0.01, "max_minutes", 3));
        Map<String, ?> now = Map.of(
                "model", Map.of("channels", 64, "cutoff", 5.0),
                "training", Map.of("seed", 1L, "rate", 1e-2, "max_minutes", 9, "clip", 10));
        TrainerConfig config = Settings.of(2).build();
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(folder);
        new Trainer<>(Curve.of(5), config, setup.withConfig(before)).run();
        Trainer<?> other = new Trainer<>(Curve.of(5), config, setup.withConfig(now));
        assertThatThrownBy(other::resume)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model.channels: 32 -> 64")
                .hasMessageContaining("training.clip: nothing -> 10")
                .hasMessageNotContaining("rate")
                .hasMessageNotContaining("cutoff")
                .hasMessageNotContaining("max_minutes");
    }

    @Test
    void changedSamplesAreRefused() {
        TrainerConfig config = Settings.of(2).build();
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(folder);
        new Trainer<>(Curve.of(5), config, setup).run();
        Trainer<?> other = new Trainer<>(
                new Curve(5, Curve.Points.random(23, 1).with(7, 0.25), Curve.Points.random(6, 2), 100), config, setup);
        assertThatThrownBy(other::resume)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("points are not those");
    }

    @Test
    void aChangedModelIsRefused() {
        TrainerConfig config = Settings.of(2).build();
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(folder);
        new Trainer<>(Curve.of(5), config, setup).run();
        Curve larger = Curve.of(5).withOffsets(3);
        Trainer<?> other = new Trainer<>(larger, config, setup);
        assertThatThrownBy(other::resume).isInstanceOf(InputException.class).hasMessageContaining("another model");
    }

    @Test
    void damagedOrMissingCheckpointsAreErrors() throws IOException {
        TrainerConfig config = Settings.of(2).build();
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(folder);
        assertThatThrownBy(() -> new Trainer<>(Curve.of(5), config, setup).resume())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no such file");
        new Trainer<>(Curve.of(5), config, setup).run();
        Path file = folder.resolve(Checkpoint.FILE);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, 100, whole.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Checkpoint.read(folder))
                    .as("%d bytes", length)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("damaged");
        }
        byte[] flipped = whole.clone();
        flipped[whole.length - 100] ^= 4;
        Files.write(file, flipped);
        assertThatThrownBy(() -> Checkpoint.read(folder)).hasMessageContaining("checksum");
        Files.write(file, whole);
        assertThat(Checkpoint.read(folder).header().progress().epoch()).isEqualTo(2);
    }

    @Test
    void divergenceKeepsTheLastGoodCheckpoint() throws IOException {
        Curve model = Curve.of(5);
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(folder).withListener(new TrainingListener() {
            @Override
            public void batch(BatchReport report) {
                if (report.epoch() == 3 && report.batch() == 2) {
                    model.parameters().values()[0] = Double.NaN;
                }
            }
        });
        TrainerConfig config = Settings.of(10)
                .precision(Precision.FLOAT64)
                .checkpointMinutes(0)
                .build();
        assertThatThrownBy(() -> new Trainer<>(model, config, setup).run())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("last good checkpoint");
        assertThat(Checkpoint.read(folder).header().progress().epoch()).isEqualTo(2);
    }

    @Test
    void aDiskThatIsFullLosesNothingThatIsWritten() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("checkpoint"), real);
        Path file = Files.createFile(folder.resolve("file"));
        TrainerConfig config = Settings.of(6).checkpointMinutes(0).build();
        TrainerSetup setup = TrainerSetup.of(1).withCheckpoints(link);
        TrainerSetup failing = setup.withListener(new TrainingListener() {
            @Override
            public void epoch(EpochRecord epoch, boolean best) {
                if (epoch.epoch() == 4) { // from now on nothing can be written
                    relink(link, file);
                }
            }
        });
        assertThatThrownBy(() -> new Trainer<>(Curve.of(5), config, failing).run())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot write the file");
        assertThat(Checkpoint.read(real).header().progress().epoch()).isEqualTo(3);

        relink(link, real);
        Curve resumed = Curve.of(6);
        new Trainer<>(resumed, config, setup).resume();
        Curve through = Curve.of(5);
        new Trainer<>(through, config, TrainerSetup.of(2)).run();
        assertThat(resumed.parameters().values())
                .containsExactly(through.parameters().values());
    }

    private static void relink(Path link, Path target) {
        try {
            Files.delete(link);
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void metricsKeepWholeLinesWhenTheDiskIsFull() throws IOException {
        Path file = folder.resolve("metrics.csv");
        MetricsFile metrics =
                new MetricsFile(file, path -> new FullDisk(FileChannel.open(path, StandardOpenOption.WRITE), 60));
        TrainerSetup setup = TrainerSetup.of(1).withListener(metrics);
        TrainerConfig config = Settings.of(3).build();
        assertThatThrownBy(() -> new Trainer<>(Curve.of(5), config, setup).run())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("metrics.csv")
                .hasMessageContaining("No space left on device");
        assertThat(Files.readString(file))
                .isEqualTo(String.join(",", Curve.of(5).columns().names()) + "\n");
    }
}
