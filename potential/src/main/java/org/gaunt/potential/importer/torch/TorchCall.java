package org.gaunt.potential.importer.torch;

/**
 * A call that a file asks for and that is not made.
 *
 * @param function such as {@code torch.fx.graph_module.reduce_graph_module}
 */
public record TorchCall(String function) {}
