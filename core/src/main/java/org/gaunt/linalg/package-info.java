/**
 * Arrays of numbers, the arithmetic they are in, memory for them, matrix products, and solvers.
 *
 * <p>Start from {@link org.gaunt.linalg.Precision}.
 */
@NullMarked
package org.gaunt.linalg;

import org.jspecify.annotations.NullMarked;
