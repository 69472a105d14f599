/**
 * The models, built from the blocks of {@link org.gaunt.potential.network}.
 *
 * <p>Start with {@link org.gaunt.potential.model.Mace}.
 */
@NullMarked
package org.gaunt.potential.model;

import org.jspecify.annotations.NullMarked;
