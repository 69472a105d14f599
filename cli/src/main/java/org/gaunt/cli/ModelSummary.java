package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaunt.atoms.Element;
import org.gaunt.potential.importer.ImportedModels;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.io.ModelHeader;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.network.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a model, for people.
 *
 * @param file the model
 */
record ModelSummary(ModelFile file) {

    /** The properties by name: texts, numbers, lists and maps. */
    Map<String, Object> tree() {
        ModelHeader header = file.header();
        ModelData data = ModelKinds.data(header);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", header.kind());
        tree.put("weights", file.model().parameters().values().length);
        tree.put("precision", header.precision().name().toLowerCase(Locale.ROOT));
        tree.put("cutoff", header.cutoff());
        tree.put("symmetry", file.model().symmetry().toString());
        tree.put(
                "elements",
                header.atomicNumbers().stream().map(z -> Element.of(z).symbol()).toList());
        tree.put("isolated_limit", data.isolatedLimit().name().toLowerCase(Locale.ROOT));
        tree.put("average_neighbors", data.averageNeighbors());
        if (data.heads().isEmpty()) {
            tree.put("scale", data.scale());
            tree.put("shift", data.shift());
            tree.put("isolated_energies", energies(header, data.isolatedEnergies()));
        } else {
            Map<String, Object> heads = new LinkedHashMap<>();
            for (ModelData.Head head : data.heads()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("scale", head.scale());
                one.put("shift", head.shift());
                one.put("isolated_energies", energies(header, head.isolatedEnergies()));
                heads.put(head.name(), one);
            }
            tree.put("heads", heads);
        }
        tree.put("model", shape(header.description().get("config")));
        if (header.training().get(ImportedModels.SOURCE) instanceof Map<?, ?> source) {
            tree.put(ImportedModels.SOURCE, source);
        }
        return tree;
    }

    /** {@link #tree()} without maps: the names of what lies in one have its name and a dot before them. */
    Map<String, Object> flat() {
        Map<String, Object> flat = new LinkedHashMap<>();
        flatten("", tree(), flat);
        return flat;
    }

    private static void flatten(String prefix, Map<?, ?> tree, Map<String, Object> into) {
        tree.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flatten(prefix + key + ".", inner, into);
            } else {
                into.put(prefix + key, value);
            }
        });
    }

    private static Map<String, Object> energies(ModelHeader header, List<Double> energies) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int k = 0; k < energies.size(); k++) {
            all.put(Element.of(header.atomicNumbers().get(k)).symbol(), energies.get(k));
        }
        return all;
    }

    /** The shape with its keys as configurations have them. */
    private static Map<String, Object> shape(@Nullable Object config) {
        Map<String, Object> shape = new LinkedHashMap<>();
        if (config instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> {
                if (value instanceof Map<?, ?> part) {
                    shape.putAll(shape(part)); // the keys of a record within the shape stand among the others
                } else {
                    shape.put(snake(key.toString()), value == null ? "none" : value);
                }
            });
        }
        return shape;
    }

    /** A key as configurations have it. */
    private static String snake(String key) {
        return key.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** Prints the properties, one a line. */
    void print(PrintWriter out) {
        print(out, "", tree());
        out.flush();
    }

    private static void print(PrintWriter out, String indent, Map<?, ?> tree) {
        int width = tree.keySet().stream()
                .mapToInt(key -> key.toString().length())
                .max()
                .orElse(0);
        tree.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner && inner.values().stream().allMatch(Number.class::isInstance)) {
                out.println(indent
                        + pad(key, width)
                        + inner.entrySet().stream()
                                .map(e -> e.getKey() + " " + e.getValue())
                                .collect(Collectors.joining(", ")));
            } else if (value instanceof Map<?, ?> inner) {
                out.println(indent + key);
                print(out, indent + "  ", inner);
            } else {
                out.println(indent + pad(key, width) + words(value));
            }
        });
    }

    private static String words(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).collect(Collectors.joining(" "))
                : value.toString();
    }

    private static String pad(Object key, int width) {
        return key + " ".repeat(width + 2 - key.toString().length());
    }
}
