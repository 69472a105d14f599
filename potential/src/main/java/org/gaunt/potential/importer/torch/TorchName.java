package org.gaunt.potential.importer.torch;

/**
 * The name of a class or function in a file; never looked up.
 *
 * @param name such as {@code torch.nn.functional.silu}
 */
public record TorchName(String name) {}
