/**
 * Evaluation of models on many structures with many threads, and the errors of what they say.
 *
 * <p>Start from {@link org.gaunt.potential.eval.ModelPotential} to evaluate structures, and from
 * {@link org.gaunt.potential.eval.ErrorTable} to compare predictions with labels.
 */
@NullMarked
package org.gaunt.potential.eval;

import org.jspecify.annotations.NullMarked;
