/**
 * How configuration records describe themselves.
 *
 * <p>Start from {@link org.gaunt.learn.config.Key}, the annotation on their components.
 */
@NullMarked
package org.gaunt.learn.config;

import org.jspecify.annotations.NullMarked;
