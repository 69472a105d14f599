package org.gaunt.potential.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gaunt.atoms.Structure;
import org.jspecify.annotations.Nullable;

/**
 * A whole number that is an input of a model for each structure, besides its atoms, such as the total charge. It is an entry of the structure's
 * comment line, and every number of its range is a category of its own.
 *
 * @param key name of the entry, such as {@code total_charge}
 * @param least smallest number
 * @param most largest number
 */
public record StructureInput(String key, int least, int most) {
    /** The total charge of a structure, e. */
    public static final String TOTAL_CHARGE = "total_charge";

    /** The spin multiplicity of a structure: 1 for a singlet, 2 for a doublet. */
    public static final String TOTAL_SPIN = "total_spin";

    private static final int MOST_CATEGORIES = 10_000;
    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9_]*)\\s+(-?\\d{1,6})\\.\\.(-?\\d{1,6})");

    /** Other names under which programs write the same; MACE's calculators read {@code charge} and {@code spin}. */
    private static final Map<String, Set<String>> ALSO =
            Map.of(TOTAL_CHARGE, Set.of("charge"), TOTAL_SPIN, Set.of("spin"));

    /** Checks the range. */
    public StructureInput {
        if (!key.matches("[A-Za-z][A-Za-z0-9_]*") || most < least || (long) most - least >= MOST_CATEGORIES) {
            throw new IllegalArgumentException("an input of a structure has the name of an entry and at most "
                    + MOST_CATEGORIES + " whole numbers, such as total_charge -10..10; found " + key + " " + least
                    + ".." + most);
        }
    }

    /**
     * Reads an input as configurations have it.
     *
     * @param text such as {@code total_charge -10..10}
     * @throws IllegalArgumentException if it has another form
     */
    public static StructureInput parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an entry and its smallest and largest number, such as total_charge -10..10");
        }
        return new StructureInput(m.group(1), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)));
    }

    /**
     * The entry that says a structure is charged; for models without this input.
     *
     * @return such as {@code charge=-1}; null where there is none, or 0
     */
    public static @Nullable String charge(Structure structure) {
        for (Map.Entry<String, String> entry : structure.info().entrySet()) {
            String name = entry.getKey();
            boolean isCharge = name.equals(TOTAL_CHARGE)
                    || ALSO.getOrDefault(TOTAL_CHARGE, Set.of()).contains(name);
            double charge = isCharge ? number(entry.getValue()) : 0;
            if (charge != 0 && !Double.isNaN(charge)) {
                return name + "=" + entry.getValue();
            }
        }
        return null;
    }

    /** How many numbers there are. */
    public int categories() {
        return most - least + 1;
    }

    /** Whether an entry of a structure has the value of this input. */
    public boolean isEntry(String name) {
        return name.equals(key) || ALSO.getOrDefault(key, Set.of()).contains(name);
    }

    /**
     * The category of a structure, from 0.
     *
     * @throws org.gaunt.files.InputException if it has no entry of this name, several that differ, or one that is not a whole number of
     *     the range
     */
    public int read(Structure structure) {
        Map<String, String> found = new LinkedHashMap<>();
        structure.info().forEach((name, value) -> {
            if (isEntry(name)) {
                found.put(name, value);
            }
        });
        if (found.isEmpty()) {
            throw structure
                    .problem("the model needs the " + words() + " of a structure, which this one does not have")
                    .found("no entry " + key)
                    .wanted(key + "= a whole number from " + least + " to " + most)
                    .remedy("add the entry to the structure's comment line, such as " + example())
                    .build();
        }
        String shown = found.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", "));
        List<Double> numbers =
                found.values().stream().map(StructureInput::number).distinct().toList();
        double value = numbers.getFirst();
        if (numbers.size() > 1 || value != Math.rint(value)) {
            throw structure
                    .problem("a structure's " + words() + " is not one whole number")
                    .found(shown)
                    .wanted(key + "= a whole number from " + least + " to " + most)
                    .build();
        }
        if (value < least || value > most) {
            throw structure
                    .problem("the model does not know this " + words())
                    .found(shown)
                    .wanted("a whole number from " + least + " to " + most)
                    .remedy("leave the structure out, or train a model with a wider range (model.embeddings)")
                    .build();
        }
        return (int) value - least;
    }

    private String words() {
        return switch (key) {
            case TOTAL_SPIN -> "total spin (its multiplicity, 1 for a singlet)";
            default -> key.replace('_', ' ');
        };
    }

    private String example() {
        int usual = key.equals(TOTAL_SPIN) ? 1 : 0;
        return key + "=" + Math.clamp(usual, least, most);
    }

    /** NaN for what is no number. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text.replaceAll("[\\[\\],]", " ").strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** As configurations have it. */
    @Override
    public String toString() {
        return key + " " + least + ".." + most;
    }
}
