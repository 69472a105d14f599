/**
 * What all models share: blocks of networks, and the worker that turns energies of atoms into energies of structures, forces,
 * stress and gradients.
 *
 * <p>Start with {@link org.gaunt.potential.network.EnergyNetwork}.
 */
@NullMarked
package org.gaunt.potential.network;

import org.jspecify.annotations.NullMarked;
