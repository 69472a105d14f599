package org.gaunt.potential.model;

import org.gaunt.autodiff.Backend;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.network.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@link Mace} models.
 *
 * @param backend the kernels that models read from files compute with
 */
public record MaceFactory(Backend backend) implements ModelFactory<MaceFactory.Description> {

    /**
     * Everything a model is made from but its weights.
     *
     * @param config its shape
     * @param data what it took from its training data
     */
    public record Description(MaceConfig config, ModelData data) {}

    @Override
    public String kind() {
        return "mace";
    }

    @Override
    public Class<Description> descriptionType() {
        return Description.class;
    }

    @Override
    public @Nullable Description describe(TrainableModel model) {
        return model instanceof Mace mace ? new Description(mace.config(), mace.data()) : null;
    }

    @Override
    public Mace create(Description description) {
        return new Mace(description.config(), description.data(), 0, backend);
    }
}
