/**
 * Training, whatever is trained: samples in batches, workers with weights, and what they share.
 *
 * <p>Start from {@link org.gaunt.learn.Workers}.
 */
@NullMarked
package org.gaunt.learn;

import org.jspecify.annotations.NullMarked;
