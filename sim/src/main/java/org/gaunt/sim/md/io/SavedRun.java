package org.gaunt.sim.md.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gaunt.files.InputException;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.learn.io.Tensor;

/**
 * A run as it is saved, in one safetensors file that is written whole or not at all.
 *
 * @param settings what the run was asked for, by name
 * @param positions bytes of the files that belong to it, by name
 * @param arrays numbers, by name
 */
record SavedRun(Map<String, String> settings, Map<String, Long> positions, Map<String, double[]> arrays) {
    private static final String FORMAT = "gaunt-md";
    private static final String VERSION = "1";
    private static final String SETTING = "setting.";
    private static final String FILE = "file.";

    void write(Path file) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("format", FORMAT);
        texts.put("version", VERSION);
        // sorted, so that the same run gives the same bytes
        new TreeMap<>(settings).forEach((key, value) -> texts.put(SETTING + key, value));
        new TreeMap<>(positions).forEach((name, bytes) -> texts.put(FILE + name, Long.toString(bytes)));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        new TreeMap<>(arrays).forEach((name, values) -> tensors.put(name, Tensor.of(values, values.length)));
        new Safetensors(texts, tensors).write(file);
    }

    /**
     * Reads a file.
     *
     * @throws InputException if it is damaged, or no saved run of this version
     */
    static SavedRun read(Path file) {
        Safetensors content = Safetensors.read(file);
        String format = content.metadata().get("format") + " version "
                + content.metadata().get("version");
        if (!format.equals(FORMAT + " version " + VERSION)) {
            throw InputException.of("this is no saved simulation of this version of Gaunt")
                    .file(file)
                    .found(format)
                    .wanted(FORMAT + " version " + VERSION)
                    .remedy("start anew in another folder")
                    .build();
        }
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, Long> positions = new LinkedHashMap<>();
        content.metadata().forEach((key, value) -> {
            if (key.startsWith(SETTING)) {
                settings.put(key.substring(SETTING.length()), value);
            } else if (key.startsWith(FILE)) {
                positions.put(key.substring(FILE.length()), Long.valueOf(value));
            }
        });
        Map<String, double[]> arrays = new LinkedHashMap<>();
        content.tensors().forEach((name, tensor) -> arrays.put(name, tensor.doubles()));
        return new SavedRun(settings, positions, arrays);
    }

    /**
     * Refuses to go on with other settings.
     *
     * @throws InputException that names each with its old and its new value
     */
    void requireSame(Map<String, String> now, Path folder) {
        TreeSet<String> keys = new TreeSet<>(settings.keySet());
        keys.addAll(now.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            String before = settings.getOrDefault(key, "nothing");
            String after = now.getOrDefault(key, "nothing");
            if (!before.equals(after)) {
                differences.add(key + ": " + before + " -> " + after);
            }
        }
        if (!differences.isEmpty()) {
            throw InputException.of("the folder has a run with other settings")
                    .file(folder)
                    .found(String.join("\n          ", differences))
                    .wanted("the same values as before; only the number of steps may change")
                    .remedy("undo the change, or name another folder with --output")
                    .build();
        }
    }
}
