/**
 * Internal. Bilinear maps that have a faster way than their table of coefficients: through the sphere grid, the Fourier basis,
 * factors, matrices.
 *
 * <p>Start with {@link org.gaunt.kernel.trilinear.KernelMap}.
 */
@NullMarked
package org.gaunt.kernel.trilinear;

import org.jspecify.annotations.NullMarked;
