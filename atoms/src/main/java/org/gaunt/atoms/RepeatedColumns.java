package org.gaunt.atoms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/** Refuses atom lines that say the same thing in two columns, but not the same: element and atomic number, forces twice. */
final class RepeatedColumns {

    private static final Set<String> ELEMENTS = Set.of(
            "species", "symbols", "symbol", "element", "elements", "z", "numbers", "atomicnumbers", "atomicnumber");
    private static final Set<String> POSITIONS = Set.of("pos", "positions");
    private static final Set<String> FORCES = Set.of("forces", "force");

    /** Å, eV/Å. */
    private static final double ABSOLUTE = 1e-3;

    private static final double RELATIVE = 1e-3;

    /**
     * Three numbers that are also elsewhere.
     *
     * @param first the words of a line that count
     * @param second the words of the line that should be the same
     */
    private record Twins(String name, int first, String other, int[] second) {}

    private final TextLines lines;
    private final List<ColumnLayout.Column> columns;
    private final int speciesAt;
    private final String speciesName;
    private final List<Integer> elements = new ArrayList<>();
    private final List<Twins> vectors = new ArrayList<>();

    /**
     * For one frame.
     *
     * @param species the column the elements are taken from
     * @param positions the column the positions are taken from
     * @param forces the column the forces are taken from, or null
     */
    RepeatedColumns(
            TextLines lines,
            ColumnLayout layout,
            ColumnLayout.Column species,
            ColumnLayout.Column positions,
            ColumnLayout.@Nullable Column forces) {
        this.lines = lines;
        this.columns = layout.columns();
        this.speciesAt = at(species);
        this.speciesName = species.name();
        for (ColumnLayout.Column column : columns) {
            String letters = FrameHeader.letters(column.name());
            if (!column.equals(species)
                    && column.width() == 1
                    && ELEMENTS.contains(letters)
                    && (column.type() == AtomColumn.Type.TEXT || column.type() == AtomColumn.Type.INTEGER)) {
                elements.add(at(column));
            }
            boolean vector = column.width() == 3 && column.type() == AtomColumn.Type.REAL;
            if (vector && !column.equals(positions) && POSITIONS.contains(letters)) {
                vectors.add(new Twins(positions.name(), at(positions), column.name(), threeFrom(at(column))));
            }
            if (forces != null && vector && !column.equals(forces) && sameForces(forces.name(), letters)) {
                vectors.add(new Twins(forces.name(), at(forces), column.name(), threeFrom(at(column))));
            }
        }
        int[] components =
                forces == null || !FORCES.contains(FrameHeader.letters(forces.name())) ? null : components(layout);
        if (forces != null && components != null) {
            vectors.add(new Twins(forces.name(), at(forces), "fx, fy, fz", components));
        }
    }

    private static boolean sameForces(String name, String letters) {
        String own = FrameHeader.letters(name);
        return letters.equals(own) || (FORCES.contains(own) && FORCES.contains(letters));
    }

    private static int[] threeFrom(int first) {
        return new int[] {first, first + 1, first + 2};
    }

    private int @Nullable [] components(ColumnLayout layout) {
        List<ColumnLayout.Column> three = ForceColumns.components(layout);
        return three.isEmpty() ? null : three.stream().mapToInt(this::at).toArray();
    }

    private int at(ColumnLayout.Column wanted) {
        int at = 0;
        for (ColumnLayout.Column column : columns) {
            if (column.equals(wanted)) {
                return at;
            }
            at += column.width();
        }
        throw new IllegalArgumentException("not a column of the frame: " + wanted);
    }

    /**
     * Looks at an atom line.
     *
     * @param words of the line
     * @param number atomic number that counts
     */
    void requireSame(List<String> words, int atom, int number) {
        for (int other : elements) {
            String text = words.get(other);
            int second = Numbers.parseWhole(text, 0, Integer.MAX_VALUE);
            if (second < 0) {
                second = Element.ofSymbol(text).map(Element::number).orElse(number); // some other text
            }
            if (second != number) {
                throw contradiction(speciesName, nameAt(other), words.get(speciesAt), text, atom);
            }
        }
        for (Twins twins : vectors) {
            for (int axis = 0; axis < 3; axis++) {
                String first = words.get(twins.first() + axis);
                String second = words.get(twins.second()[axis]);
                double a = Numbers.parseReal(first);
                double b = Numbers.parseReal(second);
                if (Math.abs(a - b) > ABSOLUTE + RELATIVE * Math.abs(a)) {
                    String coordinate = String.valueOf("xyz".charAt(axis));
                    throw contradiction(
                            twins.name(), twins.other(), coordinate + " = " + first, coordinate + " = " + second, atom);
                }
            }
        }
    }

    private String nameAt(int place) {
        int at = 0;
        for (ColumnLayout.Column column : columns) {
            at += column.width();
            if (place < at) {
                return column.name();
            }
        }
        return "";
    }

    private InputException contradiction(String a, String b, String first, String second, int atom) {
        return lines.problem(
                        String.format(Locale.ROOT, "the columns '%s' and '%s' contradict each other", a, b),
                        lines.number())
                .found("'" + CommentLine.excerpt(first) + "' and '" + CommentLine.excerpt(second) + "' for atom "
                        + (atom + 1))
                .wanted("the same in both")
                .remedy("correct one of the two columns, or remove it")
                .build();
    }
}
