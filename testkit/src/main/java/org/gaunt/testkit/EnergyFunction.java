package org.gaunt.testkit;

import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.Symmetry;
import org.jspecify.annotations.Nullable;

/** Anything that gives an energy and forces for a structure: what {@link PotentialAssertions} examines. */
@FunctionalInterface
public interface EnergyFunction {

    /**
     * Evaluates a structure.
     *
     * @param structure the structure
     * @return its energy and forces, and the stress if the function knows it
     */
    Result evaluate(Structure structure);

    /**
     * A potential as an energy function, with forces but without stress.
     *
     * @param potential the potential
     * @return the function
     */
    static EnergyFunction of(Potential potential) {
        return new OfPotential(potential, Derivatives.FORCES);
    }

    /**
     * A potential as an energy function with forces and stress.
     *
     * @param potential the potential
     * @return the function
     */
    static EnergyFunction withStress(Potential potential) {
        return new OfPotential(potential, Derivatives.STRESS);
    }

    /** The motions that should leave the energy as it is. */
    default Symmetry symmetry() {
        return Symmetry.E3;
    }

    /**
     * A potential as an energy function with its own symmetry.
     *
     * @param potential the potential
     * @param what how many derivatives are asked for
     */
    record OfPotential(Potential potential, Derivatives what) implements EnergyFunction {
        @Override
        public Result evaluate(Structure structure) {
            Prediction prediction = potential.evaluate(structure, what);
            return new Result(
                    prediction.energy(), prediction.forces(), prediction.hasStress() ? prediction.stress() : null);
        }

        @Override
        public Symmetry symmetry() {
            return potential.symmetry();
        }
    }

    /**
     * An energy and its derivatives.
     *
     * @param energy eV
     * @param forces -dE/dr, eV/Å [3 * atoms]
     * @param stress (1/V) dE/dε, row-major 3x3, eV/Å³ [9], or null if it is not known
     */
    @SuppressWarnings("ArrayRecordComponent") // plain results, compared number by number
    record Result(double energy, double[] forces, double @Nullable [] stress) {

        /**
         * A result without stress.
         *
         * @param energy eV
         * @param forces eV/Å [3 * atoms]
         */
        public Result(double energy, double[] forces) {
            this(energy, forces, null);
        }
    }
}
