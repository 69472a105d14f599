package org.gaunt.potential.model.mace;

import org.gaunt.autodiff.Var;
import org.jspecify.annotations.Nullable;

/**
 * What all layers see of the edges.
 *
 * @param harmonics of the directions, times the cut-off where radial networks do not end there by themselves [edges, components]
 * @param cutoff the cut-off in that case, [pairs, 1]; null else
 */
record EdgeValues(Var harmonics, @Nullable Var cutoff) {}
