/**
 * What turns products of irreps into trainable models: parameters, layers, and the optimisers that change them.
 *
 * <p>Start from {@link org.gaunt.nn.Parameters}, the flat vector of named weights that every layer reads and every
 * optimiser ({@link org.gaunt.optim.Adam}) updates.
 */
@NullMarked
package org.gaunt.nn;

import org.jspecify.annotations.NullMarked;
