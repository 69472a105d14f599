/**
 * Named arrays in files.
 *
 * <p>Start from {@link org.gaunt.learn.io.Safetensors}. Files are written whole or not at all, and a damaged one is refused
 * with an {@link org.gaunt.files.InputException}; nothing in a file is ever executed.
 */
@NullMarked
package org.gaunt.learn.io;

import org.jspecify.annotations.NullMarked;
