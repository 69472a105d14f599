package org.gaunt.testkit;

import java.util.Locale;
import org.gaunt.atoms.Structure;

/** Looks at two atoms around the distance where their interaction should end. */
final class CutoffCheck {

    private CutoffCheck() {}

    static void check(EnergyFunction function, int numberA, int numberB, double cutoff, double tolerance) {
        String pair = "a pair of the elements " + numberA + " and " + numberB;
        String end = "the cut-off of " + cutoff + " Å";
        EnergyFunction.Result beyond = at(function, numberA, numberB, cutoff * 1.01);
        requireSmall(
                beyond.energy() - at(function, numberA, numberB, cutoff * 2).energy(),
                tolerance,
                pair + " still interacts beyond " + end + ": the energy changes");
        requireSmall(Deviation.largest(beyond.forces()), tolerance, pair + " has forces beyond " + end + ": larger");
        requireSmall(
                at(function, numberA, numberB, cutoff * (1 - 1e-10)).energy() - beyond.energy(),
                tolerance,
                "the energy of " + pair + " jumps at " + end);
        double near = Deviation.largest(
                at(function, numberA, numberB, cutoff * (1 - 0.002)).forces());
        double nearer = Deviation.largest(
                at(function, numberA, numberB, cutoff * (1 - 0.001)).forces());
        if (!(nearer <= tolerance) && !(near / nearer > 2.8)) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "the force of %s does not end smoothly at %s: 0.2 %% before it the force is %.3e, 0.1 %% before it"
                            + " %.3e eV/Å; halving the distance should make it four times smaller (is every function"
                            + " of the distance multiplied by the cut-off function?)",
                    pair,
                    end,
                    near,
                    nearer));
        }
    }

    private static EnergyFunction.Result at(EnergyFunction function, int numberA, int numberB, double r) {
        double[] positions = {0, 0, 0, 0.48 * r, 0.6 * r, 0.64 * r};
        return function.evaluate(
                Structure.builder(new int[] {numberA, numberB}, positions).build());
    }

    private static void requireSmall(double value, double allowed, String what) {
        if (!(Math.abs(value) <= allowed)) {
            throw new AssertionError(
                    String.format(Locale.ROOT, "%s by %.3e, more than %.1e (eV, Å)", what, Math.abs(value), allowed));
        }
    }
}
