/**
 * TDN: equivariant attention with decomposed products.
 *
 * <p>Start with {@link org.gaunt.potential.model.tdn.Tdn}.
 */
@NullMarked
package org.gaunt.potential.model.tdn;

import org.jspecify.annotations.NullMarked;
