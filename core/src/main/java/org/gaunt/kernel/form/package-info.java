/**
 * Internal. Scalar functions of a row as expressions, their derivatives, and the machine code made of them.
 *
 * <p>Start with {@link org.gaunt.form.Form}; {@link org.gaunt.kernel.form.FormKernels} compiles it.
 */
@NullMarked
package org.gaunt.kernel.form;

import org.jspecify.annotations.NullMarked;
