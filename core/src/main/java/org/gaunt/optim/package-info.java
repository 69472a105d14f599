/**
 * Optimisers, schedules of the learning rate, clipping, and moving averages of weights.
 *
 * <p>Start from {@link org.gaunt.optim.Optimizer}; {@link org.gaunt.optim.Adam} and {@link org.gaunt.optim.Muon} are the choices.
 */
@NullMarked
package org.gaunt.optim;

import org.jspecify.annotations.NullMarked;
