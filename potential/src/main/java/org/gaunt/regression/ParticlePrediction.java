package org.gaunt.regression;

/**
 * Predicted positions of one or more networks.
 *
 * @param networks number of networks
 * @param positions their means [system][particle][3], in the unit of length of the data
 * @param spread their standard deviations, with the divisor n - 1 of n networks; zeros for one
 */
@SuppressWarnings("ArrayRecordComponent") // plain results, never compared
public record ParticlePrediction(int networks, double[] positions, double[] spread) {}
