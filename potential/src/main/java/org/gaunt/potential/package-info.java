/**
 * Interatomic potentials: energies, forces and stress of structures, and the models that are trained to give them.
 *
 * <p>Start from {@link org.gaunt.potential.Potential} to use a potential, and from
 * {@link org.gaunt.potential.TrainableModel} to write a new kind of model. Units: eV, Å.
 */
@NullMarked
package org.gaunt.potential;

import org.jspecify.annotations.NullMarked;
