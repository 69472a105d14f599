package org.gaunt.potential;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.learn.Phase;

/** The phases of the training of a potential. */
public final class PotentialPhases {

    /** From energies to forces and stress. */
    public static final Phase FORCES = new Phase("forces");

    /** All phases in the order of reports. */
    public static final List<Phase> ALL = withForces();

    private PotentialPhases() {}

    private static List<Phase> withForces() {
        List<Phase> phases = new ArrayList<>(Phase.ALL);
        phases.add(phases.indexOf(Phase.FORWARD) + 1, FORCES);
        return List.copyOf(phases);
    }
}
