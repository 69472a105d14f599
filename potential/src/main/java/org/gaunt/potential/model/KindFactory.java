package org.gaunt.potential.model;

import org.gaunt.form.Backend;
import org.gaunt.learn.json.StrictJson;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.PotentialModel;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the models of one kind.
 *
 * @param of the kind
 * @param backend the kernels that models read from files compute with
 */
record KindFactory<C extends Record & ModelConfig>(ModelKind<C> of, Backend backend) implements ModelFactory<JsonNode> {

    /**
     * Everything a model is made from but its weights.
     *
     * @param config its shape
     * @param data what it took from its training data
     */
    private record Description<C>(C config, ModelData data) {}

    /** Component of {@link Description}. */
    private static final String CONFIG = "config";

    @Override
    public String kind() {
        return of.name();
    }

    @Override
    public Class<JsonNode> descriptionType() {
        return JsonNode.class;
    }

    @Override
    public @Nullable JsonNode describe(TrainableModel model) {
        if (!(model instanceof PotentialModel<?> potential) || !of.type().isInstance(potential.config())) {
            return null;
        }
        ObjectNode whole = StrictJson.mapper().valueToTree(new Description<>(potential.config(), potential.data()));
        whole.set(CONFIG, of.shortest(whole.path(CONFIG)));
        return whole;
    }

    @Override
    public TrainableModel create(JsonNode description) {
        JsonMapper mapper = StrictJson.mapper();
        JavaType type = mapper.getTypeFactory().constructParametricType(Description.class, of.type());
        JsonNode whole = description;
        if (description instanceof ObjectNode object && object.has(CONFIG)) {
            ObjectNode copy = object.deepCopy();
            copy.set(CONFIG, of.complete(object.path(CONFIG)));
            whole = copy;
        }
        Description<C> read = mapper.treeToValue(whole, type);
        return of.make(read.config(), read.data(), 0, backend);
    }
}
