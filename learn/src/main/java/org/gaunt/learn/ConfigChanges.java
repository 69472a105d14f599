package org.gaunt.learn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gaunt.files.InputException;
import tools.jackson.databind.JsonNode;

/** Compares the configuration of a checkpoint with the one a training is to go on with. */
final class ConfigChanges {

    /** Keys, or beginnings of keys, that do not change what is computed, only how long or where to. */
    private static final List<String> HARMLESS =
            List.of("training.max_minutes", "training.checkpoint_minutes", "data.test", "output", "threads");

    private ConfigChanges() {}

    /**
     * Refuses to go on with other settings.
     *
     * @throws InputException that names each key with its old and new value
     */
    static void refuse(Path folder, JsonNode before, JsonNode now) {
        List<String> differences = differences(before, now);
        if (!differences.isEmpty()) {
            throw InputException.of("the configuration is not the one this training was started with")
                    .file(folder)
                    .found(String.join("\n          ", differences))
                    .wanted("the same values as before")
                    .remedy("undo the change, or start anew in another output directory")
                    .build();
        }
    }

    /** The keys that differ: {@code training.seed: 1 -> 2}. */
    static List<String> differences(JsonNode before, JsonNode now) {
        SortedMap<String, String> old = new TreeMap<>();
        SortedMap<String, String> young = new TreeMap<>();
        flatten("", before, old);
        flatten("", now, young);
        List<String> differences = new ArrayList<>();
        SortedMap<String, String> keys = new TreeMap<>(old);
        keys.putAll(young);
        for (String key : keys.keySet()) {
            String from = old.getOrDefault(key, "nothing");
            String to = young.getOrDefault(key, "nothing");
            if (!from.equals(to) && HARMLESS.stream().noneMatch(key::startsWith)) {
                differences.add(key + ": " + from + " -> " + to);
            }
        }
        return differences;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> flat) {
        if (node.isObject() && !node.isEmpty()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                flatten(prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(), entry.getValue(), flat);
            }
        } else if (node.isNumber()) {
            // 5 and 5.0 are the same setting
            flat.put(prefix, node.decimalValue().stripTrailingZeros().toPlainString());
        } else if (!node.isNull() && !node.isMissingNode()) {
            flat.put(prefix, node.toString());
        }
    }
}
