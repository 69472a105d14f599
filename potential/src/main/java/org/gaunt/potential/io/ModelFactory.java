package org.gaunt.potential.io;

import org.gaunt.potential.TrainableModel;
import org.jspecify.annotations.Nullable;

/**
 * Makes models of one kind from their descriptions and describes them again, so that {@link ModelFile} can keep any kind.
 *
 * @param <D> the description: a record of plain values (numbers, texts, lists, records) that holds everything a model is
 *     made from but its weights
 */
public interface ModelFactory<D> {

    /** The kind's name in files, such as {@code mace}. */
    String kind();

    /** The class of the description. */
    Class<D> descriptionType();

    /** The description of a model, or null when it is of another kind. */
    @Nullable
    D describe(TrainableModel model);

    /**
     * Makes a model with any weights.
     *
     * @throws IllegalArgumentException when the description makes no sense
     */
    TrainableModel create(D description);
}
