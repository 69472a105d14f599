/**
 * Arrays of numbers and the arithmetic they are in.
 *
 * <p>Start from {@link org.gaunt.linalg.Precision}.
 */
@NullMarked
package org.gaunt.linalg;

import org.jspecify.annotations.NullMarked;
