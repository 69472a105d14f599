package org.gaunt.regression;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.learn.io.StrictJson;
import org.gaunt.learn.io.Tensor;
import org.gaunt.nn.Parameters;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A trained {@link Segnn} in a file: safetensors with one array for each parameter, in double, and a typed header. */
public final class SegnnFile {

    private static final String FORMAT = "gaunt-segnn";
    private static final int VERSION = 1;
    private static final String KEY = "gaunt";

    private SegnnFile() {}

    /**
     * What a file says besides the weights.
     *
     * @param format always {@value SegnnFile#FORMAT}
     * @param version of the format
     * @param config the network's shape
     * @param data what it took from its training data
     * @param training how it was trained, for people
     */
    record Header(String format, int version, SegnnConfig config, SegnnData data, JsonNode training) {}

    /**
     * Writes a network, whole or not at all.
     *
     * @param training how it was trained, for people
     * @throws InputException when the place cannot be written to
     */
    public static void write(Path file, Segnn model, JsonNode training) {
        Header header = new Header(FORMAT, VERSION, model.config(), model.data(), training);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Parameters parameters = model.parameters();
        for (Parameters.Entry entry : parameters.entries()) {
            int[] shape = entry.shape().stream().mapToInt(Integer::intValue).toArray();
            tensors.put(entry.name(), Tensor.of(parameters.get(entry.name()), shape));
        }
        new Safetensors(Map.of(KEY, StrictJson.mapper().writeValueAsString(header)), tensors).write(file);
    }

    /**
     * Reads a network.
     *
     * @param backend the kernels it computes with
     * @throws InputException when the file is missing, damaged or something else
     */
    public static Segnn read(Path file, Backend backend) {
        Safetensors content = Safetensors.read(file);
        String text = content.metadata().get(KEY);
        if (text == null) {
            throw damaged(file, "a safetensors file without the entry \"" + KEY + "\"", null);
        }
        try {
            Header header = StrictJson.mapper().readValue(text, Header.class);
            if (!FORMAT.equals(header.format()) || header.version() != VERSION) {
                throw damaged(file, header.format() + " version " + header.version(), null);
            }
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
            return model;
        } catch (JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static InputException damaged(Path file, String found, @Nullable Throwable cause) {
        InputException.Builder builder = InputException.of("the file is damaged, or no network for particles")
                .file(file)
                .found(found)
                .wanted(FORMAT + " version " + VERSION + ", as gaunt train writes it for the task "
                        + RegressionConfig.TASK);
        return (cause == null ? builder : builder.cause(cause)).build();
    }
}
