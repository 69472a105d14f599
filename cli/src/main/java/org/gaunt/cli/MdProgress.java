package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.gaunt.sim.md.MdObserver;
import org.gaunt.sim.md.MdState;
import org.gaunt.sim.md.MolecularDynamics;

/** Says every ten seconds how far a simulation is, and how fast. */
final class MdProgress implements MdObserver {
    private static final double EVERY = 10;

    private final PrintWriter err;
    private final MolecularDynamics md;
    private final long steps;
    private final long startedAt;
    private final long begin = System.nanoTime();
    private double said;

    MdProgress(PrintWriter err, MolecularDynamics md, long steps, long startedAt) {
        this.err = err;
        this.md = md;
        this.steps = steps;
        this.startedAt = startedAt;
    }

    private double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Mean speed since the start of this call; NaN before the first step. */
    double stepsPerSecond() {
        long done = md.state().step() - startedAt;
        return done == 0 ? Double.NaN : done / seconds();
    }

    @Override
    public void observe(MdState state) {
        double now = seconds();
        if (now - said < EVERY) {
            return;
        }
        said = now;
        double speed = stepsPerSecond();
        err.printf(
                Locale.ROOT,
                "step %d of %d, %.1f K, %.1f steps/s, %s left%n",
                state.step(),
                steps,
                state.temperature(),
                speed,
                ProgressLine.time((steps - state.step()) / speed));
        err.flush();
    }
}
