/**
 * Representations of O(3): irreps, rotations, Wigner matrices, coupling coefficients and spherical harmonics.
 *
 * <p>Start from {@link org.gaunt.o3.Irreps}, which says what a feature vector consists of; then
 * {@link org.gaunt.o3.SphericalHarmonics} (how a vector becomes features), {@link org.gaunt.o3.Wigner3j} (how
 * features are multiplied) and {@link org.gaunt.o3.WignerD} (how they turn when the world is rotated).
 *
 * <p>All conventions are those of e3nn: the polar axis is y, the components of degree 1 are (x, y, z) in this order,
 * the components of degree l are numbered m = -l..l, there is no Condon-Shortley phase. Everything here is exact up to
 * rounding in double precision, immutable and free of shared state: it may be called from any thread.
 */
@NullMarked
package org.gaunt.o3;

import org.jspecify.annotations.NullMarked;
