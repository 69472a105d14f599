/**
 * Harmonic motion about a minimum, and how crystals answer strain.
 *
 * <p>Start from {@link org.gaunt.sim.lattice.Vibrations}, those of molecules, and {@link org.gaunt.sim.lattice.Phonons}, those of crystals.
 */
@NullMarked
package org.gaunt.sim.lattice;

import org.jspecify.annotations.NullMarked;
