/**
 * Relaxation of molecules and crystals.
 *
 * <p>Start from {@link org.gaunt.sim.opt.Relaxer}, which relaxes any number of structures side by side; {@link
 * org.gaunt.sim.opt.RelaxSettings} hold what there is to choose.
 */
@NullMarked
package org.gaunt.sim.opt;

import org.jspecify.annotations.NullMarked;
