/**
 * Internal. The {@link org.gaunt.form.Backend} of this library: code generated at run time.
 *
 * <p>Start with {@link org.gaunt.kernel.backend.GeneratedBackend}.
 */
@NullMarked
package org.gaunt.kernel.backend;

import org.jspecify.annotations.NullMarked;
