package org.gaunt.potential.model;

import org.gaunt.autodiff.Backend;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.network.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@link Allegro} models.
 *
 * @param backend the kernels that models read from files compute with
 */
public record AllegroFactory(Backend backend) implements ModelFactory<AllegroFactory.Description> {

    /**
     * Everything a model is made from but its weights.
     *
     * @param config its shape
     * @param data what it took from its training data
     */
    public record Description(AllegroConfig config, ModelData data) {}

    @Override
    public String kind() {
        return "allegro";
    }

    @Override
    public Class<Description> descriptionType() {
        return Description.class;
    }

    @Override
    public @Nullable Description describe(TrainableModel model) {
        return model instanceof Allegro allegro ? new Description(allegro.config(), allegro.data()) : null;
    }

    @Override
    public Allegro create(Description description) {
        return new Allegro(description.config(), description.data(), 0, backend);
    }
}
