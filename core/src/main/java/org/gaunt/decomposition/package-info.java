/**
 * Products by fewer multiplications: canonical (CP) decompositions of tables of coefficients, with a stated error.
 *
 * <p>Start with {@link org.gaunt.decomposition.CpDecomposition}, which finds factors, and {@link
 * org.gaunt.decomposition.SharedProducts}, the products with shared path weights that they replace.
 */
@NullMarked
package org.gaunt.decomposition;

import org.jspecify.annotations.NullMarked;
