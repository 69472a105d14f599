/**
 * Facet: networks at points of a sphere.
 *
 * <p>Start with {@link org.gaunt.potential.model.facet.Facet}.
 */
@NullMarked
package org.gaunt.potential.model.facet;

import org.jspecify.annotations.NullMarked;
