package org.gaunt.potential.model;

import org.gaunt.autodiff.Backend;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.network.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@link Escn} models.
 *
 * @param backend the kernels that models read from files compute with
 */
public record EscnFactory(Backend backend) implements ModelFactory<EscnFactory.Description> {

    /**
     * Everything a model is made from but its weights.
     *
     * @param config its shape
     * @param data what it took from its training data
     */
    public record Description(EscnConfig config, ModelData data) {}

    @Override
    public String kind() {
        return "escn";
    }

    @Override
    public Class<Description> descriptionType() {
        return Description.class;
    }

    @Override
    public @Nullable Description describe(TrainableModel model) {
        return model instanceof Escn escn ? new Description(escn.config(), escn.data()) : null;
    }

    @Override
    public Escn create(Description description) {
        return new Escn(description.config(), description.data(), 0, backend);
    }
}
