/**
 * NequIP: convolutions and gates.
 *
 * <p>Start with {@link org.gaunt.potential.model.nequip.Nequip}.
 */
@NullMarked
package org.gaunt.potential.model.nequip;

import org.jspecify.annotations.NullMarked;
