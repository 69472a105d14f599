/**
 * Files of PyTorch, read as data: containers, pickled objects and tensors. Nothing in a file is ever executed; names of classes and
 * functions are kept as names.
 *
 * <p>Start from {@link org.gaunt.potential.importer.torch.TorchFile}.
 */
@NullMarked
package org.gaunt.potential.importer.torch;

import org.jspecify.annotations.NullMarked;
