package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.learn.io.StrictJson;
import org.gaunt.learn.io.Tensor;
import org.gaunt.nn.Parameters;
import org.gaunt.optim.Optimizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Everything a training needs to go on to the bit, as one file in a folder.
 *
 * <p>The file {@value #FILE} is written under another name first and then renamed, so that there is always a whole one.
 *
 * @param header position and settings
 * @param parameters the weights
 * @param optimizer moments of the optimiser
 * @param average moving average of the weights
 * @param best averaged weights with the best validation, or null when nothing was validated yet
 * @param schedule state of the learning-rate schedule
 * @param history epochs done
 */
@SuppressWarnings("ArrayRecordComponent") // moved to and from files, never compared
record Checkpoint(
        Header header,
        double[] parameters,
        Optimizer.State optimizer,
        double[] average,
        double @Nullable [] best,
        double[] schedule,
        List<EpochRecord> history) {

    static final String FILE = "state.safetensors";
    static final String FORMAT = "gaunt-checkpoint";
    static final int VERSION = 4;
    private static final String KEY = "gaunt";

    /**
     * The part that is text.
     *
     * @param format always {@value Checkpoint#FORMAT}
     * @param version of the format
     * @param progress where the training is
     * @param layout name and shape of each parameter
     * @param data fingerprint of the structures and labels
     * @param config the whole configuration
     */
    record Header(String format, int version, Progress progress, List<String> layout, String data, JsonNode config) {}

    /** Name and shape of each parameter, to compare two models. */
    static List<String> layout(Parameters parameters) {
        return parameters.entries().stream()
                .map(entry -> entry.name() + " " + entry.shape())
                .toList();
    }

    /** Writes the checkpoint into a folder, in place of the one before. */
    void write(Path folder) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        put(tensors, "parameters", parameters);
        put(tensors, "optimizer.first", optimizer.first());
        put(tensors, "optimizer.second", optimizer.second());
        if (optimizer.largest() != null) {
            put(tensors, "optimizer.largest", optimizer.largest());
        }
        put(tensors, "average", average);
        if (best != null) {
            put(tensors, "best", best);
        }
        put(tensors, "schedule", schedule);
        int columns = EpochRecord.COLUMNS.size();
        double[] rows = new double[history.size() * columns];
        for (int i = 0; i < history.size(); i++) {
            System.arraycopy(history.get(i).row(), 0, rows, i * columns, columns);
        }
        tensors.put("history", Tensor.of(rows, history.size(), columns));
        String text = StrictJson.mapper().writeValueAsString(header);
        new Safetensors(Map.of(KEY, text), tensors).write(folder.resolve(FILE));
    }

    private static void put(Map<String, Tensor> tensors, String name, double[] values) {
        tensors.put(name, Tensor.of(values, values.length));
    }

    /**
     * Reads the checkpoint of a folder.
     *
     * @throws InputException when there is none, or when it is damaged
     */
    static Checkpoint read(Path folder) {
        Path file = folder.resolve(FILE);
        Safetensors content = Safetensors.read(file);
        String text = content.metadata().get(KEY);
        if (text == null) {
            throw damaged(file, "a safetensors file without the entry \"" + KEY + "\"", null);
        }
        Header header;
        try {
            header = StrictJson.mapper().readValue(text, Header.class);
        } catch (JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        }
        if (!FORMAT.equals(header.format()) || header.version() != VERSION) {
            throw damaged(file, header.format() + " version " + header.version(), null);
        }
        try {
            double[] parameters = finite(file, content, "parameters");
            double[] largest = content.tensors().containsKey("optimizer.largest")
                    ? finite(file, content, "optimizer.largest")
                    : null;
            Optimizer.State optimizer = new Optimizer.State(
                    header.progress().steps(),
                    finite(file, content, "optimizer.first"),
                    finite(file, content, "optimizer.second"),
                    largest);
            double[] best = content.tensors().containsKey("best") ? finite(file, content, "best") : null;
            return new Checkpoint(
                    header,
                    parameters,
                    optimizer,
                    finite(file, content, "average"),
                    best,
                    content.tensor("schedule").doubles(),
                    history(content.tensor("history")));
        } catch (IllegalArgumentException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<EpochRecord> history(Tensor tensor) {
        int columns = EpochRecord.COLUMNS.size();
        double[] rows = tensor.doubles();
        if (rows.length % columns != 0) {
            throw new IllegalArgumentException("a history of " + rows.length + " numbers");
        }
        List<EpochRecord> history = new ArrayList<>();
        for (int from = 0; from < rows.length; from += columns) {
            history.add(EpochRecord.ofRow(java.util.Arrays.copyOfRange(rows, from, from + columns)));
        }
        return history;
    }

    private static double[] finite(Path file, Safetensors content, String name) {
        double[] values = content.tensor(name).doubles();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw damaged(file, values[i] + " at place " + i + " of \"" + name + "\"", null);
            }
        }
        return values;
    }

    private static InputException damaged(Path file, String found, @Nullable Throwable cause) {
        InputException.Builder builder = InputException.of("the checkpoint is damaged, or not one of this version")
                .file(file)
                .found(found)
                .wanted(FORMAT + " version " + VERSION)
                .remedy("start the training anew, in another output directory");
        return (cause == null ? builder : builder.cause(cause)).build();
    }
}
