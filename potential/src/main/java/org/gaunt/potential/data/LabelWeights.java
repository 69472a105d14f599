package org.gaunt.potential.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.atoms.Structure;
import org.gaunt.files.Suggestions;
import org.jspecify.annotations.Nullable;

/**
 * How much the labels of one structure count in the loss, beside the weights that hold for all structures.
 *
 * @param energy factor of its energy term
 * @param forces factor of its force terms
 * @param stress factor of its stress terms
 * @param all factor of the terms of further labels
 */
public record LabelWeights(double energy, double forces, double stress, double all) {

    /** All labels count once. */
    public static final LabelWeights ONE = new LabelWeights(1, 1, 1, 1);

    /** Factors of energy, forces and stress; further labels count once. */
    public LabelWeights(double energy, double forces, double stress) {
        this(energy, forces, stress, 1);
    }

    /** The config type of structures that name none, in factors of config types; MACE's word. */
    public static final String DEFAULT = "Default";

    private static final List<String> NAMES = List.of(
            "config_weight",
            "config_energy_weight",
            "energy_weight",
            "config_forces_weight",
            "forces_weight",
            "config_stress_weight",
            "stress_weight",
            "config_virials_weight",
            "virials_weight");

    /** Weights of labels that no model here has. */
    private static final List<String> OTHERS =
            List.of("dipole", "charge", "polariz", "magmom", "head", "molecul", "atom");

    /**
     * The weights that the entries of a structure give, with MACE's names: {@code config_weight} times
     * {@code config_energy_weight}, {@code config_forces_weight}, and {@code config_stress_weight} or
     * {@code config_virials_weight}; the {@code config_} of the last four may be left out. Absent ones are 1.
     *
     * @param byConfigType factors of config types; types that are not there have 1, structures without one the factor of
     *     {@link #DEFAULT}
     * @throws org.gaunt.files.InputException if an entry is not a number that is 0 or more, is given under two names, or looks like
     *     a misspelt weight
     */
    public static LabelWeights of(Structure structure, Map<String, Double> byConfigType) {
        requireSpelling(structure);
        String type = structure.configType();
        double all = entry(structure, "config_weight") * byConfigType.getOrDefault(type == null ? DEFAULT : type, 1.0);
        double energy = entry(structure, "config_energy_weight", "energy_weight");
        double forces = entry(structure, "config_forces_weight", "forces_weight");
        double stress =
                entry(structure, "config_stress_weight", "stress_weight", "config_virials_weight", "virials_weight");
        boolean one = all == 1 && energy == 1 && forces == 1 && stress == 1;
        return one ? ONE : new LabelWeights(all * energy, all * forces, all * stress, all);
    }

    /** Refuses entries that would be a weight under a slightly different name. */
    private static void requireSpelling(Structure structure) {
        for (String key : structure.info().keySet()) {
            String lower = key.toLowerCase(Locale.ROOT);
            boolean looksLike = !NAMES.contains(key)
                    && OTHERS.stream().noneMatch(lower::contains)
                    && (lower.equals("weight")
                            || lower.equals("weights")
                            || ((lower.contains("weight") || lower.startsWith("config_"))
                                    && !Suggestions.nearest(key, NAMES).isEmpty()));
            if (looksLike) {
                List<String> nearest = Suggestions.nearest(key, NAMES);
                throw structure
                        .problem("the entry " + key + " looks like a weight and is none")
                        .found(key + "=" + structure.info().get(key))
                        .wanted("one of " + String.join(", ", NAMES))
                        .remedy("rename it to " + (nearest.isEmpty() ? NAMES.getFirst() : nearest.getFirst())
                                + ", or to something without \"weight\"; it would have no effect as it is")
                        .build();
            }
        }
    }

    private static double entry(Structure structure, String... names) {
        @Nullable String found = null;
        double weight = 1;
        for (String name : names) {
            String text = structure.info().get(name);
            if (text == null) {
                continue;
            }
            if (found != null) {
                throw structure
                        .problem("a weight is given twice")
                        .found(found + " and " + name)
                        .remedy("leave one of them out")
                        .build();
            }
            found = name;
            weight = number(structure, name, text);
        }
        return weight;
    }

    private static double number(Structure structure, String name, String text) {
        double weight;
        try {
            weight = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            weight = Double.NaN;
        }
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw structure
                    .problem("the entry " + name + " is not a weight")
                    .found(text)
                    .wanted("a number, 0 or more")
                    .build();
        }
        return weight;
    }
}
