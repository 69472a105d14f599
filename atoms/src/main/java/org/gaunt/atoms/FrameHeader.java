package org.gaunt.atoms;

import java.util.List;
import java.util.Locale;
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
        String properties = take("Properties");
        this.layout = properties == null ? ColumnLayout.PLAIN : ColumnLayout.parse(properties, problem);
        double[] rows = cellRows();
        Cell given = rows == null ? null : Cell.of(rows);
        this.cell = given == null || given.isZero() ? null : given;
        this.pbc = periodicity(given != null);
        checkCell();
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

    private static String letters(String key) {
        return key.replaceAll("[_\\- ]", "").toLowerCase(Locale.ROOT);
    }

    private double @Nullable [] cellRows() {
        String text = take("Lattice");
        if (text == null) {
            return null;
        }
        double[] rows = reals("Lattice", text, "nine numbers ax ay az bx by bz cx cy cz in Å");
        boolean finite = true;
        for (double value : rows) {
            finite &= Double.isFinite(value);
        }
        if (rows.length != 9 || !finite) {
            throw problem.apply("Lattice is not a cell")
                    .found("Lattice=\"" + CommentLine.excerpt(text) + "\"")
                    .wanted("nine finite numbers ax ay az bx by bz cx cy cz in Å")
                    .build();
        }
        return rows;
    }

    private boolean[] periodicity(boolean hasLattice) {
        String text = take("pbc");
        if (text == null) {
            return new boolean[] {hasLattice, hasLattice, hasLattice}; // as ASE does
        }
        String[] words = Numbers.words(text);
        boolean[] directions = new boolean[3];
        for (int k = 0; k < 3; k++) {
            String word = words.length == 1 ? words[0] : words.length == 3 ? words[k] : "";
            switch (word.toUpperCase(Locale.ROOT)) {
                case "T", "TRUE", "1" -> directions[k] = true;
                case "F", "FALSE", "0" -> directions[k] = false;
                default ->
                    throw problem.apply("pbc cannot be understood")
                            .found("pbc=\"" + CommentLine.excerpt(text) + "\"")
                            .wanted("three times T (periodic) or F (not), one for each cell vector")
                            .remedy("for example pbc=\"T T F\"")
                            .build();
            }
        }
        return directions;
    }

    private void checkCell() {
        if (!(pbc[0] || pbc[1] || pbc[2])) {
            return;
        }
        String directions = (pbc[0] ? "T " : "F ") + (pbc[1] ? "T " : "F ") + (pbc[2] ? "T" : "F");
        if (cell == null) {
            throw problem.apply("a periodic frame without a cell")
                    .found("pbc=\"" + directions + "\" but " + (allKeys.contains("Lattice") ? "an all-zero" : "no")
                            + " Lattice")
                    .wanted("Lattice=\"ax ay az bx by bz cx cy cz\" in Å")
                    .remedy("add the Lattice, or write pbc=\"F F F\" if this is a molecule")
                    .build();
        }
        if (Lattice.of(cell, pbc) == null) {
            throw problem.apply("the cell vectors do not span a cell")
                    .found("Lattice " + cell + " with pbc=\"" + directions + "\"")
                    .wanted("vectors that are neither zero nor linearly dependent in the periodic directions")
                    .remedy("correct Lattice, or set pbc to F in the directions that do not repeat")
                    .build();
        }
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
        String stress = take(keys.stress());
        String virial = take(keys.virial());
        if (stress != null) {
            labels = labels.withStress(tensor(String.valueOf(keys.stress()), stress));
        } else if (virial != null) {
            String key = String.valueOf(keys.virial());
            double[] values = tensor(key, virial);
            if (cell == null || !(cell.volume() > 0)) {
                throw problem.apply("a virial without a cell")
                        .found(key + "=\"" + CommentLine.excerpt(virial) + "\" but no cell with a volume")
                        .wanted("a Lattice, as stress = -virial / volume")
                        .remedy("add the Lattice or remove the virial")
                        .build();
            }
            for (int k = 0; k < 9; k++) {
                values[k] = -values[k] / cell.volume();
            }
            labels = labels.withStress(values);
        } else {
            new OtherNames(entries, allKeys, problem).requireNoStress(keys.stress(), keys.virial());
        }
    }

    /** Six numbers in Voigt's order or nine, which files have column by column. */
    private double[] tensor(String key, String text) {
        double[] values = reals(key, text, "six numbers xx yy zz yz xz xy or nine");
        for (double value : values) {
            if (Double.isInfinite(value)) {
                values = new double[0];
                break;
            }
        }
        return switch (values.length) {
            case 6 ->
                new double[] {
                    values[0], values[5], values[4], values[5], values[1], values[3], values[4], values[3], values[2]
                };
            case 9 ->
                new double[] {
                    values[0], values[3], values[6], values[1], values[4], values[7], values[2], values[5], values[8]
                };
            default ->
                throw problem.apply("'" + key + "' is not a tensor")
                        .found(key + "=\"" + CommentLine.excerpt(text) + "\"")
                        .wanted("six finite numbers xx yy zz yz xz xy or nine")
                        .build();
        };
    }

    private double[] reals(String key, String text, String wanted) {
        try {
            return Numbers.parseReals(text);
        } catch (NumberFormatException notNumbers) {
            throw problem.apply("'" + key + "' is not a number")
                    .found(key + "=\"" + CommentLine.excerpt(text) + "\"")
                    .wanted(wanted)
                    .build();
        }
    }
}
