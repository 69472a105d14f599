package org.gaunt.potential.io;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaunt.files.InputException;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.learn.io.Tensor;
import org.gaunt.learn.json.StrictJson;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.IsolatedLimit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trained model in a file: safetensors with one array for each parameter, in double, and a typed header.
 *
 * <p>A file is written whole or not at all. Reading trusts nothing: format, version, description, names, shapes and every
 * number are checked.
 *
 * @param header what the file says besides the weights
 * @param model the model with its weights
 */
public record ModelFile(ModelHeader header, TrainableModel model) {

    private static final String KEY = "gaunt";

    /**
     * Writes a model.
     *
     * @param file in place of what it held before
     * @param model with the weights to keep
     * @param factory of the model's kind
     * @param precision the model is meant to be used in
     * @param training how it was trained, for people
     * @throws IllegalArgumentException when the factory is of another kind
     * @throws InputException when the place cannot be written to
     */
    public static <D> void write(
            Path file, TrainableModel model, ModelFactory<D> factory, Precision precision, Map<String, ?> training) {
        of(model, factory, precision, training).write(file);
    }

    /**
     * A model with what its file will say.
     *
     * @param factory of the model's kind
     * @param precision the model is meant to be used in
     * @param training how it was trained, for people
     * @throws IllegalArgumentException when the factory is of another kind
     */
    public static <D> ModelFile of(
            TrainableModel model, ModelFactory<D> factory, Precision precision, Map<String, ?> training) {
        D description = factory.describe(model);
        if (description == null) {
            throw new IllegalArgumentException(
                    "the model is not of the kind \"" + factory.kind() + "\": " + model.getClass());
        }
        ModelHeader header = new ModelHeader(
                ModelHeader.FORMAT,
                ModelHeader.VERSION,
                factory.kind(),
                precision,
                model.atomicNumbers(),
                model.cutoff(),
                ModelHeader.UNITS,
                ModelHeader.CONVENTIONS + "; symmetry " + model.symmetry(),
                StrictJson.map(description),
                StrictJson.map(training));
        return new ModelFile(header, model);
    }

    /**
     * Writes the file.
     *
     * @param file in place of what it held before
     * @throws InputException when the place cannot be written to
     */
    public void write(Path file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Parameters parameters = model.parameters();
        for (Parameters.Entry entry : parameters.entries()) {
            int[] shape = entry.shape().stream().mapToInt(Integer::intValue).toArray();
            tensors.put(entry.name(), Tensor.of(parameters.get(entry.name()), shape));
        }
        new Safetensors(Map.of(KEY, StrictJson.mapper().writeValueAsString(header)), tensors).write(file);
    }

    /**
     * Reads a model.
     *
     * @param factories of the kinds that can be read
     * @throws InputException when the file is missing, damaged, not a model, of a newer version or of an unknown kind
     */
    public static ModelFile read(Path file, List<ModelFactory<?>> factories) {
        Safetensors content = Safetensors.read(file);
        ModelHeader header = header(file, content);
        for (ModelFactory<?> factory : factories) {
            if (factory.kind().equals(header.kind())) {
                TrainableModel model = create(file, header, factory);
                fill(file, content, model.parameters());
                return new ModelFile(header, model);
            }
        }
        throw InputException.of("the file holds a kind of model this program does not know")
                .file(file)
                .found(header.kind())
                .wanted(factories.stream().map(ModelFactory::kind).collect(Collectors.joining(", ")))
                .remedy("put the jar of the extension that has this kind on the class path"
                        + " (GAUNT_CLASSPATH=extension.jar ./gaunt ...), or use a newer version of Gaunt")
                .build();
    }

    private static ModelHeader header(Path file, Safetensors content) {
        String text = content.metadata().get(KEY);
        if (text == null) {
            throw InputException.of("the file is not a model")
                    .file(file)
                    .found("a safetensors file without the entry \"" + KEY + "\"")
                    .wanted("a file written by gaunt train")
                    .build();
        }
        JsonNode tree;
        try {
            tree = StrictJson.mapper().readTree(text);
        } catch (JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        }
        String format = tree.path("format").asString("");
        int version = tree.path("version").asInt(-1);
        if (!format.equals(ModelHeader.FORMAT)
                || version < ModelHeader.FREE_LIMIT_VERSION
                || version > ModelHeader.VERSION) {
            throw InputException.of("the file is not a model of a version this program knows")
                    .file(file)
                    .found("\"" + format + "\" version " + version)
                    .wanted("\"" + ModelHeader.FORMAT + "\" version " + ModelHeader.FREE_LIMIT_VERSION + " or "
                            + ModelHeader.VERSION)
                    .remedy("use the version of the program that made it, or a newer one")
                    .build();
        }
        if (version == ModelHeader.FREE_LIMIT_VERSION
                && tree.path("description").path("data") instanceof ObjectNode data) {
            data.put("isolatedLimit", IsolatedLimit.FREE.name());
        }
        try {
            return StrictJson.mapper().treeToValue(tree, ModelHeader.class);
        } catch (JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        }
    }

    private static <D> TrainableModel create(Path file, ModelHeader header, ModelFactory<D> factory) {
        TrainableModel model;
        try {
            model = factory.create(StrictJson.mapper().convertValue(header.description(), factory.descriptionType()));
        } catch (JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
        if (model.cutoff() != header.cutoff() || !model.atomicNumbers().equals(header.atomicNumbers())) {
            throw damaged(file, "a description that contradicts the header's cut-off or elements", null);
        }
        return model;
    }

    private static void fill(Path file, Safetensors content, Parameters parameters) {
        if (content.tensors().size() != parameters.entries().size()) {
            throw damaged(
                    file,
                    content.tensors().size() + " arrays where the model has "
                            + parameters.entries().size(),
                    null);
        }
        for (Parameters.Entry entry : parameters.entries()) {
            Tensor tensor = content.tensors().get(entry.name());
            if (tensor == null || !tensor.shape().equals(entry.shape())) {
                throw damaged(
                        file,
                        "\"" + entry.name() + "\" "
                                + (tensor == null
                                        ? "missing"
                                        : "of shape " + tensor.shape() + " instead of " + entry.shape()),
                        null);
            }
            double[] values = tensor.doubles();
            for (double value : values) {
                if (!Double.isFinite(value)) {
                    throw damaged(file, value + " in \"" + entry.name() + "\"", null);
                }
            }
            parameters.set(entry.name(), values);
        }
    }

    private static InputException damaged(Path file, String found, @Nullable Throwable cause) {
        InputException.Builder builder = InputException.of("the model file is damaged")
                .file(file)
                .found(found)
                .remedy("take a copy of the file, or train the model again");
        return (cause == null ? builder : builder.cause(cause)).build();
    }
}
