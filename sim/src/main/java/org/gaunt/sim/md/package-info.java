/**
 * Molecular dynamics with any potential.
 *
 * <p>Start from {@link org.gaunt.sim.md.MolecularDynamics}; {@link org.gaunt.sim.md.MdSettings} hold what there is to choose.
 */
@NullMarked
package org.gaunt.sim.md;

import org.jspecify.annotations.NullMarked;
