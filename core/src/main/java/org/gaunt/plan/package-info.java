/**
 * Internal. The compiler of products: turns a {@link org.gaunt.product.ProductSpec} into steps of a {@link org.gaunt.autodiff.Tape}.
 *
 * <p>Start from {@link org.gaunt.plan.ProductPlan}.
 */
@NullMarked
package org.gaunt.plan;

import org.jspecify.annotations.NullMarked;
