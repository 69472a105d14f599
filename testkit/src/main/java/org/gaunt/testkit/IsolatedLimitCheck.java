package org.gaunt.testkit;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;

/** Looks at atoms that have no neighbours, and at how they come to have none. */
final class IsolatedLimitCheck {

    private static final int DISTANCES = 32;
    private static final double STEP = 1e-4;

    private final EnergyFunction function;
    private final double cutoff;
    private final double tolerance;

    IsolatedLimitCheck(EnergyFunction function, double cutoff, double tolerance) {
        this.function = function;
        this.cutoff = cutoff;
        this.tolerance = tolerance;
    }

    /** By itself, in a large periodic box, and far from a molecule. */
    void alone(int number, double energy, Structure molecule) {
        int[] numbers = {number};
        double[] origin = {0.1, -0.2, 0.3};
        equal(Structure.builder(numbers, origin).build(), energy, "by itself");
        double side = 2.1 * cutoff;
        equal(
                Structure.builder(numbers, origin)
                        .cell(Cell.of(side, 0, 0, 0.1, side, 0, 0, 0.2, side))
                        .pbc(true, true, true)
                        .build(),
                energy,
                "in a periodic box of " + side + " Å");
        int atoms = molecule.size();
        double[] positions = java.util.Arrays.copyOf(molecule.positions(), 3 * atoms + 3);
        positions[3 * atoms] = Deviation.largest(molecule.positions()) + 2 * cutoff;
        int[] all = java.util.Arrays.copyOf(molecule.numbers(), atoms + 1);
        all[atoms] = number;
        equal(
                Structure.builder(all, positions).build(),
                function.evaluate(molecule).energy() + energy,
                "far from " + molecule);
    }

    private void equal(Structure structure, double wanted, String where) {
        EnergyFunction.Result result = function.evaluate(structure);
        if (!(Math.abs(result.energy() - wanted) <= tolerance)) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "an atom without neighbours does not have the energy of the isolated atom: %s the energy of %s is"
                            + " %.12g and should be %.12g eV, a deviation of %.3e, more than %.1e",
                    where,
                    structure,
                    result.energy(),
                    wanted,
                    Math.abs(result.energy() - wanted),
                    tolerance));
        }
        int last = 3 * structure.size() - 3;
        for (int k = last; k < last + 3; k++) {
            if (!(Math.abs(result.forces()[k]) <= tolerance)) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "an atom without neighbours has a force of %.3e eV/Å %s",
                        result.forces()[k],
                        where));
            }
        }
    }

    /**
     * Two atoms that are pulled apart: the force is the slope of the energy at all distances, the cut-off included, and beyond it the
     * energy is that of the two by themselves.
     *
     * @param slopeTolerance relative to the largest force, or absolute in eV/Å where all are below 1
     */
    void leaving(int numberA, int numberB, double energies, double slopeTolerance) {
        ToDoubleFunction<Double> energy = r -> at(numberA, numberB, r).energy();
        double largest = 1;
        for (int k = 0; k <= DISTANCES; k++) {
            largest = Math.max(largest, Math.abs(force(numberA, numberB, distance(k))));
        }
        for (int k = 0; k <= DISTANCES; k++) {
            double r = distance(k);
            double slope = (8 * (energy.applyAsDouble(r + STEP) - energy.applyAsDouble(r - STEP))
                            - (energy.applyAsDouble(r + 2 * STEP) - energy.applyAsDouble(r - 2 * STEP)))
                    / (12 * STEP);
            double force = force(numberA, numberB, r);
            if (!(Math.abs(force + slope) <= slopeTolerance * largest)) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "while atoms of the elements %d and %d leave each other, the force is not the slope of the energy:"
                                + " at %.4f Å (cut-off %s Å) the force is %.9g and the slope %.9g eV/Å, difference quotient"
                                + " of fourth order with %s Å; does something jump?",
                        numberA,
                        numberB,
                        r,
                        cutoff,
                        force,
                        slope,
                        STEP));
            }
        }
        double beyond = energy.applyAsDouble(1.001 * cutoff);
        double before = energy.applyAsDouble(cutoff * (1 - 1e-7));
        if (!(Math.abs(beyond - energies) <= tolerance && Math.abs(before - energies) <= tolerance)) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "the energy of two atoms of the elements %d and %d does not go to that of isolated atoms, %.12g eV: it"
                            + " is off by %.3e just before the cut-off and by %.3e beyond, more than %.1e",
                    numberA,
                    numberB,
                    energies,
                    before - energies,
                    beyond - energies,
                    tolerance));
        }
    }

    /** From a quarter of the cut-off to a little beyond it. */
    private double distance(int k) {
        return cutoff * (0.25 + 0.8 * k / DISTANCES);
    }

    private EnergyFunction.Result at(int numberA, int numberB, double r) {
        double[] positions = {0, 0, 0, 0.48 * r, 0.6 * r, 0.64 * r};
        return function.evaluate(
                Structure.builder(new int[] {numberA, numberB}, positions).build());
    }

    /** Along the line between the atoms, positive where they repel each other. */
    private double force(int numberA, int numberB, double r) {
        double[] forces = at(numberA, numberB, r).forces();
        return 0.48 * forces[3] + 0.6 * forces[4] + 0.64 * forces[5];
    }
}
