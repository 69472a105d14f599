/**
 * Structures of atoms and what is done with them before any model sees them: reading and writing, units, neighbour
 * lists.
 *
 * <p>Start with {@link org.gaunt.atoms.Structure}, which {@link org.gaunt.atoms.ExtendedXyz} reads and writes and of
 * which {@link org.gaunt.atoms.NeighborList} finds the pairs of close atoms. Every input that cannot be used ends in an
 * {@link org.gaunt.files.InputException}, whose message a user can act on.
 *
 * <p>Units: Å, eV, eV/Å, and eV/Å³ for stress (positive under tension, as in ASE).
 */
@NullMarked
package org.gaunt.atoms;

import org.jspecify.annotations.NullMarked;
