/**
 * Dispersion corrections: terms that are added to a potential which lacks the attraction at long range.
 *
 * <p>Start from {@link org.gaunt.potential.dispersion.D3Dispersion}.
 */
@NullMarked
package org.gaunt.potential.dispersion;

import org.jspecify.annotations.NullMarked;
