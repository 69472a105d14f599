package org.gaunt.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

    @Test
    void plateauLowersAfterMoreThanPatienceBadEpochs() {
        PlateauSchedule schedule = new PlateauSchedule(1, 0.8, 2);
        schedule.observe(5);
        schedule.observe(5);
        schedule.observe(5 * (1 - 0.5e-4)); // better by too little
        assertThat(schedule.rate(0, 0)).isEqualTo(1);
        schedule.observe(6);
        assertThat(schedule.rate(0, 0)).isEqualTo(0.8);
        schedule.observe(6);
        schedule.observe(6);
        schedule.observe(4); // improvement: the count starts again
        schedule.observe(6);
        schedule.observe(6);
        assertThat(schedule.rate(0, 0)).isEqualTo(0.8);
        schedule.observe(Double.NaN);
        assertThat(schedule.rate(0, 0)).isEqualTo(0.8 * 0.8);
    }

    @Test
    void plateauGoesOnFromItsState() {
        PlateauSchedule schedule = new PlateauSchedule(1, 0.5, 1);
        schedule.observe(3);
        schedule.observe(4);
        PlateauSchedule other = new PlateauSchedule(1, 0.5, 1);
        other.restore(schedule.state());
        other.observe(3);
        assertThat(other.rate(0, 0)).isEqualTo(0.5);
        assertThatIllegalArgumentException().isThrownBy(() -> other.restore(new double[1]));
    }

    @Test
    void annealingGoesFromTheFirstRateToTheLast() {
        LearningRateSchedule cosine = LearningRateSchedule.annealed(1, 0.2, AnnealedSchedule.Shape.COSINE);
        assertThat(cosine.rate(0, 0)).isEqualTo(1);
        assertThat(cosine.rate(9, 0.25)).isCloseTo(0.2 + 0.8 * (1 + Math.sqrt(0.5)) / 2, within(1e-15));
        assertThat(cosine.rate(9, 1)).isCloseTo(0.2, within(1e-15));
        assertThat(cosine.rate(9, 1.5)).isCloseTo(0.2, within(1e-15));
        LearningRateSchedule linear = LearningRateSchedule.annealed(1, 0, AnnealedSchedule.Shape.LINEAR);
        assertThat(linear.rate(0, 0.75)).isEqualTo(0.25);
        assertThat(LearningRateSchedule.constant(0.3).rate(5, 0.9)).isEqualTo(0.3);
    }

    @Test
    void warmUpRisesFromZero() {
        LearningRateSchedule schedule = LearningRateSchedule.warmedUp(LearningRateSchedule.constant(2), 4);
        assertThat(schedule.rate(0, 0)).isEqualTo(0.5);
        assertThat(schedule.rate(3, 0)).isEqualTo(2);
        assertThat(schedule.rate(100, 0)).isEqualTo(2);
        PlateauSchedule plateau = new PlateauSchedule(1, 0.5, 0);
        LearningRateSchedule warmed = LearningRateSchedule.warmedUp(plateau, 2);
        warmed.observe(1);
        warmed.observe(1);
        assertThat(warmed.rate(0, 0)).isEqualTo(0.25);
        assertThat(warmed.state()).isEqualTo(plateau.state());
    }
}
