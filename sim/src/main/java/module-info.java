/** Simulation with any potential: relaxation, vibrations, forces for other programs. Start from {@link org.gaunt.sim.opt.Relaxer}. */
module org.gaunt.sim {
    requires jdk.net;
    requires transitive org.gaunt.potential;
    requires static transitive org.jspecify;

    exports org.gaunt.sim.lammps;
    exports org.gaunt.sim.lattice;
    exports org.gaunt.sim.opt;
    exports org.gaunt.sim.socket;
}
