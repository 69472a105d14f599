package org.gaunt.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.TensorProduct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A product of vectors with trained weights becomes the cross product. */
class TapeObjectiveTest {

    @TempDir
    Path folder;

    /** Pairs of vectors. */
    private record Pairs(double[][] first, double[][] second) implements Samples {

        static Pairs random(int count, long seed) {
            Random random = new Random(seed);
            Pairs pairs = new Pairs(new double[count][], new double[count][]);
            for (int i = 0; i < count; i++) {
                pairs.first[i] = random.doubles(3, -1, 1).toArray();
                pairs.second[i] = random.doubles(3, -1, 1).toArray();
            }
            return pairs;
        }

        double[] cross(int i) {
            double[] a = first[i];
            double[] b = second[i];
            return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
        }

        @Override
        public int size() {
            return first.length;
        }

        @Override
        public String name(int index) {
            return "pair " + index;
        }

        @Override
        public long fingerprint(int index) {
            return new Digest().add(first[index]).add(second[index]).number();
        }
    }

    private static final class Cross extends TapeObjective {
        private final TensorProduct layer;

        Cross(TensorProduct layer) {
            super(layer.parameters(), Pairs.random(40, 1), Pairs.random(70, 2), "pairs");
            this.layer = layer;
        }

        @Override
        protected Var losses(Tape tape, Samples set, int[] samples) {
            Pairs pairs = (Pairs) set;
            double[][] a = new double[samples.length][];
            double[][] b = new double[samples.length][];
            double[][] c = new double[samples.length][];
            for (int k = 0; k < samples.length; k++) {
                a[k] = pairs.first[samples[k]];
                b[k] = pairs.second[samples[k]];
                c[k] = pairs.cross(samples[k]);
            }
            return layer.apply(tape.input(a), tape.input(b))
                    .minus(tape.constant(c))
                    .squared();
        }
    }

    private static Cross objective() {
        return new Cross(new TensorProduct("1x1o", "1x1o", "1x1e"));
    }

    private static TrainerConfig config(Precision precision) {
        return TrainerConfig.adam(60, 8, 0.05).withCompute(new ComputeConfig(1, precision, 3, 0));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void learns(Precision precision) {
        Cross objective = objective();
        TrainingResult result = new Trainer<>(objective, config(precision), TrainerSetup.of(2)).run();
        assertThat(result.history().getFirst().validationLoss()).isGreaterThan(0.01);
        assertThat(result.history().getLast().validationLoss()).isLessThan(1e-6);
        assertThat(objective.columns().names())
                .containsExactly(
                        "epoch",
                        "steps",
                        "learning_rate",
                        "training_loss",
                        "validation_loss",
                        "gradient_norm",
                        "pairs_per_second",
                        "seconds");
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void threadsAndInterruptionsChangeNothing(Precision precision) {
        Cross through = objective();
        new Trainer<>(through, config(precision), TrainerSetup.of(1)).run();
        AtomicReference<Trainer<?>> stopped = new AtomicReference<>();
        TrainerSetup setup = TrainerSetup.of(3).withCheckpoints(folder);
        stopped.set(new Trainer<>(objective(), config(precision), setup.withListener(new TrainingListener() {
            @Override
            public void batch(BatchReport report) {
                if (report.epoch() == 17 && report.batch() == 3) {
                    stopped.get().requestStop();
                }
            }
        })));
        stopped.get().run();
        Cross resumed = objective();
        new Trainer<>(resumed, config(precision), setup).resume();
        assertThat(resumed.parameters().values())
                .containsExactly(through.parameters().values());
    }

    @Test
    void otherOptimisersTakeTheSameObjective() {
        TrainerConfig config = config(Precision.FLOAT32);
        for (String name : new String[] {"muon", "speed"}) {
            TrainingResult result = new Trainer<>(
                            objective(),
                            config.withDescent(config.descent()
                                    .withOptimizer(name, Map.of())
                                    .withSchedule(Schedule.COSINE)
                                    .withEmaDecay(0.5)),
                            TrainerSetup.of(1))
                    .run();
            assertThat(result.history().getLast().validationLoss()).as(name).isLessThan(1e-3);
        }
    }
}
