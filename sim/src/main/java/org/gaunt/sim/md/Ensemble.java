package org.gaunt.sim.md;

/** The ensemble that a simulation samples, and the equations of motion that do it. */
public enum Ensemble {
    /** Constant energy: velocity Verlet. */
    NVE,
    /** Constant temperature: Langevin dynamics, BAOAB splitting (Leimkuhler, Matthews, J. Chem. Phys. 138, 174102 (2013)). */
    NVT_LANGEVIN,
    /** Constant temperature: stochastic velocity rescaling (Bussi, Donadio, Parrinello, J. Chem. Phys. 126, 014101 (2007)). */
    NVT_BUSSI,
    /** Constant temperature: a chain of Nosé-Hoover thermostats (Martyna, Tuckerman, Tobias, Klein, Mol. Phys. 87, 1117 (1996)). */
    NVT_NHC,
    /**
     * Constant pressure: stochastic cell rescaling (Bernetti, Bussi, J. Chem. Phys. 153, 114107 (2020); anisotropic: Del Tatto,
     * Raiteri, Bernetti, Bussi, Appl. Sci. 12, 1139 (2022)) with stochastic velocity rescaling.
     */
    NPT_SCR,
    /**
     * Constant pressure: the equations of Martyna, Tobias and Klein (J. Chem. Phys. 101, 4177 (1994)) with Nosé-Hoover chains for
     * atoms and cell.
     */
    NPT_MTK;

    /** Whether the temperature is controlled. */
    public boolean hasTemperature() {
        return this != NVE;
    }

    /** Whether the cell moves against a pressure. */
    public boolean hasPressure() {
        return this == NPT_SCR || this == NPT_MTK;
    }
}
