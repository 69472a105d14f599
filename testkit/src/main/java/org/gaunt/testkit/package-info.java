/**
 * Assertions that an equivariant function or a potential keeps its contract, for any implementation.
 *
 * <p>Start from {@link org.gaunt.testkit.PotentialAssertions} for potentials and from
 * {@link org.gaunt.testkit.EquivarianceAssertions} for functions of feature vectors; models that are trained have
 * {@link org.gaunt.testkit.ModelAssertions} besides. A failure is an
 * {@link AssertionError} whose message says what differs, by how much, for which random seed, and what usually causes
 * it.
 */
@NullMarked
package org.gaunt.testkit;

import org.jspecify.annotations.NullMarked;
