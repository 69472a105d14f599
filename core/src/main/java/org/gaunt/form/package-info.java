/**
 * What is to be computed, as data: multilinear forms and elementwise functions with their derivatives, linear maps, polynomials,
 * convolutions and trilinear maps; and the back ends that turn it into code.
 *
 * <p>Start from {@link org.gaunt.form.Form}: a scalar function of several operands whose partial derivatives are all that is computed.
 * {@link org.gaunt.form.Backend} compiles it.
 */
@NullMarked
package org.gaunt.form;

import org.jspecify.annotations.NullMarked;
