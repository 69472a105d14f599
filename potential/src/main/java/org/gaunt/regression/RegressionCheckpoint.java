package org.gaunt.regression;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.learn.io.StrictJson;
import org.gaunt.learn.io.Tensor;
import org.gaunt.nn.Parameters;
import org.gaunt.optim.Optimizer;
import org.gaunt.potential.train.ConfigChanges;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Keeps a {@link RegressionState} in a file, from which a training goes on to the bit. The file is written whole or not at all. */
final class RegressionCheckpoint {

    static final String FILE = "state.safetensors";
    private static final String FORMAT = "gaunt-regression-checkpoint";
    private static final int VERSION = 2;
    private static final String KEY = "gaunt";

    private RegressionCheckpoint() {}

    /** The part that is text: what must be the same where a training goes on. */
    record Header(String format, int version, double seconds, List<String> layout, String data, JsonNode config) {}

    static void write(Path folder, RegressionState state, double seconds, String data, JsonNode config) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Optimizer.State moments = state.optimizer.state();
        put(tensors, "parameters", state.parameters.values());
        put(tensors, "optimizer.first", moments.first());
        put(tensors, "optimizer.second", moments.second());
        double[] largest = moments.largest();
        if (largest != null) {
            put(tensors, "optimizer.largest", largest);
        }
        put(tensors, "average", state.average.average());
        double[] best = state.best;
        if (best != null) {
            put(tensors, "best", best);
        }
        put(tensors, "schedule", state.schedule.state());
        put(tensors, "position", state.scalars());
        int columns = RegressionEpoch.COLUMNS.size();
        double[] rows = new double[state.history.size() * columns];
        for (int i = 0; i < state.history.size(); i++) {
            System.arraycopy(state.history.get(i).row(), 0, rows, i * columns, columns);
        }
        tensors.put("history", Tensor.of(rows, state.history.size(), columns));
        Header header = new Header(FORMAT, VERSION, seconds, layout(state.parameters), data, config);
        new Safetensors(Map.of(KEY, StrictJson.mapper().writeValueAsString(header)), tensors)
                .write(folder.resolve(FILE));
    }

    private static void put(Map<String, Tensor> tensors, String name, double[] values) {
        tensors.put(name, Tensor.of(values.clone(), values.length));
    }

    private static List<String> layout(Parameters parameters) {
        return parameters.entries().stream()
                .map(entry -> entry.name() + " " + entry.shape())
                .toList();
    }

    /**
     * Goes back to the checkpoint of a folder.
     *
     * @return seconds taken before
     * @throws InputException when there is none, when it is damaged, or of other weights, data or settings
     */
    static double read(Path folder, RegressionState state, String data, JsonNode config) {
        Path file = folder.resolve(FILE);
        Safetensors content = Safetensors.read(file);
        Header header = header(file, content);
        ConfigChanges.refuse(folder, header.config(), config);
        if (!header.data().equals(data)) {
            throw InputException.of("the systems are not those this training was started with")
                    .file(folder)
                    .remedy("restore the data files, or start anew in another output directory")
                    .build();
        }
        if (!header.layout().equals(layout(state.parameters))) {
            throw damaged(file, "the weights of another network", null);
        }
        try {
            double[] counts = state.scalars(content.tensor("position").doubles());
            double[] values = content.tensor("parameters").doubles();
            System.arraycopy(values, 0, state.parameters.values(), 0, state.parameters.size());
            state.optimizer.restore(new Optimizer.State(
                    (long) counts[1],
                    content.tensor("optimizer.first").doubles(),
                    content.tensor("optimizer.second").doubles(),
                    optional(content, "optimizer.largest")));
            state.average.restore(content.tensor("average").doubles(), (long) counts[0]);
            state.schedule.restore(content.tensor("schedule").doubles());
            state.best = optional(content, "best");
            state.history.clear();
            int columns = RegressionEpoch.COLUMNS.size();
            double[] rows = content.tensor("history").doubles();
            for (int from = 0; from < rows.length; from += columns) {
                RegressionEpoch epoch = RegressionEpoch.ofRow(java.util.Arrays.copyOfRange(rows, from, from + columns));
                if (epoch.epoch() <= state.epoch) { // the row of an epoch that is still running will be made again
                    state.history.add(epoch);
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
        return header.seconds();
    }

    private static double @Nullable [] optional(Safetensors content, String name) {
        return content.tensors().containsKey(name) ? content.tensor(name).doubles() : null;
    }

    private static Header header(Path file, Safetensors content) {
        String text = content.metadata().get(KEY);
        if (text == null) {
            throw damaged(file, "a safetensors file without the entry \"" + KEY + "\"", null);
        }
        try {
            Header header = StrictJson.mapper().readValue(text, Header.class);
            if (!FORMAT.equals(header.format()) || header.version() != VERSION) {
                throw damaged(file, header.format() + " version " + header.version(), null);
            }
            return header;
        } catch (JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        }
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
