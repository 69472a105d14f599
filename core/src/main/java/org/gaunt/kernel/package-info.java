/**
 * Code that is generated at run time for this processor: matrix products, and the assembler that emits vector or scalar
 * bytecode from one source.
 *
 * <p>Start from {@code Provider}, which says how wide the vectors are, then
 * {@code Gemm}. Internal: names may change between releases.
 */
@NullMarked
package org.gaunt.kernel;

import org.jspecify.annotations.NullMarked;
