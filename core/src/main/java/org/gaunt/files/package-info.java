/**
 * Files and what can be wrong with them.
 *
 * <p>Start from {@link org.gaunt.files.InputException}, the message a user gets when an input cannot be used. {@link
 * org.gaunt.files.AtomicFiles} writes files whole or not at all.
 */
@NullMarked
package org.gaunt.files;

import org.jspecify.annotations.NullMarked;
