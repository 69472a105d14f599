package org.gaunt.regression;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.learn.io.Tensor;
import org.gaunt.learn.json.StrictJson;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trained {@link Segnn} in a file: safetensors with one array for each parameter, in double, and a typed header.
 *
 * @param model the network
 * @param precision the arithmetic it was trained in
 */
public record SegnnFile(Segnn model, Precision precision) {

    private static final String FORMAT = "gaunt-segnn";
    private static final int VERSION = 2;
    private static final String KEY = "gaunt";

    /**
     * What a file says besides the weights.
     *
     * @param format always {@value SegnnFile#FORMAT}
     * @param version of the format
     * @param precision the arithmetic of the training; float32 in files of version 1, which do not say it
     * @param config the network's shape
     * @param data what it took from its training data
     * @param training how it was trained, for people
     */
    record Header(
            String format, int version, Precision precision, SegnnConfig config, SegnnData data, JsonNode training) {}

    /**
     * Writes a network, whole or not at all.
     *
     * @param precision the arithmetic it was trained in
     * @param training how it was trained, for people: sections are maps, values texts, numbers, truth values, null or lists
     * @throws InputException when the place cannot be written to
     */
    public static void write(Path file, Segnn model, Precision precision, Map<String, ?> training) {
        Header header = new Header(
                FORMAT,
                VERSION,
                precision,
                model.config(),
                model.data(),
                StrictJson.mapper().valueToTree(training));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Parameters parameters = model.parameters();
        for (Parameters.Entry entry : parameters.entries()) {
            int[] shape = entry.shape().stream().mapToInt(Integer::intValue).toArray();
            tensors.put(entry.name(), Tensor.of(parameters.get(entry.name()), shape));
        }
        new Safetensors(Map.of(KEY, StrictJson.mapper().writeValueAsString(header)), tensors).write(file);
    }

    /** Whether a file, if it is there and can be read, holds such a network, as far as its header says. */
    public static boolean isOne(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return false;
        }
        try {
            String text = Safetensors.texts(file).get(KEY);
            return text != null
                    && FORMAT.equals(
                            StrictJson.mapper().readTree(text).path("format").asString(""));
        } catch (InputException | JacksonException e) {
            return false; // who reads it as something else says what is wrong
        }
    }

    /**
     * Reads a network.
     *
     * @param backend the kernels it computes with
     * @throws InputException when the file is missing, damaged or something else
     */
    public static SegnnFile read(Path file, Backend backend) {
        Safetensors content = Safetensors.read(file);
        String text = content.metadata().get(KEY);
        if (text == null) {
            throw damaged(file, "a safetensors file without the entry \"" + KEY + "\"", null);
        }
        try {
            Header header = header(file, text);
            Segnn model = new Segnn(header.config(), header.data(), 0, backend);
            if (content.tensors().size() != model.parameters().entries().size()) {
                throw damaged(
                        file,
                        content.tensors().size() + " arrays where the network has "
                                + model.parameters().entries().size(),
                        null);
            }
            for (Parameters.Entry entry : model.parameters().entries()) {
                double[] values = content.tensor(entry.name()).doubles();
                for (double value : values) {
                    if (!Double.isFinite(value)) {
                        throw damaged(file, value + " in \"" + entry.name() + "\"", null);
                    }
                }
                model.parameters().set(entry.name(), values);
            }
            return new SegnnFile(model, header.precision());
        } catch (JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static Header header(Path file, String text) {
        JsonNode tree = StrictJson.mapper().readTree(text);
        String format = tree.path("format").asString("");
        int version = tree.path("version").asInt(0);
        if (!FORMAT.equals(format) || version < 1 || version > VERSION) {
            throw damaged(file, format + " version " + version, null);
        }
        if (version == 1 && tree instanceof ObjectNode object) {
            object.put("precision", Precision.FLOAT32.name());
        }
        return StrictJson.mapper().treeToValue(tree, Header.class);
    }

    private static InputException damaged(Path file, String found, @Nullable Throwable cause) {
        InputException.Builder builder = InputException.of("the file is damaged, or no network for particles")
                .file(file)
                .found(found)
                .wanted(FORMAT + " of a version up to " + VERSION + ", as gaunt train writes it for the task "
                        + RegressionConfig.TASK);
        return (cause == null ? builder : builder.cause(cause)).build();
    }
}
