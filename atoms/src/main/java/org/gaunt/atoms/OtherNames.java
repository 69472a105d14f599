package org.gaunt.atoms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.gaunt.files.InputException;
import org.gaunt.files.Suggestions;
import org.jspecify.annotations.Nullable;

/**
 * Labels that a frame has under another name than the configured one. They are errors: a model trained without them would say
 * nothing about it.
 */
final class OtherNames {

    /** Words in keys that contain "energy" but are not the energy of the structure. */
    private static final List<String> OTHER_ENERGIES = List.of(
            "kinetic",
            "per_atom",
            "peratom",
            "cutoff",
            "std",
            "var",
            "error",
            "uncert",
            "unit",
            "tol",
            "zpe",
            "spread",
            "weight");

    /** Words in columns that contain "force" but are not the forces. */
    private static final List<String> OTHER_FORCES = List.of("std", "error", "uncert", "spread", "weight");

    /** Words in keys that contain "stress" or "virial" but are not the stress of the structure. */
    private static final List<String> OTHER_STRESSES = List.of(
            "kinetic",
            "per_atom",
            "peratom",
            "std",
            "variance",
            "error",
            "uncert",
            "spread",
            "weight",
            "mask",
            "target",
            "external",
            "applied");

    private final Map<String, String> entries;
    private final List<String> allKeys;
    private final Function<String, InputException.Builder> problem;

    /**
     * For one frame.
     *
     * @param entries those that were not understood
     * @param allKeys those of the line
     * @param problem starts a message about the line
     */
    OtherNames(Map<String, String> entries, List<String> allKeys, Function<String, InputException.Builder> problem) {
        this.entries = entries;
        this.allKeys = allKeys;
        this.problem = problem;
    }

    /** Complains about an energy under another key; for frames without one. */
    void requireNoEnergy(String key) {
        List<String> others =
                keys(entry -> has(entry.getKey(), OTHER_ENERGIES, "energy") && tensor(entry.getValue()) == 1);
        if (!others.isEmpty()) {
            throw other("energy", "key", key, others, "energy_key", "if its unit is eV")
                    .found(foundKeys(others))
                    .build();
        }
    }

    /** Complains about forces in another column; for frames without any. */
    void requireNoForces(String name, ColumnLayout layout) {
        List<String> others = layout.columns().stream()
                .filter(column -> column.type() == AtomColumn.Type.REAL && column.width() == 3)
                .map(ColumnLayout.Column::name)
                .filter(other -> has(other, OTHER_FORCES, "force"))
                .toList();
        if (!others.isEmpty()) {
            throw other("forces", "column", name, others, "forces_key", "if its unit is eV/Å")
                    .found(Suggestions.listed(others, " and ")
                            + " (all columns: "
                            + layout.columns().stream()
                                    .map(ColumnLayout.Column::name)
                                    .collect(Collectors.joining(", "))
                            + ")")
                    .build();
        }
        List<ColumnLayout.Column> components = ForceColumns.components(layout);
        if (!components.isEmpty()) {
            throw otherForm(
                            name,
                            layout,
                            components.stream().map(ColumnLayout.Column::name).toList())
                    .remedy("declare them as one column, if they are in eV/Å: write " + name
                            + ":R:3 in Properties where they stand one after the other (fx:R:1:fy:R:1:fz:R:1)")
                    .build();
        }
        List<String> gradients = ForceColumns.gradients(layout);
        if (!gradients.isEmpty()) {
            throw otherForm(name, layout, gradients)
                    .remedy("forces are minus the gradient of the energy: write a column " + name
                            + " with the opposite signs, in eV/Å; renaming is not enough")
                    .build();
        }
    }

    private InputException.Builder otherForm(String name, ColumnLayout layout, List<String> found) {
        return problem.apply("no forces in the configured column '" + name + "'")
                .found(Suggestions.listed(found, " and ") + " (Properties=" + layout + ")")
                .wanted("a column " + name + ":R:3 in eV/Å");
    }

    /**
     * Complains about a stress or a virial under another key; for frames without either.
     *
     * @param stress configured key of the stress, or null where none is read
     * @param virial configured key of the virial, or null where none is read
     */
    void requireNoStress(@Nullable String stress, @Nullable String virial) {
        if (stress == null && virial == null) {
            return;
        }
        List<String> others = keys(entry -> has(entry.getKey(), OTHER_STRESSES, "stress", "virial")
                && (tensor(entry.getValue()) == 6 || tensor(entry.getValue()) == 9));
        if (others.isEmpty()) {
            return;
        }
        List<String> wanted = new ArrayList<>();
        if (stress != null) {
            wanted.add(stress);
        }
        if (virial != null) {
            wanted.add(virial);
        }
        List<String> stresses = others.stream().filter(LabelKeys::namesStress).toList();
        throw other(
                        "stress",
                        wanted.size() == 1 ? "key" : "keys",
                        String.join("' and '", wanted),
                        stresses.isEmpty() ? others : stresses,
                        stresses.isEmpty() ? "virial_key" : "stress_key",
                        stresses.isEmpty()
                                ? "if it is minus volume times stress, in eV"
                                : "if its unit is eV/Å³ and it is positive under tension")
                .found(foundKeys(others))
                .build();
    }

    private String foundKeys(List<String> others) {
        return Suggestions.listed(others, " and ") + " (all keys: " + String.join(", ", allKeys) + ")";
    }

    private InputException.Builder other(
            String label, String kind, String name, List<String> others, String setting, String condition) {
        List<String> nearest = Suggestions.nearest(name, others);
        String best = nearest.isEmpty() ? others.getFirst() : nearest.getFirst();
        return problem.apply("no " + label + " under the configured " + kind + " '" + name + "'")
                .wanted("the " + kind + " '" + name + "'")
                .remedy("did you mean '" + best + "'? Then set " + setting + " to it, " + condition);
    }

    private List<String> keys(Predicate<Map.Entry<String, String>> wanted) {
        return entries.entrySet().stream().filter(wanted).map(Map.Entry::getKey).toList();
    }

    private static boolean has(String key, List<String> others, String... words) {
        String lower = key.toLowerCase(Locale.ROOT);
        boolean any = false;
        for (String word : words) {
            any |= lower.contains(word);
        }
        return any && others.stream().noneMatch(lower::contains);
    }

    /** How many numbers a value has, whatever brackets stand around them; 0 where it is something else. */
    private static int tensor(String text) {
        try {
            return Numbers.parseReals(text.replace("_JSON", " ").replaceAll("[\\[\\](){}]", " ")).length;
        } catch (NumberFormatException notNumbers) {
            return 0;
        }
    }
}
