package org.gaunt.sim.md;

import java.util.Arrays;

/** The state before a step, to go back to when the step explodes. */
final class LastStep {
    private final MdState state;
    private final double[][] live;
    private final double[][] copies;
    private double[] numbers;

    LastStep(MdState state) {
        this.state = state;
        this.live = state.arrays().values().toArray(double[][]::new);
        this.copies = Arrays.stream(live).map(double[]::clone).toArray(double[][]::new);
        this.numbers = state.numbers();
    }

    void remember() {
        for (int k = 0; k < live.length; k++) {
            System.arraycopy(live[k], 0, copies[k], 0, live[k].length);
        }
        numbers = state.numbers();
    }

    void restore() {
        for (int k = 0; k < live.length; k++) {
            System.arraycopy(copies[k], 0, live[k], 0, live[k].length);
        }
        state.numbers(numbers);
    }
}
