/**
 * Allegro: strictly local products of pairs.
 *
 * <p>Start with {@link org.gaunt.potential.model.allegro.Allegro}.
 */
@NullMarked
package org.gaunt.potential.model.allegro;

import org.jspecify.annotations.NullMarked;
