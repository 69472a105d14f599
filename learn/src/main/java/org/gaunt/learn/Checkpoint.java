package org.gaunt.learn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.learn.io.Tensor;
import org.gaunt.learn.json.StrictJson;
import org.gaunt.nn.Parameters;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Everything a training needs to go on to the bit, as one file in a folder.
 *
 * <p>The file {@value #FILE} is written under another name first and then renamed, so that there is always a whole one.
 *
 * @param header position and settings
 * @param arrays by name: {@value #PARAMETERS}, {@value #AVERAGE}, {@value #SCHEDULE}, {@value #BEST} where something was
 *     validated, {@value #SUMS} and {@value #COUNTS} of an epoch that is running, the optimiser's under {@value #OPTIMIZER}, and
 *     the rows of the epochs done, one after the other, under {@value #HISTORY}
 */
record Checkpoint(Header header, Map<String, double[]> arrays) {

    static final String FILE = "state.safetensors";
    static final String FORMAT = "gaunt-checkpoint";
    static final int VERSION = 5;

    static final String PARAMETERS = "parameters";
    static final String AVERAGE = "average";
    static final String BEST = "best";
    static final String SCHEDULE = "schedule";
    static final String SUMS = "epoch.sums";
    static final String COUNTS = "epoch.counts";
    static final String OPTIMIZER = "optimizer.";

    static final String HISTORY = "history";
    private static final String KEY = "gaunt";

    /** The arrays whose numbers must be finite: the weights. */
    private static final List<String> WEIGHTS = List.of(PARAMETERS, AVERAGE, BEST);

    /**
     * The part that is text.
     *
     * @param format always {@value Checkpoint#FORMAT}
     * @param version of the format
     * @param progress where the training is
     * @param layout name and shape of each parameter
     * @param data fingerprint of samples and labels
     * @param config the whole configuration
     */
    record Header(String format, int version, Progress progress, List<String> layout, String data, JsonNode config) {}

    /** Name and shape of each parameter, to compare two models. */
    static List<String> layout(Parameters parameters) {
        return parameters.entries().stream()
                .map(entry -> entry.name() + " " + entry.shape())
                .toList();
    }

    /** An array that must be there. */
    double[] array(String name) {
        double[] array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no array \"" + name + "\" in the checkpoint");
        }
        return array;
    }

    /** The optimiser's arrays by their own names. */
    Map<String, double[]> optimizerArrays() {
        Map<String, double[]> own = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            if (name.startsWith(OPTIMIZER)) {
                own.put(name.substring(OPTIMIZER.length()), array);
            }
        });
        return own;
    }

    /** The epochs done. */
    List<EpochRecord> history(Columns columns) {
        double[] rows = array(HISTORY);
        int width = columns.names().size();
        if (rows.length % width != 0) {
            throw new IllegalArgumentException("a history of " + rows.length + " numbers");
        }
        List<EpochRecord> history = new ArrayList<>();
        for (int from = 0; from < rows.length; from += width) {
            history.add(EpochRecord.ofRow(columns, Arrays.copyOfRange(rows, from, from + width)));
        }
        return history;
    }

    /** Writes the checkpoint into a folder, in place of the one before. */
    void write(Path folder) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) -> tensors.put(name, Tensor.of(array, array.length)));
        String text = StrictJson.mapper().writeValueAsString(header);
        new Safetensors(Map.of(KEY, text), tensors).write(folder.resolve(FILE));
    }

    /**
     * Reads the checkpoint of a folder.
     *
     * @throws InputException when there is none, when it is damaged, or of another version
     */
    static Checkpoint read(Path folder) {
        Path file = folder.resolve(FILE);
        Safetensors content = Safetensors.read(file);
        String text = content.metadata().get(KEY);
        if (text == null) {
            throw damaged(file, "a safetensors file without the entry \"" + KEY + "\"", null);
        }
        try {
            requireVersion(file, StrictJson.mapper().readTree(text));
            Header header = StrictJson.mapper().readValue(text, Header.class);
            Map<String, double[]> arrays = new LinkedHashMap<>();
            content.tensors().forEach((name, tensor) -> arrays.put(name, tensor.doubles()));
            requireFinite(file, arrays);
            return new Checkpoint(header, arrays);
        } catch (JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireVersion(Path file, JsonNode header) {
        String format = header.path("format").asString("");
        int version = header.path("version").asInt(0);
        if (format.startsWith("gaunt-") && !(format.equals(FORMAT) && version == VERSION)) {
            throw InputException.of("the checkpoint was written by another version of Gaunt")
                    .file(file)
                    .found(format + " version " + version)
                    .wanted(FORMAT + " version " + VERSION)
                    .remedy("go on with the version that wrote it, or start anew in another output directory")
                    .build();
        }
    }

    private static void requireFinite(Path file, Map<String, double[]> arrays) {
        arrays.forEach((name, values) -> {
            for (int i = 0; i < values.length && (WEIGHTS.contains(name) || name.startsWith(OPTIMIZER)); i++) {
                if (!Double.isFinite(values[i])) {
                    throw damaged(file, values[i] + " at place " + i + " of \"" + name + "\"", null);
                }
            }
        });
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
