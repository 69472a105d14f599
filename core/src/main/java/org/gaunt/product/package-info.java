/**
 * Equivariant products as data.
 *
 * <p>Start with {@link org.gaunt.product.ProductSpec}; {@link org.gaunt.product.ReferenceProduct} is the oracle for all kernels.
 * {@link org.gaunt.product.SymmetricBasis} holds the independent polynomials of many-body products.
 */
@NullMarked
package org.gaunt.product;

import org.jspecify.annotations.NullMarked;
