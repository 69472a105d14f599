package org.gaunt.atoms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/** Reads the atom lines of one frame of an extended XYZ file. */
final class AtomLines {

    /** Columns of atomic numbers. */
    private static final Set<String> NUMBERS = Set.of("Z", "numbers");

    private final TextLines lines;
    private final int start;
    private final int atoms;
    private final FrameHeader header;
    private final ColumnLayout layout;
    private final List<ColumnBuffer> buffers = new ArrayList<>();
    private final ColumnBuffer species;
    /** The place of the element in an atom line. */
    private final int speciesAt;

    private final ColumnBuffer positions;
    private final @Nullable ColumnBuffer forces;
    private final RepeatedColumns repeated;
    private final List<String> words = new ArrayList<>();

    /** Whether any element is given by its symbol. */
    private boolean symbols;

    /**
     * Prepares the buffers of a frame.
     *
     * @param start the line with the number of atoms
     * @param header what the second line says
     */
    AtomLines(TextLines lines, int start, int atoms, FrameHeader header, LabelKeys keys) {
        this.lines = lines;
        this.start = start;
        this.atoms = atoms;
        this.header = header;
        this.layout = header.layout();
        for (ColumnLayout.Column column : layout.columns()) {
            buffers.add(new ColumnBuffer(column, atoms));
        }
        this.species = required("the elements", "species:S:1 or Z:I:1", 1, "species", "symbols", "Z", "numbers");
        this.speciesAt = offset(species);
        this.positions = required("the positions", "pos:R:3", 3, "pos", "positions");
        this.forces = forces(keys.forces());
        this.repeated = new RepeatedColumns(
                lines, layout, species.column(), positions.column(), forces == null ? null : forces.column());
    }

    private ColumnBuffer required(String what, String wanted, int width, String... names) {
        ColumnLayout.Column column = layout.find(names);
        boolean real = width == 3;
        if (column == null
                || column.width() != width
                || column.type() == AtomColumn.Type.LOGICAL
                || real != (column.type() == AtomColumn.Type.REAL)) {
            throw lines.problem("no column with " + what, start + 1)
                    .found("Properties=" + CommentLine.excerpt(layout.toString()))
                    .wanted(wanted)
                    .build();
        }
        return buffer(column);
    }

    private @Nullable ColumnBuffer forces(@Nullable String name) {
        if (name == null) {
            return null;
        }
        ColumnLayout.Column column = layout.find(name);
        if (column == null) {
            header.requireNoOtherForces(name);
            return null;
        }
        if (column.type() != AtomColumn.Type.REAL || column.width() != 3) {
            throw lines.problem("the forces are not three real numbers for each atom", start + 1)
                    .found(name + ":" + column.type().letter() + ":" + column.width())
                    .wanted(name + ":R:3")
                    .build();
        }
        return buffer(column);
    }

    private ColumnBuffer buffer(ColumnLayout.Column column) {
        return buffers.get(layout.columns().indexOf(column));
    }

    /** The structure, its lines read to the last. */
    Structure read() {
        int[] numbers = new int[Math.min(atoms, 1 << 16)];
        for (int atom = 0; atom < atoms; atom++) {
            String text = lines.next();
            if (text == null) {
                throw truncated(lines, start, atoms, atom + (atom == 1 ? " atom line" : " atom lines"));
            }
            split(text);
            requireWidth(text, atom);
            addAll(atom);
            if (atom == numbers.length) {
                numbers = Arrays.copyOf(numbers, (int) Math.min(atoms, 2L * atom));
            }
            numbers[atom] = element(atom);
            repeated.requireSame(words, atom, numbers[atom]);
        }
        return structure(Arrays.copyOf(numbers, atoms));
    }

    private void split(String text) {
        words.clear();
        int at = 0;
        int length = text.length();
        while (at < length) {
            while (at < length && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            int begin = at;
            while (at < length && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at > begin) {
                words.add(text.substring(begin, at));
            }
        }
    }

    private void requireWidth(String text, int atom) {
        if (words.size() == layout.width() || (!layout.exact() && words.size() > layout.width())) {
            return;
        }
        boolean nextFrame = words.isEmpty()
                || (words.size() == 1 && Numbers.parseWhole(words.getFirst(), 0, Integer.MAX_VALUE) >= 0);
        if (nextFrame) {
            throw lines.problem("wrong atom count: a frame has fewer atom lines than it says", lines.number())
                    .found(atom + (atom == 1 ? " atom line" : " atom lines") + ", then "
                            + (words.isEmpty()
                                    ? "a blank line"
                                    : "'" + text.strip() + "', which looks like the next frame"))
                    .wanted(atoms + ", as line " + start + " says")
                    .remedy("correct the number in line " + start + " or add the atoms that are missing")
                    .build();
        }
        throw lines.problem("wrong number of columns", lines.number())
                .found(words.size() + " in '" + CommentLine.excerpt(text.strip()) + "'")
                .wanted(layout.width() + (layout.exact() ? "" : " or more") + ", as "
                        + (layout.exact()
                                ? "Properties=" + CommentLine.excerpt(layout.toString()) + " says"
                                : "element x y z"))
                .remedy("correct the line" + (layout.exact() ? " or Properties in line " + (start + 1) : ""))
                .build();
    }

    private void addAll(int atom) {
        int word = 0;
        for (ColumnBuffer buffer : buffers) {
            for (int k = 0; k < buffer.column().width(); k++, word++) {
                String text = words.get(word);
                try {
                    buffer.add(text);
                } catch (NumberFormatException notOfType) {
                    throw lines.problem("a value is not of the type of its column", lines.number())
                            .found("'" + CommentLine.excerpt(text) + "' in column " + (word + 1) + " ("
                                    + buffer.column().name() + ") of atom " + (atom + 1))
                            .wanted(String.valueOf(notOfType.getMessage()))
                            .remedy(
                                    text.startsWith("*")
                                            ? "the number did not fit into its field when the file was written: write it with more room"
                                            : "correct the value")
                            .build();
                }
                if (buffer == positions || buffer == forces) {
                    requireUsable(buffer, k, atom);
                }
            }
        }
    }

    private void requireUsable(ColumnBuffer buffer, int axis, int atom) {
        double value = buffer.lastReal();
        boolean missingForce = buffer == forces && Double.isNaN(value);
        if (!Double.isFinite(value) && !missingForce) {
            throw lines.problem(
                            buffer == positions ? "a position is not finite" : "a force is not finite", lines.number())
                    .found(Numbers.format(value) + " for " + "xyz".charAt(axis) + " of atom " + (atom + 1) + " ("
                            + words.get(speciesAt) + ")")
                    .wanted("a finite number in " + (buffer == positions ? "Å" : "eV/Å (or nan where it is not known)"))
                    .remedy("remove the frame that begins in line " + start + ", or compute it again")
                    .build();
        }
    }

    private int element(int atom) {
        String text = words.get(speciesAt);
        int number = Numbers.parseWhole(text, 1, Integer.MAX_VALUE);
        if (number < 0) {
            symbols = true;
            number = Element.ofSymbol(text).map(Element::number).orElse(-1);
        }
        if (!Element.isNumber(number)) {
            throw lines.problem("unknown element", lines.number())
                    .found("'" + CommentLine.excerpt(text) + "' for atom " + (atom + 1))
                    .wanted("the symbol of an element, H to Og")
                    .remedy(elementRemedy(text))
                    .build();
        }
        return number;
    }

    private int offset(ColumnBuffer buffer) {
        int offset = 0;
        for (ColumnBuffer other : buffers) {
            if (other == buffer) {
                break;
            }
            offset += other.column().width();
        }
        return offset;
    }

    private String elementRemedy(String text) {
        String letters = text.replaceAll("[^A-Za-z].*", "");
        if (text.equals("D") || text.equals("T")) {
            return "write H for the isotopes of hydrogen";
        }
        return letters.length() < text.length() && Element.ofSymbol(letters).isPresent()
                ? "did you mean '" + letters + "'? Labels of atoms belong in a column of their own"
                : "write the symbol of an element";
    }

    private Structure structure(int[] numbers) {
        if (!symbols && !NUMBERS.contains(species.column().name())) {
            NumberedTypes.refuse(
                    numbers,
                    layout.exact() ? "" : header.rest().getOrDefault("comment", ""),
                    lines.problem("these are not elements", start + 2));
        }
        Labels labels = header.labels();
        if (forces != null) {
            labels = labels.withForces(forces.reals());
        }
        List<AtomColumn> further = new ArrayList<>();
        for (ColumnBuffer buffer : buffers) {
            if (buffer != species && buffer != positions && buffer != forces) {
                further.add(buffer.toColumn());
            }
        }
        boolean[] pbc = header.pbc();
        return Structure.builder(numbers, positions.reals())
                .cell(header.cell())
                .pbc(pbc[0], pbc[1], pbc[2])
                .labels(labels)
                .configType(header.configType())
                .info(header.rest())
                .columns(further)
                .source(new Source(lines.file(), start))
                .build();
    }

    /** The file ends within a frame. */
    static InputException truncated(TextLines lines, int start, int atoms, String what) {
        return lines.problem("truncated frame", start)
                .found(what + " (the file ends in line " + lines.number() + ")")
                .wanted(atoms + (atoms == 1 ? " atom line" : " atom lines") + ", as line " + start + " says")
                .remedy("write the file again, or remove the incomplete frame from line " + start + " on")
                .build();
    }
}
