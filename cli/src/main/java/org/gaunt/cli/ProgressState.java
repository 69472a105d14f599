package org.gaunt.cli;

/**
 * How far a training is.
 *
 * @param epoch the running epoch, counted from 1
 * @param epochs the last epoch, at most
 * @param fraction part of the budget of epochs or time that is spent, in [0, 1]
 * @param elapsedSeconds time since the start
 * @param remainingSeconds time left, at most; NaN when not known
 * @param loss mean loss of the running epoch; NaN when not known
 * @param validEnergy root mean square error of the energy in the last validation, meV per atom; NaN when not known
 * @param validForces the same of the forces, meV/Å; NaN when not known
 * @param structuresPerSecond speed; NaN when not known
 */
record ProgressState(
        int epoch,
        int epochs,
        double fraction,
        double elapsedSeconds,
        double remainingSeconds,
        double loss,
        double validEnergy,
        double validForces,
        double structuresPerSecond) {

    /** Before anything has happened. */
    static ProgressState start(int epochs) {
        return new ProgressState(1, epochs, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
}
