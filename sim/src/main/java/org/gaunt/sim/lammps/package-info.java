/**
 * LAMMPS inside this process: its shared library is loaded, runs an input file, and asks for forces by its {@code fix external}.
 *
 * <p>Start from {@link org.gaunt.sim.lammps.LammpsRun}; {@link org.gaunt.sim.lammps.LammpsLibrary} are the functions of the library.
 */
@NullMarked
package org.gaunt.sim.lammps;

import org.jspecify.annotations.NullMarked;
