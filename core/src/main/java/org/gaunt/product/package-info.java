/**
 * Equivariant products as data.
 *
 * <p>Start with {@link org.gaunt.product.ProductSpec}; {@link org.gaunt.product.ReferenceProduct} is the oracle for all kernels.
 */
@NullMarked
package org.gaunt.product;

import org.jspecify.annotations.NullMarked;
