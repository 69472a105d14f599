/**
 * eSCN: convolutions in the frames of the edges.
 *
 * <p>Start with {@link org.gaunt.potential.model.escn.Escn}.
 */
@NullMarked
package org.gaunt.potential.model.escn;

import org.jspecify.annotations.NullMarked;
