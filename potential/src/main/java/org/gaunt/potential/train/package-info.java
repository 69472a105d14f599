/**
 * Training: the loss, the loop over epochs, checkpoints and what is reported on the way.
 *
 * <p>Start from {@link org.gaunt.potential.train.PotentialObjective}; {@link org.gaunt.potential.train.TrainingConfig} holds all
 * its settings.
 */
@NullMarked
package org.gaunt.potential.train;

import org.jspecify.annotations.NullMarked;
