package org.gaunt.atoms;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/** The cell of a frame and the directions in which it repeats, from {@code Lattice} and {@code pbc} of its second line. */
final class CellEntries {

    /** Keys for a cell in other programs, in small letters. */
    private static final Set<String> OTHER_CELLS = Set.of("cell", "unitcell", "cellvectors", "latticevectors", "box");

    /** Largest difference of two cells that should be equal, in parts of the longest vector. */
    private static final double TOLERANCE = 1e-4;

    private final Map<String, String> entries;
    private final Function<String, InputException.Builder> problem;
    private final boolean hasLattice;
    private final @Nullable Cell cell;
    private final boolean[] pbc;

    /**
     * Understands the entries, which are taken away.
     *
     * @param problem starts a message about the line
     */
    CellEntries(Map<String, String> entries, Function<String, InputException.Builder> problem) {
        this.entries = entries;
        this.problem = problem;
        this.hasLattice = entries.containsKey("Lattice");
        double[] rows = rows();
        Cell given = rows == null ? null : Cell.of(rows);
        boolean molecule = "FFF".equals(String.join("", Numbers.words(entries.getOrDefault("pbc", ""))));
        entries.forEach((key, value) -> requireNoOther(key, value, given, molecule));
        this.cell = given == null || given.isZero() ? null : given;
        this.pbc = periodicity(given != null);
        check();
    }

    /** The cell, or null. */
    @Nullable
    Cell cell() {
        return cell;
    }

    /** Whether the frame repeats along each vector. */
    boolean[] pbc() {
        return pbc;
    }

    private double @Nullable [] rows() {
        String text = entries.remove("Lattice");
        if (text == null) {
            return null;
        }
        NumberArray array;
        try {
            array = NumberArray.parse(text);
        } catch (NumberFormatException notNumbers) {
            throw notCell("'Lattice' is not a number", text);
        }
        boolean finite = true;
        for (double value : array.values()) {
            finite &= Double.isFinite(value);
        }
        if (!array.isMatrix() || !finite) {
            throw notCell("Lattice is not a cell", text);
        }
        return array.values();
    }

    private InputException notCell(String what, String text) {
        return problem.apply(what)
                .found("Lattice=\"" + CommentLine.excerpt(text) + "\"")
                .wanted(
                        "nine finite numbers ax ay az bx by bz cx cy cz in Å, or [[ax, ay, az], [bx, by, bz], [cx, cy, cz]]")
                .build();
    }

    /** Refuses a cell under another key that would be ignored, or contradicts Lattice. */
    private void requireNoOther(String key, String value, @Nullable Cell given, boolean molecule) {
        if (!OTHER_CELLS.contains(FrameHeader.letters(key))) {
            return;
        }
        double[] other;
        try {
            other = NumberArray.parse(value).values();
        } catch (NumberFormatException text) {
            return;
        }
        if (other.length != 3 && other.length != 6 && other.length != 9) {
            return;
        }
        String both = key + "=\"" + CommentLine.excerpt(value) + "\"";
        if (given == null && !molecule) {
            throw problem.apply("a cell under another key than Lattice")
                    .found(both)
                    .wanted("Lattice=\"ax ay az bx by bz cx cy cz\" in Å")
                    .remedy("rename the key, or write pbc=\"F F F\" if this is a molecule")
                    .build();
        } else if (given != null && !agrees(given, other)) {
            throw problem.apply("Lattice and '" + key + "' contradict each other")
                    .found("Lattice " + given + " and " + both)
                    .wanted("the same cell")
                    .remedy("correct one of the two, or remove '" + key + "'")
                    .build();
        }
    }

    /** Compares with nine numbers (rows or columns), or with three lengths, which may be followed by three angles. */
    private static boolean agrees(Cell given, double[] other) {
        double longest = 0;
        double[] lengths = new double[3];
        for (int k = 0; k < 3; k++) {
            double x = given.get(k, 0);
            double y = given.get(k, 1);
            double z = given.get(k, 2);
            lengths[k] = Math.sqrt(x * x + y * y + z * z);
            longest = Math.max(longest, lengths[k]);
        }
        boolean rows = true;
        boolean columns = true;
        for (int k = 0; k < (other.length == 9 ? 9 : 3); k++) {
            if (other.length == 9) {
                rows &= Math.abs(other[k] - given.get(k / 3, k % 3)) <= TOLERANCE * longest;
                columns &= Math.abs(other[k] - given.get(k % 3, k / 3)) <= TOLERANCE * longest;
            } else {
                rows &= Math.abs(other[k] - lengths[k]) <= TOLERANCE * longest;
            }
        }
        return rows || (other.length == 9 && columns);
    }

    private boolean[] periodicity(boolean hasCell) {
        String text = entries.remove("pbc");
        if (text == null) {
            return new boolean[] {hasCell, hasCell, hasCell}; // as ASE does
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

    private void check() {
        if (!(pbc[0] || pbc[1] || pbc[2])) {
            return;
        }
        String directions = (pbc[0] ? "T " : "F ") + (pbc[1] ? "T " : "F ") + (pbc[2] ? "T" : "F");
        if (cell == null) {
            throw problem.apply("a periodic frame without a cell")
                    .found("pbc=\"" + directions + "\" but " + (hasLattice ? "an all-zero" : "no") + " Lattice")
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
}
