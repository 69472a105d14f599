/**
 * Equivariant regression that is no potential: from positions, velocities and charges of particles to their positions later.
 *
 * <p>Start with {@link org.gaunt.regression.ParticleObjective}; {@link org.gaunt.regression.RegressionConfig} holds all settings, and
 * {@link org.gaunt.regression.Segnn} is the network.
 */
@NullMarked
package org.gaunt.regression;

import org.jspecify.annotations.NullMarked;
