package org.gaunt.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.linalg.Precision;
import org.gaunt.optim.Optimizers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingOptionsTest {

    private static double[] trained(Settings settings) {
        Curve model = Curve.of(5);
        new Trainer<>(model, settings.build(), TrainerSetup.of(2)).run();
        return model.parameters().values();
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "muon", "speed"})
    void frozenWeightsStayToTheBit(String optimizer) {
        double[] before = Curve.of(5).parameters().values();
        for (WeightDecay.Kind kind : WeightDecay.Kind.values()) {
            double[] after =
                    trained(Settings.of(4).optimizer(optimizer).decay(0.1, kind).freeze("cu*e"));
            assertThat(Arrays.copyOf(after, 3)).containsExactly(Arrays.copyOf(before, 3));
            assertThat(after[3]).isNotEqualTo(before[3]);
        }
    }

    /** After one step, whatever the optimiser: a tenth of the way for a factor of 0.1, decay included, none for 0. */
    @ParameterizedTest
    @ValueSource(strings = {"adam", "muon", "speed"})
    void rateFactorsShortenSteps(String optimizer) {
        double[] before = Curve.of(5).parameters().values();
        for (WeightDecay.Kind kind : WeightDecay.Kind.values()) {
            TrainerConfig one = oneStep(Settings.of(1).optimizer(optimizer).decay(0.1, kind));
            double[] whole = trained(one);
            double[] part = trained(one.withRateFactors(Map.of("curve", 0.1)));
            double[] none = trained(one.withRateFactors(Map.of("curve", 0.0)));
            assertThat(whole[0]).isNotEqualTo(before[0]);
            for (int i = 0; i < 3; i++) {
                assertThat(part[i] - before[i]).isCloseTo(0.1 * (whole[i] - before[i]), within(1e-12));
                assertThat(none[i]).isEqualTo(before[i]);
            }
            assertThat(none[3]).isEqualTo(whole[3]);
        }
        assertThatThrownBy(() -> trained(Settings.of(1).build().withRateFactors(Map.of("embedding", 2.0))))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("no weights have a name that fits", "training.rate_factors");
        assertThatThrownBy(() -> trained(Settings.of(1).build().withRateFactors(Map.of("curve", -1.0))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least 0");
    }

    private static TrainerConfig oneStep(Settings settings) {
        TrainerConfig config = settings.emaDecay(0).precision(Precision.FLOAT64).build();
        return new TrainerConfig(
                new EpochsConfig(1000, 1, null, 1000, 1),
                config.stageTwo(),
                config.descent(),
                config.decay(),
                config.freeze(),
                config.compute());
    }

    private static double[] trained(TrainerConfig config) {
        Curve model = Curve.of(5);
        new Trainer<>(model, config, TrainerSetup.of(2)).run();
        return model.parameters().values();
    }

    @Test
    void aPatternThatFitsNothingIsAnError() {
        assertThatThrownBy(() -> trained(Settings.of(1).freeze("embedding")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no weights have a name that fits \"embedding\"")
                .hasMessageContaining("curve, offset")
                .hasMessageContaining("training.freeze");
        assertThatThrownBy(() -> trained(Settings.of(1).freeze("cur"))).hasMessageContaining("no weights have a name");
        assertThatThrownBy(() -> trained(Settings.of(1).freeze("*"))).hasMessageContaining("nothing to train");
    }

    /** One step of size zero but for the decay, which takes the rate times its strength of marked weights. */
    @ParameterizedTest
    @EnumSource(
            value = WeightDecay.Kind.class,
            names = {"ADAM", "ALL"})
    void directDecayShrinksMarkedWeights(WeightDecay.Kind kind) {
        double[] before = Curve.of(5).parameters().values();
        double rate = 1e-9;
        double[] after = trained(Settings.of(1)
                .emaDecay(0)
                .rate(rate, Schedule.CONSTANT)
                .decay(1e6, kind)
                .precision(Precision.FLOAT64));
        double kept = Math.pow(1 - rate * 1e6, 5);
        for (int i = 0; i < 3; i++) {
            assertThat(after[i]).isCloseTo(before[i] * kept, within(1e-7));
        }
        assertThat(after[3]).isCloseTo(before[3], within(1e-7));
    }

    @Test
    void theSecondStageKeepsTheMeanOfItsWeights() {
        Curve model = Curve.of(5, 1);
        List<double[]> seen = new ArrayList<>();
        TrainerSetup setup = TrainerSetup.of(1).withListener(new TrainingListener() {
            @Override
            public void batch(BatchReport report) {
                if (report.epoch() > 2) {
                    seen.add(model.parameters().values().clone());
                    assertThat(report.learningRate()).isEqualTo(0.003);
                }
            }
        });
        TrainingResult result =
                new Trainer<>(model, Settings.of(4).stageTwoMean(0.5, 0.003).build(), setup).run();
        assertThat(result.bestEpoch()).isEqualTo(4);
        assertThat(seen).hasSize(10);
        for (int i = 0; i < 5; i++) {
            int weight = i;
            double mean = seen.stream().mapToDouble(w -> w[weight]).average().orElseThrow();
            assertThat(model.parameters().values()[i]).isCloseTo(mean, within(1e-14));
        }
    }

    @Test
    void divergenceNamesTheSample() {
        Curve spoilt = new Curve(5, Curve.Points.random(23, 1).with(7, 1e200), Curve.Points.random(6, 2), 1);
        Trainer<?> trainer = new Trainer<>(spoilt, Settings.of(2).build(), TrainerSetup.of(2));
        assertThatThrownBy(trainer::run)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the training has diverged")
                .hasMessageContaining("in epoch 1, batch ")
                .hasMessageContaining("by point 7")
                .hasMessageContaining("look at these points for extreme numbers");
    }

    @Test
    void theProfileAccountsForTheWork() {
        Trainer<?> trainer = new Trainer<>(Curve.of(5), Settings.of(5).build(), TrainerSetup.of(2));
        trainer.run();
        assertThat(trainer.profile().threads()).isEqualTo(2);
        assertThat(trainer.profile().phases()).isEqualTo(Phase.ALL);
        for (Phase phase : List.of(Phase.GRADIENT, Phase.OPTIMIZER, Phase.VALIDATION)) {
            assertThat(trainer.profile().seconds(phase)).as(phase.name()).isPositive();
        }
    }

    /** The optimiser of another jar: {@code META-INF/services} of these tests names it. */
    @Test
    void optimisersOfOtherJarsAreKnownByTheirNames() {
        assertThat(Optimizers.words()).contains("adam", "muon", "speed");
        assertThat(trained(Settings.of(2).optimizer("speed")))
                .isNotEqualTo(trained(Settings.of(2).optimizer("speed").option("friction", 0.5)));
    }

    @ParameterizedTest
    @CsvSource({"spede, friction, there is no optimiser", "speed, fiction, no option fiction", "adam, x, no option x"})
    void wrongOptimisersAndOptionsAreNamed(String optimizer, String option, String message) {
        assertThatThrownBy(() -> trained(Settings.of(1).optimizer(optimizer).option(option, 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("training.optimizer")
                .hasMessageContaining(message);
    }
}
