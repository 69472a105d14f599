/**
 * Code that is generated at run time for this processor: matrix products, and the assembler that emits vector or scalar
 * bytecode from one source.
 *
 * <p>Start from {@link org.gaunt.kernel.code.Target}, which says what code is generated for, then {@link org.gaunt.kernel.PanelGemm}.
 * Internal: names may change between releases.
 */
@NullMarked
package org.gaunt.kernel;

import org.jspecify.annotations.NullMarked;
