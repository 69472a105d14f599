/**
 * The kinds of models, a package for each, built from the blocks of {@link org.gaunt.potential.network}.
 *
 * <p>Start with {@link org.gaunt.potential.model.ModelKinds}; a kind to read first is
 * {@link org.gaunt.potential.model.mace.Mace}.
 */
@NullMarked
package org.gaunt.potential.model;

import org.jspecify.annotations.NullMarked;
