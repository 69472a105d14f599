package org.gaunt.potential.train;

import org.gaunt.learn.ErrorFunction;

/**
 * A term with its weight.
 *
 * @param term label, output and normalisation
 * @param function how errors count
 * @param weight factor of the mean over all known numbers of the label; 0 leaves the term out of the loss
 */
public record WeightedTerm(LossTerm term, ErrorFunction function, double weight) {}
