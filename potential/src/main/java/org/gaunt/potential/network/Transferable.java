package org.gaunt.potential.network;

import org.gaunt.potential.TrainableModel;
import org.jspecify.annotations.Nullable;

/** A model whose weights go over to one of the same shape with other elements, or with one of its heads, for fine-tuning. */
public interface Transferable {

    /**
     * The shape of the same model with one head only.
     *
     * @throws IllegalArgumentException if it has no such head
     */
    ModelConfig ofOneHead(String head);

    /**
     * Takes the weights of another model: what it gives structures of the elements that both know stays the same, but for the constants
     * of its data. Weights of further elements start from the mean of the others.
     *
     * @param other of the same kind and shape, but for its elements and heads
     * @param head the head of the other model that is kept, or null for all
     */
    void takeWeights(TrainableModel other, @Nullable String head);
}
