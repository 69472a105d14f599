package org.gaunt.sim.socket;

import org.gaunt.atoms.Units;

/**
 * Atomic units in eV and Å. The protocol is in atomic units, both sides convert, and numbers agree to all digits only where both take
 * the same constants.
 *
 * @param hartree eV
 * @param bohr Å
 */
public record AtomicUnits(double hartree, double bohr) {
    /** CODATA 2022, Gaunt's own. */
    public static final AtomicUnits CODATA_2022 = new AtomicUnits(Units.HARTREE, Units.BOHR);

    /** CODATA 2018. */
    public static final AtomicUnits CODATA_2018 = new AtomicUnits(27.211386245988, 0.529177210903);

    /** CODATA 2014, ASE's default, as ASE derives them from e, ε0, ħ and the mass of the electron. */
    public static final AtomicUnits CODATA_2014 = new AtomicUnits(27.211386024367243, 0.5291772105638411);
}
