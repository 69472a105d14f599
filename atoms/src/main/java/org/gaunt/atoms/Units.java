package org.gaunt.atoms;

/**
 * Conversions to the units used everywhere here: eV, Å, fs, amu, K, elementary charge. Multiply a value by its constant to
 * get there: {@code energyInHartree * Units.HARTREE} is in eV. Values of CODATA 2022; those that follow from the definition
 * of the SI are exact.
 */
public final class Units {

    /** Hartree in eV. */
    public static final double HARTREE = 27.211386245981;

    /** Rydberg (half a hartree) in eV. */
    public static final double RYDBERG = HARTREE / 2;

    /** Bohr in Å. */
    public static final double BOHR = 0.529177210544;

    /** Hartree per bohr in eV/Å. */
    public static final double HARTREE_PER_BOHR = HARTREE / BOHR;

    /** The elementary charge in coulomb, which is also eV in joule (exact). */
    private static final double ELEMENTARY_CHARGE = 1.602176634e-19;

    /** Avogadro's number per mol (exact). */
    private static final double AVOGADRO = 6.02214076e23;

    /** kJ/mol in eV. */
    public static final double KJ_PER_MOL = 1000 / (AVOGADRO * ELEMENTARY_CHARGE);

    /** kcal/mol (of 4.184 kJ) in eV. */
    public static final double KCAL_PER_MOL = 4.184 * KJ_PER_MOL;

    /** Boltzmann's constant in eV/K. */
    public static final double BOLTZMANN = 1.380649e-23 / ELEMENTARY_CHARGE;

    /** Gigapascal in eV/Å³. */
    public static final double GPA = 1e9 * 1e-30 / ELEMENTARY_CHARGE;

    /** Kilobar in eV/Å³. */
    public static final double KBAR = GPA / 10;

    /** The unit of mass amu · Å²/fs² in eV, so that kinetic energies and accelerations come out in eV and Å/fs². */
    public static final double AMU_ANGSTROM2_PER_FS2 = 1.66053906892e-27 * 1e10 / ELEMENTARY_CHARGE;

    private Units() {}
}
