package org.gaunt.potential.model;

import org.gaunt.autodiff.Backend;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.network.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@link Nequip} models.
 *
 * @param backend the kernels that models read from files compute with
 */
public record NequipFactory(Backend backend) implements ModelFactory<NequipFactory.Description> {

    /**
     * Everything a model is made from but its weights.
     *
     * @param config its shape
     * @param data what it took from its training data
     */
    public record Description(NequipConfig config, ModelData data) {}

    @Override
    public String kind() {
        return "nequip";
    }

    @Override
    public Class<Description> descriptionType() {
        return Description.class;
    }

    @Override
    public @Nullable Description describe(TrainableModel model) {
        return model instanceof Nequip nequip ? new Description(nequip.config(), nequip.data()) : null;
    }

    @Override
    public Nequip create(Description description) {
        return new Nequip(description.config(), description.data(), 0, backend);
    }
}
