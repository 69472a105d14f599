/**
 * Convolutions of the edges of a graph: products of gathered features, functions of the edge and weights, summed over the edges of
 * a receiver, with gradients and the derivatives of gradients.
 *
 * <p>Start with {@link org.gaunt.kernel.convolution.ConvolutionKernel}.
 */
@NullMarked
package org.gaunt.kernel.convolution;

import org.jspecify.annotations.NullMarked;
