package org.gaunt.sim.md;

import java.util.List;
import java.util.Locale;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.eval.Committee;
import org.gaunt.potential.eval.CommitteePrediction;

/** Asks a potential for energy, forces and stress of a state, and a committee for its spread, too. */
final class PotentialForces implements Integrator.ForceField {
    /** Displacement of an atom in a step that no chemistry has, Å. */
    private static final double FARTHEST = 1;

    private final Potential potential;
    private final double dt;

    PotentialForces(Potential potential, double dt) {
        this.potential = potential;
        this.dt = dt;
    }

    @Override
    public void compute(MdState state) {
        boolean start = Double.isNaN(state.conserved);
        if (!start) {
            requireSlow(state);
        }
        Structure structure = state.structure();
        Prediction prediction;
        try {
            if (potential instanceof Committee committee && committee.size() > 1) {
                CommitteePrediction all =
                        committee.predict(List.of(structure), state.needed()).getFirst();
                prediction = all.mean();
                state.energySpread = all.energySpread() / state.size();
                state.forceSpread = largest(all.forceSpread());
            } else {
                prediction = potential.evaluate(structure, state.needed());
            }
        } catch (InputException e) {
            if (start) { // the structure itself is to blame
                throw e;
            }
            throw exploded(
                    state,
                    -1,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        double[] forces = prediction.forces();
        for (int i = 0; i < forces.length; i++) {
            if (!Double.isFinite(forces[i])) {
                throw exploded(state, i / 3, "a force is not finite");
            }
        }
        if (!Double.isFinite(prediction.energy())) {
            throw exploded(state, -1, "the energy is not finite");
        }
        System.arraycopy(forces, 0, state.f, 0, forces.length);
        if (state.hasVolume()) {
            System.arraycopy(prediction.stress(), 0, state.stress, 0, 9);
        }
        state.energy = prediction.energy();
        state.hold();
    }

    private static double largest(double[] spread) {
        double largest = 0;
        for (int i = 0; i < spread.length; i += 3) {
            double square = spread[i] * spread[i] + spread[i + 1] * spread[i + 1] + spread[i + 2] * spread[i + 2];
            largest = Math.max(largest, square);
        }
        return Math.sqrt(largest);
    }

    private void requireSlow(MdState state) {
        double most = FARTHEST * FARTHEST / (dt * dt);
        for (int i = 0; i < state.size(); i++) {
            double x = state.v[3 * i];
            double y = state.v[3 * i + 1];
            double z = state.v[3 * i + 2];
            if (!(x * x + y * y + z * z < most)) {
                double far = Math.sqrt(x * x + y * y + z * z) * dt;
                throw exploded(state, i, String.format(Locale.ROOT, "it moves by %.2g Å in a step of %s fs", far, dt));
            }
        }
    }

    /**
     * The message about a step that cannot be.
     *
     * @param atom that shows it, or -1 for the one that is closest to another
     */
    private static InputException exploded(MdState state, int atom, String what) {
        Structure before = state.template();
        int who = atom;
        int near = -1;
        double distance = Double.POSITIVE_INFINITY;
        try {
            Structure here = state.structure();
            Neighbours closest = Neighbours.closest(here, atom);
            who = closest.atom();
            near = closest.other();
            distance = closest.distance();
        } catch (InputException | IllegalArgumentException unimportant) {
            // positions are not finite: there is no neighbour to name
        }
        InputException.Builder message =
                before.problem("the dynamics explodes in step " + (state.step + 1) + ": " + what);
        if (who >= 0) {
            String text = before.nameOf(who);
            if (near >= 0) {
                text += String.format(
                        Locale.ROOT, ", whose nearest neighbour is %s at %.3f Å", before.nameOf(near), distance);
            }
            message.found(text);
        }
        return message.remedy("take a shorter --timestep, or relax the structure first (gaunt relax)")
                .build();
    }
}
