/**
 * Files of numbers and models.
 *
 * <p>Start from {@link org.gaunt.potential.io.ModelFile}, which keeps a trained model in the format of
 * {@link org.gaunt.learn.io.Safetensors}. Files are written whole or not at all, and a damaged one is refused with
 * an {@link org.gaunt.files.InputException}; nothing in a file is ever executed.
 */
@NullMarked
package org.gaunt.potential.io;

import org.jspecify.annotations.NullMarked;
