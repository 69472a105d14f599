/**
 * Harmonic motion about a minimum.
 *
 * <p>Start from {@link org.gaunt.sim.lattice.Vibrations}, those of molecules.
 */
@NullMarked
package org.gaunt.sim.lattice;

import org.jspecify.annotations.NullMarked;
