/**
 * MACE and MACE-Gaunt: messages of many-body order.
 *
 * <p>Start with {@link org.gaunt.potential.model.mace.Mace}.
 */
@NullMarked
package org.gaunt.potential.model.mace;

import org.jspecify.annotations.NullMarked;
