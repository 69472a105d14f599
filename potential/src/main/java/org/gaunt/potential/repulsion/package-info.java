/**
 * Repulsion of nuclei at short distance.
 *
 * <p>Start from {@link org.gaunt.potential.repulsion.ZblRepulsion}.
 */
@NullMarked
package org.gaunt.potential.repulsion;

import org.jspecify.annotations.NullMarked;
