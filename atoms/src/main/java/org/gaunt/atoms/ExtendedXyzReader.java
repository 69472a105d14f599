package org.gaunt.atoms;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of an extended XYZ file one after the other, so that a file may be larger than the memory. Made by
 * {@link ExtendedXyz#open}; used by one thread.
 */
public final class ExtendedXyzReader implements AutoCloseable {

    /** What an atom needs at least in a file: an element, three numbers, blanks and the end of the line. */
    private static final long SHORTEST_ATOM_LINE = 8;

    private final TextLines lines;
    private final LabelKeys keys;
    private final long memory;
    private int frames;
    private long offset;
    private int previousAtoms;
    private int previousLine;

    ExtendedXyzReader(Path path, LabelKeys keys) {
        this(path, keys, Runtime.getRuntime().maxMemory());
    }

    /**
     * Opens a file.
     *
     * @param memory the bytes a frame may need
     */
    ExtendedXyzReader(Path path, LabelKeys keys, long memory) {
        this(new TextLines(TextSource.open(path, ExtendedXyz.WHAT), 0, 1), keys, memory);
    }

    /**
     * Reads the frames of a text.
     *
     * @param memory the bytes a frame may need
     */
    ExtendedXyzReader(TextLines lines, LabelKeys keys, long memory) {
        this.memory = memory;
        this.lines = lines;
        this.keys = keys;
    }

    /**
     * The next frame, or null at the end of the file.
     *
     * @throws InputException if the frame is not one, or the file has no frame at all
     */
    public @Nullable Structure next() {
        String count = lines.next();
        while (count != null && count.isBlank()) {
            count = lines.next();
        }
        if (count == null) {
            if (frames == 0) {
                throw InputException.of("the file has no structures")
                        .file(lines.file())
                        .found(lines.number() == 0 ? "an empty file" : "only blank lines")
                        .wanted("at least one frame in extended XYZ format")
                        .remedy("check that the file was written completely")
                        .build();
            }
            return null;
        }
        int start = lines.number();
        offset = lines.offset();
        int atoms = atomCount(count);
        String comment = lines.next();
        if (comment == null) {
            throw AtomLines.truncated(lines, start, atoms, "no second line");
        }
        Function<String, InputException.Builder> problem = what -> lines.problem(what, start + 1);
        FrameHeader header = new FrameHeader(CommentLine.parse(comment, problem), keys, problem);
        new RepeatedEntries(header.rest(), problem).requireCount(atoms);
        requireMemory(atoms, header.layout(), start);
        Structure structure = new AtomLines(lines, start, atoms, header, keys).read();
        frames++;
        previousAtoms = atoms;
        previousLine = start;
        return structure;
    }

    /** Bytes of the (unpacked) text before the frame read last. */
    long offset() {
        return offset;
    }

    @Override
    public void close() {
        lines.close();
    }

    private int atomCount(String text) {
        String trimmed = text.strip();
        int atoms = Numbers.parseWhole(trimmed, 1, Integer.MAX_VALUE / 3);
        if (atoms > 0) {
            return atoms;
        }
        boolean whole = trimmed.matches("[+-]?\\d+");
        if (!whole && frames > 0) {
            throw lines.problem("wrong atom count: a frame has more atom lines than it says", lines.number())
                    .found("'" + CommentLine.excerpt(trimmed) + "' where the next frame should begin")
                    .wanted("a line with the number of atoms, as the frame from line " + previousLine + " on has "
                            + previousAtoms + (previousAtoms == 1 ? " atom" : " atoms"))
                    .remedy("correct the number in line " + previousLine + " or remove the lines that are too many")
                    .build();
        }
        throw lines.problem(whole ? "impossible number of atoms" : "this is not an XYZ file", lines.number())
                .found("'" + CommentLine.excerpt(trimmed) + "'")
                .wanted("the number of atoms of a frame, from 1 to " + Integer.MAX_VALUE / 3)
                .remedy(whole ? "correct the number, or remove the frame" : "give a file in extended XYZ format")
                .build();
    }

    private void requireMemory(int atoms, ColumnLayout layout, int start) {
        double needed = 2.0 * atoms * (8.0 * layout.width() + 16);
        if (needed > memory && (double) atoms * SHORTEST_ATOM_LINE <= lines.mostBytes()) {
            throw lines.problem("the frame is larger than the memory", start)
                    .found(String.format(
                            Locale.ROOT, "%d atoms, which need about %.3g GiB", atoms, needed / (1L << 30)))
                    .wanted(String.format(Locale.ROOT, "at most %.3g GiB", (double) memory / (1L << 30)))
                    .remedy("use a smaller structure, or give Java more memory (JAVA_TOOL_OPTIONS=-Xmx...g)")
                    .build();
        }
    }
}
