/**
 * Layers that own their weights, and the forms of functions that models are made of.
 *
 * <p>Start from {@link org.gaunt.nn.Layer} and {@link org.gaunt.nn.TensorProduct}; {@link org.gaunt.nn.Scope} gives weights their
 * names and {@link org.gaunt.nn.Parameters} holds their values.
 */
@NullMarked
package org.gaunt.nn;

import org.jspecify.annotations.NullMarked;
