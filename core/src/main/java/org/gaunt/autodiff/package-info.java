/**
 * Reverse-mode differentiation that records itself, so that derivatives can be differentiated again.
 *
 * <p>Start with {@link org.gaunt.autodiff.Tape}.
 */
@NullMarked
package org.gaunt.autodiff;

import org.jspecify.annotations.NullMarked;
