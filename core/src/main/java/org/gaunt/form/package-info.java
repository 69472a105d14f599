/**
 * Multilinear forms and elementwise functions as expressions of a row, and their derivatives.
 *
 * <p>Start from {@link org.gaunt.form.Form}: a scalar function of several operands whose partial derivatives are all that is computed.
 */
@NullMarked
package org.gaunt.form;

import org.jspecify.annotations.NullMarked;
