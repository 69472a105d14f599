/**
 * Code that is generated at run time for this processor: matrix products, and the assembler that emits vector or scalar
 * bytecode from one source.
 *
 * <p>Start from {@link org.gaunt.kernel.Provider}, which says how wide the vectors are, then
 * {@link org.gaunt.linalg.Gemm}. Internal: names may change between releases.
 */
@NullMarked
package org.gaunt.kernel;

import org.jspecify.annotations.NullMarked;
