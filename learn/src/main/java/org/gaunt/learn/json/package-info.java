/**
 * Internal. JSON that is read strictly.
 *
 * <p>Start from {@link org.gaunt.learn.json.StrictJson}.
 */
@NullMarked
package org.gaunt.learn.json;

import org.jspecify.annotations.NullMarked;
