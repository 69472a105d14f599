package org.gaunt.form;

import org.gaunt.linalg.Workspace;

/** Code that evaluates the trilinear form Σ g[row][k][w] x[row][k][u] W[u][w] of a {@link LinearMap} with one seat open. */
public interface CompiledLinearMap {
    /** Seat of the argument. */
    int X = 0;

    /** Seat of the weights. */
    int WEIGHTS = 1;

    /** Seat of the result's cotangent: open, it gives the result. */
    int RESULT = 2;

    /**
     * Opens a seat.
     *
     * @param seat {@link #X}, {@link #WEIGHTS} or {@link #RESULT}
     * @param arrays x, weights and result (or its cotangent); the one at {@code seat} is written
     * @param order the rows, those of a group one after the other
     * @param starts for each group its first place in {@code order}, and the end; each group has a row of weights
     * @param from first place in {@code order} of the rows to take; 0 where the seat is the weights
     * @param to place behind the last; all where the seat is the weights
     * @param accumulate whether to add to what the array holds rather than overwrite it
     */
    void run(
            int seat,
            Object[] arrays,
            int[] order,
            int[] starts,
            int from,
            int to,
            boolean accumulate,
            Workspace workspace);
}
