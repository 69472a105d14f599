package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.gaunt.nn.Parameters.Entry;
import org.gaunt.potential.io.ModelFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt model diff}. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {"Compares two models: what they are made from, and each array of weights.", ""},
        footer = {"", "Example:", "  gaunt model diff before.safetensors after.safetensors"})
final class ModelDiffCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "A", description = "A model.")
    private @Nullable Path first;

    @Parameters(index = "1", paramLabel = "B", description = "Another.")
    private @Nullable Path second;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    ModelDiffCommand() {}

    /** An array of weights that is not the same. */
    private record Weights(String name, String what, double largest) {}

    @Override
    public void run() {
        ModelFile a = Models.read(Objects.requireNonNull(first));
        ModelFile b = Models.read(Objects.requireNonNull(second));
        Map<String, List<Object>> properties = properties(new ModelSummary(a).flat(), new ModelSummary(b).flat());
        List<Weights> weights = weights(a, b);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("properties", properties);
            Map<String, Object> arrays = new LinkedHashMap<>();
            weights.forEach(w -> arrays.put(w.name(), w.what().isEmpty() ? w.largest() : w.what()));
            tree.put("weights", arrays);
            out.println(Json.write(tree));
            return;
        }
        if (properties.isEmpty() && weights.isEmpty()) {
            out.println("The models are the same.");
            return;
        }
        properties.forEach((key, values) -> out.println(key + ": " + values.get(0) + " -> " + values.get(1)));
        Table table = new Table(1, "weights", "largest difference");
        for (Weights w : weights) {
            table.row(w.name(), w.what().isEmpty() ? String.format(Locale.ROOT, "%.3g", w.largest()) : w.what());
        }
        if (!weights.isEmpty()) {
            table.print(out);
        }
    }

    private static Map<String, List<Object>> properties(Map<String, Object> a, Map<String, Object> b) {
        Map<String, List<Object>> different = new LinkedHashMap<>();
        TreeSet<String> keys = new TreeSet<>(a.keySet());
        keys.addAll(b.keySet());
        for (String key : keys) {
            Object left = a.getOrDefault(key, "none");
            Object right = b.getOrDefault(key, "none");
            if (!left.equals(right)) {
                different.put(key, List.of(left, right));
            }
        }
        return different;
    }

    private static List<Weights> weights(ModelFile a, ModelFile b) {
        List<Weights> different = new ArrayList<>();
        Map<String, Entry> left = byName(a);
        Map<String, Entry> right = byName(b);
        TreeSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        for (String name : names) {
            Entry l = left.get(name);
            Entry r = right.get(name);
            if (l == null || r == null) {
                different.add(new Weights(name, l == null ? "in B only" : "in A only", 0));
            } else if (!l.shape().equals(r.shape())) {
                different.add(new Weights(name, "shapes " + l.shape() + " and " + r.shape(), 0));
            } else {
                double[] x = a.model().parameters().get(name);
                double[] y = b.model().parameters().get(name);
                if (!Arrays.equals(x, y)) {
                    double largest = 0;
                    for (int k = 0; k < x.length; k++) {
                        largest = Math.max(largest, Math.abs(x[k] - y[k]));
                    }
                    different.add(new Weights(name, "", largest));
                }
            }
        }
        return different;
    }

    private static Map<String, Entry> byName(ModelFile file) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        file.model().parameters().entries().forEach(entry -> entries.put(entry.name(), entry));
        return entries;
    }
}
