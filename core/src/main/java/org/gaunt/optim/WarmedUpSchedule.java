package org.gaunt.optim;

/** A schedule whose first steps have a rate that rises from zero. */
final class WarmedUpSchedule implements LearningRateSchedule {

    private final LearningRateSchedule schedule;
    private final int steps;

    WarmedUpSchedule(LearningRateSchedule schedule, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("a warm-up takes at least 1 step, given " + steps);
        }
        this.schedule = schedule;
        this.steps = steps;
    }

    @Override
    public double rate(long step, double progress) {
        return schedule.rate(step, progress) * Math.min(1, (step + 1) / (double) steps);
    }

    @Override
    public void observe(double validationLoss) {
        schedule.observe(validationLoss);
    }

    @Override
    public void forgetLosses() {
        schedule.forgetLosses();
    }

    @Override
    public double[] state() {
        return schedule.state();
    }

    @Override
    public void restore(double[] state) {
        schedule.restore(state);
    }
}
