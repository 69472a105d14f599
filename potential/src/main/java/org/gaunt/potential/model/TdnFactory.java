package org.gaunt.potential.model;

import org.gaunt.autodiff.Backend;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.network.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@link Tdn} models.
 *
 * @param backend the kernels that models read from files compute with
 */
public record TdnFactory(Backend backend) implements ModelFactory<TdnFactory.Description> {

    /**
     * Everything a model is made from but its weights.
     *
     * @param config its shape
     * @param data what it took from its training data
     */
    public record Description(TdnConfig config, ModelData data) {}

    @Override
    public String kind() {
        return "tdn";
    }

    @Override
    public Class<Description> descriptionType() {
        return Description.class;
    }

    @Override
    public @Nullable Description describe(TrainableModel model) {
        return model instanceof Tdn tdn ? new Description(tdn.config(), tdn.data()) : null;
    }

    @Override
    public Tdn create(Description description) {
        return new Tdn(description.config(), description.data(), 0, backend);
    }
}
