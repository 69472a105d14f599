package org.gaunt.atoms;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/** The meaning of the second line of an extended XYZ frame: cell, periodic directions, columns, energy and stress. */
final class FrameHeader {

    private final Map<String, String> entries;
    private final LabelKeys keys;
    private final Function<String, InputException.Builder> problem;
    private final ColumnLayout layout;
    private final @Nullable Cell cell;
    private final boolean[] pbc;
    private final List<String> allKeys;
    private Labels labels = Labels.NONE;
    private @Nullable String configType;

    /**
     * Understands the entries of a line; those that are understood are removed, the rest is {@link #rest()}.
     *
     * @param problem starts a message about the line
     */
    FrameHeader(Map<String, String> entries, LabelKeys keys, Function<String, InputException.Builder> problem) {
        this.entries = entries;
        this.keys = keys;
        this.problem = problem;
        this.allKeys = List.copyOf(entries.keySet());
        for (String reserved : List.of("Lattice", "Properties", "pbc")) {
            requireSpelling(reserved);
        }
        RepeatedEntries repeated = new RepeatedEntries(entries, problem);
        List.of("Lattice", "Properties", "pbc").forEach(repeated::requireSame);
        if (keys.readsLabels()) {
            repeated.requireSame(keys.energy());
            repeated.requireSame(keys.stress());
            repeated.requireSame(keys.virial());
            repeated.requireSame(keys.configType());
        }
        String properties = take("Properties");
        this.layout = properties == null ? ColumnLayout.PLAIN : ColumnLayout.parse(properties, problem);
        CellEntries geometry = new CellEntries(entries, problem);
        this.cell = geometry.cell();
        this.pbc = geometry.pbc();
        requireConfigTypeSpelling();
        this.configType = keys.configType() == null ? null : take(keys.configType());
        readEnergy();
        readStress();
    }

    ColumnLayout layout() {
        return layout;
    }

    @Nullable
    Cell cell() {
        return cell;
    }

    boolean[] pbc() {
        return pbc;
    }

    @Nullable
    String configType() {
        return configType;
    }

    /** Energy and stress. */
    Labels labels() {
        return labels;
    }

    /** What was not understood. */
    Map<String, String> rest() {
        return entries;
    }

    private @Nullable String take(@Nullable String key) {
        return key == null ? null : entries.remove(key);
    }

    private void requireSpelling(String reserved) {
        if (entries.containsKey(reserved)) {
            return;
        }
        for (String key : allKeys) {
            if (key.equalsIgnoreCase(reserved)) {
                throw problem.apply("a key of extended XYZ is spelt differently")
                        .found("'" + key + "'")
                        .wanted("'" + reserved + "'")
                        .remedy("rename the key; it would have no effect as it is")
                        .build();
            }
        }
    }

    /** A group under a key that differs in case and dashes only would have no effect on weights, tables and isolated atoms. */
    private void requireConfigTypeSpelling() {
        String wanted = keys.configType();
        if (wanted == null || entries.containsKey(wanted) || !keys.readsLabels()) {
            return;
        }
        for (String key : allKeys) {
            if (letters(key).equals(letters(wanted))) {
                throw problem.apply("the key of the config type is spelt differently")
                        .found("'" + key + "'")
                        .wanted("'" + wanted + "'")
                        .remedy("rename the key; it would have no effect as it is")
                        .build();
            }
        }
    }

    /** A key without blanks, dashes and capitals. */
    static String letters(String key) {
        StringBuilder letters = new StringBuilder(key.length());
        for (int k = 0; k < key.length(); k++) {
            char c = key.charAt(k);
            if (c != '_' && c != '-' && c != ' ') {
                letters.append(Character.toLowerCase(c));
            }
        }
        return letters.toString();
    }

    private void readEnergy() {
        String key = keys.energy();
        if (key == null) {
            return;
        }
        String text = take(key);
        if (text == null) {
            new OtherNames(entries, allKeys, problem).requireNoEnergy(key);
            return;
        }
        double[] values = reals(key, text, "one number, the energy in eV");
        if (values.length != 1 || Double.isInfinite(values[0])) {
            throw problem.apply("the energy is not a number")
                    .found(key + "=\"" + CommentLine.excerpt(text) + "\"")
                    .wanted("one finite number, in eV")
                    .build();
        }
        labels = labels.withEnergy(values[0]);
    }

    /** Complains about forces under another name than the one configured, as they would be ignored silently. */
    void requireNoOtherForces(String name) {
        new OtherNames(entries, allKeys, problem).requireNoForces(name, layout);
    }

    private void readStress() {
        double[] stress = new StressEntries(entries, cell, problem).read(keys.stress(), keys.virial());
        if (stress != null) {
            labels = labels.withStress(stress);
        } else if (keys.virial() == null || !entries.containsKey(keys.virial())) {
            new OtherNames(entries, allKeys, problem).requireNoStress(keys.stress(), keys.virial());
        }
    }

    private double[] reals(String key, String text, String wanted) {
        try {
            return NumberArray.parse(text).values();
        } catch (NumberFormatException notNumbers) {
            throw problem.apply("'" + key + "' is not a number")
                    .found(key + "=\"" + CommentLine.excerpt(text) + "\"")
                    .wanted(wanted)
                    .build();
        }
    }
}
