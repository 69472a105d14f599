package org.gaunt.atoms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of an extended XYZ file one after the other, so that a file may be larger than the memory. Made by
 * {@link ExtendedXyz#open}; used by one thread.
 */
public final class ExtendedXyzReader implements AutoCloseable {

    /** What an atom needs at least in a file: an element, three numbers, blanks and the end of the line. */
    private static final long SHORTEST_ATOM_LINE = 8;

    private final String file;
    private final long fileSize;
    private final LabelKeys keys;
    private final BufferedReader reader;
    private int line;
    private int frames;
    private int previousAtoms;
    private int previousLine;

    ExtendedXyzReader(Path path, LabelKeys keys) {
        this.file = path.toString();
        this.keys = keys;
        InputFiles.requireReadable(path, "an extended XYZ file");
        try {
            this.fileSize = Files.size(path);
            // bytes that are not UTF-8 can only be in texts; they must not make the numbers unreadable
            this.reader = new BufferedReader(
                    new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8), 1 << 16);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    /**
     * The next frame, or null at the end of the file.
     *
     * @throws InputException if the frame is not one, or the file has no frame at all
     */
    public @Nullable Structure next() {
        String count = readLine();
        while (count != null && count.isBlank()) {
            count = readLine();
        }
        if (count == null) {
            if (frames == 0) {
                throw InputException.of("the file has no structures")
                        .file(file)
                        .found(fileSize == 0 ? "an empty file" : "only blank lines")
                        .wanted("at least one frame in extended XYZ format")
                        .remedy("check that the file was written completely")
                        .build();
            }
            return null;
        }
        int start = line;
        int atoms = atomCount(count);
        String comment = readLine();
        if (comment == null) {
            throw truncated(start, atoms, 0, "no second line");
        }
        FrameHeader header = new FrameHeader(
                CommentLine.parse(comment, what -> problem(what, start + 1)), keys, what -> problem(what, start + 1));
        requireMemory(atoms, header.layout(), start);
        Structure structure = new Frame(start, atoms, header).read();
        frames++;
        previousAtoms = atoms;
        previousLine = start;
        return structure;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    private int atomCount(String text) {
        String trimmed = text.strip();
        int atoms = Numbers.parseWhole(trimmed, 1, Integer.MAX_VALUE / 3);
        if (atoms > 0) {
            return atoms;
        }
        boolean whole = trimmed.matches("[+-]?\\d+");
        if (!whole && frames > 0) {
            throw problem("wrong atom count: a frame has more atom lines than it says", line)
                    .found("'" + CommentLine.excerpt(trimmed) + "' where the next frame should begin")
                    .wanted("a line with the number of atoms, as the frame from line " + previousLine + " on has "
                            + previousAtoms + (previousAtoms == 1 ? " atom" : " atoms"))
                    .remedy("correct the number in line " + previousLine + " or remove the lines that are too many")
                    .build();
        }
        throw problem(whole ? "impossible number of atoms" : "this is not an XYZ file", line)
                .found("'" + CommentLine.excerpt(trimmed) + "'")
                .wanted("the number of atoms of a frame, from 1 to " + Integer.MAX_VALUE / 3)
                .remedy(whole ? "correct the number, or remove the frame" : "give a file in extended XYZ format")
                .build();
    }

    private void requireMemory(int atoms, ColumnLayout layout, int start) {
        double needed = 2.0 * atoms * (8.0 * layout.width() + 16);
        double available = Runtime.getRuntime().maxMemory();
        if (needed > available && (double) atoms * SHORTEST_ATOM_LINE <= fileSize) {
            throw problem("the frame is larger than the memory", start)
                    .found(String.format(
                            java.util.Locale.ROOT, "%d atoms, which need about %.3g GiB", atoms, needed / (1L << 30)))
                    .wanted(String.format(java.util.Locale.ROOT, "at most %.3g GiB", available / (1L << 30)))
                    .remedy("use a smaller structure, or give Java more memory (JAVA_TOOL_OPTIONS=-Xmx...g)")
                    .build();
        }
    }

    private @Nullable String readLine() {
        try {
            String text = reader.readLine();
            if (text != null && line == 0 && text.startsWith("\uFEFF")) {
                text = text.substring(1); // byte order mark
            }
            line++;
            return text;
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    private InputException unreadable(IOException failure) {
        return InputException.of("the file cannot be read")
                .file(file)
                .line(line)
                .found(String.valueOf(failure.getMessage()))
                .cause(failure)
                .build();
    }

    private InputException.Builder problem(String what, int atLine) {
        return InputException.of(what).file(file).line(atLine);
    }

    private InputException truncated(int start, int atoms, int read, String what) {
        return problem("truncated frame", start)
                .found(what + " (the file ends in line " + (line - 1) + ")")
                .wanted(atoms + (atoms == 1 ? " atom line" : " atom lines") + ", as line " + start + " says")
                .remedy(
                        read > 0 || frames > 0
                                ? "write the file again, or remove the incomplete frame from line " + start + " on"
                                : "write the file again")
                .build();
    }

    /** The atom lines of one frame. */
    private final class Frame {
        private final int start;
        private final int atoms;
        private final FrameHeader header;
        private final ColumnLayout layout;
        private final List<ColumnBuffer> buffers = new ArrayList<>();
        private final ColumnBuffer species;
        private final ColumnBuffer positions;
        private final @Nullable ColumnBuffer forces;
        private final List<String> words = new ArrayList<>();

        Frame(int start, int atoms, FrameHeader header) {
            this.start = start;
            this.atoms = atoms;
            this.header = header;
            this.layout = header.layout();
            for (ColumnLayout.Column column : layout.columns()) {
                buffers.add(new ColumnBuffer(column, atoms));
            }
            this.species = required("the elements", "species:S:1 or Z:I:1", 1, "species", "symbols", "Z", "numbers");
            this.positions = required("the positions", "pos:R:3", 3, "pos", "positions");
            this.forces = forces();
        }

        private ColumnBuffer required(String what, String wanted, int width, String... names) {
            ColumnLayout.Column column = layout.find(names);
            boolean real = width == 3;
            if (column == null
                    || column.width() != width
                    || column.type() == AtomColumn.Type.LOGICAL
                    || real != (column.type() == AtomColumn.Type.REAL)) {
                throw problem("no column with " + what, start + 1)
                        .found("Properties=" + CommentLine.excerpt(layout.toString()))
                        .wanted(wanted)
                        .build();
            }
            return buffer(column);
        }

        private @Nullable ColumnBuffer forces() {
            String name = keys.forces();
            if (name == null) {
                return null;
            }
            ColumnLayout.Column column = layout.find(name);
            if (column == null) {
                header.requireNoOtherForces(name);
                return null;
            }
            if (column.type() != AtomColumn.Type.REAL || column.width() != 3) {
                throw problem("the forces are not three real numbers for each atom", start + 1)
                        .found(name + ":" + column.type().letter() + ":" + column.width())
                        .wanted(name + ":R:3")
                        .build();
            }
            return buffer(column);
        }

        private ColumnBuffer buffer(ColumnLayout.Column column) {
            return buffers.get(layout.columns().indexOf(column));
        }

        Structure read() {
            int[] numbers = new int[Math.min(atoms, 1 << 16)];
            for (int atom = 0; atom < atoms; atom++) {
                String text = readLine();
                if (text == null) {
                    throw truncated(start, atoms, atom, atom + (atom == 1 ? " atom line" : " atom lines"));
                }
                split(text);
                requireWidth(text, atom);
                addAll(atom);
                if (atom == numbers.length) {
                    numbers = java.util.Arrays.copyOf(numbers, (int) Math.min(atoms, 2L * atom));
                }
                numbers[atom] = element(atom);
            }
            return structure(numbers);
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
                throw problem("wrong atom count: a frame has fewer atom lines than it says", line)
                        .found(atom + (atom == 1 ? " atom line" : " atom lines") + ", then "
                                + (words.isEmpty()
                                        ? "a blank line"
                                        : "'" + text.strip() + "', which looks like the next frame"))
                        .wanted(atoms + ", as line " + start + " says")
                        .remedy("correct the number in line " + start + " or add the atoms that are missing")
                        .build();
            }
            throw problem("wrong number of columns", line)
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
                        throw problem("a value is not of the type of its column", line)
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
                throw problem(buffer == positions ? "a position is not finite" : "a force is not finite", line)
                        .found(Numbers.format(value) + " for " + "xyz".charAt(axis) + " of atom " + (atom + 1) + " ("
                                + words.getFirst() + ")")
                        .wanted("a finite number in "
                                + (buffer == positions ? "Å" : "eV/Å (or nan where it is not known)"))
                        .remedy("remove the frame that begins in line " + start + ", or compute it again")
                        .build();
            }
        }

        private int element(int atom) {
            String text = words.get(offset(species));
            int number = Numbers.parseWhole(text, 1, Integer.MAX_VALUE);
            if (number < 0) {
                number = Element.ofSymbol(text).map(Element::number).orElse(-1);
            }
            if (!Element.isNumber(number)) {
                throw problem("unknown element", line)
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
            boolean[] pbc = Objects.requireNonNull(header.pbc());
            return Structure.builder(numbers, positions.reals())
                    .cell(header.cell())
                    .pbc(pbc[0], pbc[1], pbc[2])
                    .labels(labels)
                    .configType(header.configType())
                    .info(header.rest())
                    .columns(further)
                    .source(new Source(file, start))
                    .build();
        }
    }
}
