package org.gaunt.potential.model;

import java.util.Map;
import org.gaunt.form.Backend;
import org.gaunt.learn.json.StrictJson;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.ModelData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the rest of the program must know of a kind of model.
 *
 * @param defaults the shape that is taken where a configuration says nothing; its {@link ModelConfig#kind()} is the name
 * @param maker makes a model with random weights
 * @param before keys of the shape that older model files lack, with the values that keep their numbers: components of the record,
 *     and numbers, texts, booleans, lists of them or records
 * @param <C> the record of the shape
 */
public record ModelKind<C extends Record & ModelConfig>(C defaults, Maker<C> maker, Map<String, Object> before) {

    /** Copies the map. */
    public ModelKind {
        before = Map.copyOf(before);
    }

    /** A kind whose keys all files have. */
    public ModelKind(C defaults, Maker<C> maker) {
        this(defaults, maker, Map.of());
    }

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

    /**
     * The shape as a model file has it: without the keys that older files lack where these have the same numbers, so that older programs
     * read the file.
     *
     * @param config all keys
     */
    JsonNode shortest(JsonNode config) {
        if (!(config instanceof ObjectNode object)) {
            return config;
        }
        ObjectNode rest = object.deepCopy();
        before.forEach((key, value) -> {
            if (StrictJson.mapper().valueToTree(value).equals(rest.path(key))) {
                rest.remove(key);
            }
        });
        return rest;
    }

    /**
     * The shape in a model file, with the keys that older files lack.
     *
     * @param config as the file has it
     */
    JsonNode complete(JsonNode config) {
        if (!(config instanceof ObjectNode object)) {
            return config;
        }
        ObjectNode whole = object.deepCopy();
        before.forEach((key, value) -> {
            if (!whole.has(key)) {
                whole.set(key, StrictJson.mapper().valueToTree(value));
            }
        });
        return whole;
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
