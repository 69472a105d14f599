package org.gaunt.potential.model;

import org.gaunt.form.Backend;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.ModelData;

/**
 * What the rest of the program must know of a kind of model.
 *
 * @param defaults the shape that is taken where a configuration says nothing; its {@link ModelConfig#kind()} is the name
 * @param maker makes a model with random weights
 * @param <C> the record of the shape
 */
public record ModelKind<C extends Record & ModelConfig>(C defaults, Maker<C> maker) {

    /**
     * Makes models of one kind.
     *
     * @param <C> the record of the shape
     */
    @FunctionalInterface
    public interface Maker<C> {

        /**
         * Makes a model with random weights.
         *
         * @param config its shape
         * @param data what it takes from its training data
         * @param seed of the weights
         * @param backend the kernels it computes with
         */
        TrainableModel make(C config, ModelData data, long seed, Backend backend);
    }

    /** The name of the kind in configurations and files. */
    public String name() {
        return defaults.kind();
    }

    /**
     * What reads and writes models of this kind.
     *
     * @param backend the kernels that models read from files compute with
     */
    ModelFactory<?> factory(Backend backend) {
        return new KindFactory<>(this, backend);
    }

    /** The record of the shape. */
    @SuppressWarnings("unchecked") // the class of a C
    Class<C> type() {
        return (Class<C>) defaults.getClass();
    }

    /**
     * Makes a model with random weights.
     *
     * @throws ClassCastException if the shape is of another kind
     */
    TrainableModel make(ModelConfig config, ModelData data, long seed, Backend backend) {
        return maker.make(type().cast(config), data, seed, backend);
    }
}
