package org.gaunt.potential.eval;

import org.gaunt.potential.Prediction;

/**
 * What several models say about one structure. The spreads are standard deviations with the divisor n - 1 of n models, 0 for one
 * model.
 *
 * @param mean of their predictions
 * @param energySpread of the energy, eV
 * @param forceSpread of each force component, eV/Å [3 * atoms]; empty where no forces were asked for
 */
@SuppressWarnings("ArrayRecordComponent") // plain results, never compared
public record CommitteePrediction(Prediction mean, double energySpread, double[] forceSpread) {}
