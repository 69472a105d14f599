/**
 * How configuration records describe themselves.
 *
 * <p>Start from {@link org.gaunt.potential.config.Key}, the annotation on their components.
 */
@NullMarked
package org.gaunt.potential.config;

import org.jspecify.annotations.NullMarked;
