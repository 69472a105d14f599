package org.gaunt.atoms;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.gaunt.files.AtomicFiles;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes extended XYZ files in the dialect of ASE: {@code Lattice}, {@code Properties} with any columns,
 * {@code pbc}, and any further entries, which are kept. Plain XYZ files are read as well. Files packed by gzip are read,
 * whatever their name; a file whose name ends in {@code .gz} is packed when it is written.
 *
 * <p>A label that is absent in the file (or is {@code nan} there) is absent in the structure. A label that is there under
 * another name than the configured one is an error, not absent. Numbers are written in the shortest form that reads back as
 * the same double.
 */
public final class ExtendedXyz {

    /** The name of the format in messages. */
    static final String WHAT = "an extended XYZ file";

    private static final List<String> PACKED = List.of(".bz2", ".xz", ".zst", ".zip", ".7z", ".z");

    private ExtendedXyz() {}

    /** Reads all frames of a file with the usual names of the labels; see {@link #read(Path, LabelKeys)}. */
    public static List<Structure> read(Path path) {
        return read(path, LabelKeys.DEFAULT);
    }

    /**
     * Reads all frames of a file.
     *
     * @return the structures in the order of the file, at least one
     * @throws InputException if the file is missing, empty or wrong; the message names the line
     */
    public static List<Structure> read(Path path, LabelKeys keys) {
        List<Structure> structures = new ArrayList<>();
        try (ExtendedXyzReader reader = open(path, keys)) {
            for (Structure structure = reader.next(); structure != null; structure = reader.next()) {
                structures.add(structure);
            }
        }
        return structures;
    }

    /**
     * Opens a file to be read frame by frame.
     *
     * @throws InputException if the file is missing or cannot be read
     */
    public static ExtendedXyzReader open(Path path, LabelKeys keys) {
        return new ExtendedXyzReader(path, keys);
    }

    /**
     * Opens the text of a file, unpacked where it is packed by gzip, for those who copy frames as they are.
     *
     * @return its bytes, to be closed by the caller
     * @throws InputException if the file is missing, cannot be read, or is no text in ASCII, UTF-8 or another encoding that has
     *     ASCII in it
     */
    public static InputStream openText(Path path) {
        return TextSource.open(path, WHAT).bytes();
    }

    /** Writes structures with the usual names of the labels; see {@link #write(Path, Iterable, LabelKeys)}. */
    public static void write(Path path, Iterable<Structure> structures) {
        write(path, structures, LabelKeys.DEFAULT);
    }

    /**
     * Writes structures to a file, which appears only when it is complete. The structures are asked for one after the other,
     * so an iterable that computes them needs memory for one only.
     *
     * @param keys the names of the labels; a label whose name is null is not written, and a further entry or column of the
     *     same name as a label that is present is replaced by it
     * @throws InputException if the file cannot be written, or its name promises to be packed otherwise than by gzip
     */
    public static void write(Path path, Iterable<Structure> structures, LabelKeys keys) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (PACKED.stream().anyMatch(name::endsWith)) {
            throw InputException.of("structures cannot be packed in this format")
                    .file(path)
                    .wanted("a name that ends in .gz, or in none of " + String.join(", ", PACKED))
                    .remedy("choose another name, or pack the file afterwards")
                    .build();
        }
        AtomicFiles.write(path, stream -> {
            OutputStream bytes = name.endsWith(".gz") ? new GZIPOutputStream(stream, 1 << 16) : stream;
            BufferedWriter out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16);
            for (Structure structure : structures) {
                write(out, structure, keys);
            }
            out.flush();
            if (bytes instanceof GZIPOutputStream packed) {
                packed.finish();
            }
        });
    }

    /**
     * Writes one frame.
     *
     * @param out takes the text; it is not flushed
     */
    public static void write(Appendable out, Structure structure, LabelKeys keys) throws IOException {
        List<AtomColumn> columns = columns(structure, keys);
        out.append(Integer.toString(structure.size())).append('\n');
        writeHeader(out, structure, keys, columns);
        for (int atom = 0; atom < structure.size(); atom++) {
            String symbol = Element.of(structure.number(atom)).symbol();
            out.append(symbol).append(symbol.length() == 1 ? " " : "");
            for (int axis = 0; axis < 3; axis++) {
                out.append(' ').append(Numbers.format(structure.position(atom, axis)));
            }
            for (AtomColumn column : columns) {
                for (int k = 0; k < column.width(); k++) {
                    out.append(' ').append(column.text(atom * column.width() + k));
                }
            }
            out.append('\n');
        }
    }

    private static List<AtomColumn> columns(Structure structure, LabelKeys keys) {
        List<AtomColumn> columns = new ArrayList<>();
        String forces = keys.forces();
        boolean writesForces = forces != null && structure.labels().hasForces();
        if (forces != null && writesForces) {
            columns.add(AtomColumn.reals(forces, 3, structure.labels().forces()));
        }
        for (AtomColumn column : structure.columns()) {
            if (!(writesForces && column.name().equals(forces))) {
                columns.add(column);
            }
        }
        return columns;
    }

    private static void writeHeader(Appendable out, Structure structure, LabelKeys keys, List<AtomColumn> columns)
            throws IOException {
        Cell cell = structure.cell();
        if (cell != null) {
            out.append("Lattice=\"").append(numbers(cell.toArray())).append("\" ");
        }
        out.append("Properties=species:S:1:pos:R:3");
        for (AtomColumn column : columns) {
            out.append(':').append(column.toString());
        }
        for (Map.Entry<String, String> entry : entries(structure, keys).entrySet()) {
            out.append(' ')
                    .append(CommentLine.quote(entry.getKey()))
                    .append('=')
                    .append(CommentLine.quote(entry.getValue()));
        }
        for (int vector = 0; vector < 3; vector++) {
            out.append(vector == 0 ? " pbc=\"" : " ").append(structure.periodic(vector) ? 'T' : 'F');
        }
        out.append("\"\n");
    }

    private static Map<String, String> entries(Structure structure, LabelKeys keys) {
        Map<String, String> entries = new LinkedHashMap<>(structure.info());
        Labels labels = structure.labels();
        put(entries, keys.configType(), structure.configType());
        put(entries, keys.energy(), labels.hasEnergy() ? Numbers.format(labels.energy()) : null);
        put(entries, keys.stress(), labels.hasStress() ? numbers(transposed(labels.stress())) : null);
        return entries;
    }

    private static void put(Map<String, String> entries, @Nullable String key, @Nullable String value) {
        if (key != null && value != null) {
            entries.put(key, value);
        }
    }

    /** Tensors stand column by column in files. */
    private static double[] transposed(double[] m) {
        return new double[] {m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]};
    }

    private static String numbers(double[] values) {
        StringBuilder text = new StringBuilder();
        for (double value : values) {
            text.append(text.isEmpty() ? "" : " ").append(Numbers.format(value));
        }
        return text.toString();
    }
}
