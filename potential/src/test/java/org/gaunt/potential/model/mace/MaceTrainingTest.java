package org.gaunt.potential.model.mace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.gaunt.form.Backend;
import org.gaunt.learn.BatchReport;
import org.gaunt.learn.EpochRecord;
import org.gaunt.learn.Schedule;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.learn.TrainingListener;
import org.gaunt.learn.TrainingResult;
import org.gaunt.potential.ToyData;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.data.Statistics;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.train.Configs;
import org.gaunt.potential.train.PotentialMetrics;
import org.gaunt.potential.train.TrainingConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small MACE under the trainer: it learns, and neither threads nor interruptions change a bit. */
class MaceTrainingTest {

    private static final List<LabelledGraph> TRAINING = ToyData.graphs(22, 1);
    private static final List<LabelledGraph> VALIDATION = ToyData.graphs(5, 2);
    private static final Backend BACKEND = Backend.detect();

    @TempDir
    Path folder;

    private static Mace model(long seed) {
        MaceConfig config = new MaceConfig("8x0e+8x1o", 2, 2, 2, ToyData.CUTOFF, 6, 5, List.of(8, 8), 8, true);
        List<Double> isolated = List.of(-0.5, 1.5);
        Statistics s = Statistics.of(TRAINING, isolated);
        return new Mace(
                config,
                new ModelData(ToyData.ELEMENTS, isolated, s.scale(), s.shift(), s.averageNeighbors()),
                seed,
                BACKEND);
    }

    private static TrainingConfig config(int epochs) {
        return Configs.of(epochs)
                .optimizer("muon")
                .rate(0.01, Schedule.PLATEAU)
                .checkpointMinutes(1000)
                .build();
    }

    @Test
    void learns() {
        TrainingResult result = Configs.trainer(model(1), config(12), TRAINING, VALIDATION, TrainerSetup.of(1))
                .run();
        EpochRecord first = result.history().getFirst();
        EpochRecord last = result.history().getLast();
        assertThat(last.training().get(PotentialMetrics.FORCE_RMSE))
                .isLessThan(0.7 * first.training().get(PotentialMetrics.FORCE_RMSE));
    }

    @Test
    void threadsAndInterruptionsChangeNothing() {
        Mace one = model(1);
        TrainingResult whole = Configs.trainer(one, config(3), TRAINING, VALIDATION, TrainerSetup.of(1))
                .run();

        Mace two = model(1);
        Configs.trainer(two, config(3), TRAINING, VALIDATION, TrainerSetup.of(3))
                .run();
        assertThat(two.parameters().values()).containsExactly(one.parameters().values());

        AtomicReference<Trainer<?>> stopped = new AtomicReference<>();
        TrainerSetup setup = TrainerSetup.of(2).withCheckpoints(folder);
        stopped.set(Configs.trainer(
                model(1), config(3), TRAINING, VALIDATION, setup.withListener(new TrainingListener() {
                    @Override
                    public void batch(BatchReport report) {
                        if (report.epoch() == 2 && report.batch() == 3) {
                            stopped.get().requestStop();
                        }
                    }
                })));
        assertThat(stopped.get().run().reason()).isEqualTo(TrainingResult.Reason.STOPPED);
        Mace three = model(7);
        TrainingResult resumed =
                Configs.trainer(three, config(3), TRAINING, VALIDATION, setup).resume();
        assertThat(three.parameters().values()).containsExactly(one.parameters().values());
        assertThat(resumed.history().getLast().validationLoss())
                .isEqualTo(whole.history().getLast().validationLoss());
    }
}
