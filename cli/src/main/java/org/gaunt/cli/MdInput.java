package org.gaunt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.learn.Digest;
import org.jspecify.annotations.Nullable;

/** The input of a simulation, and what tells one from another. */
final class MdInput {
    private static final int SHOWN = 16;

    private MdInput() {}

    /**
     * Reads the structure.
     *
     * @param index which one, from 1 on, -1 for the last; null for the only one
     * @throws InputException if there is none of that number, or there are several and none was named
     */
    static Structure read(Path file, @Nullable Integer index) {
        List<Structure> all = ExtendedXyz.read(file, LabelKeys.NONE);
        if (index == null && all.size() > 1) {
            throw InputException.of("the file has several structures")
                    .file(file)
                    .found(all.size() + " structures")
                    .wanted("one, from which the run starts")
                    .remedy("say which with --index, from 1 on; -1 is the last")
                    .build();
        }
        int number = index == null ? 1 : index == -1 ? all.size() : index;
        if (number < 1 || number > all.size()) {
            throw InputException.of("--index: there is no such structure")
                    .file(file)
                    .found(String.valueOf(index))
                    .wanted("1 to " + all.size() + ", or -1 for the last")
                    .build();
        }
        return all.get(number - 1);
    }

    /** Differences of two runs beside their settings, by name. */
    static Map<String, String> identity(List<Path> models, Structure structure, Set<Integer> fixed) {
        Map<String, String> identity = new LinkedHashMap<>();
        for (int k = 0; k < models.size(); k++) {
            identity.put(models.size() == 1 ? "model" : "model " + (k + 1), digest(models.get(k)));
        }
        identity.put("structure", digest(structure));
        List<String> atoms = new ArrayList<>();
        new TreeSet<>(fixed).forEach(atom -> atoms.add(Integer.toString(atom + 1)));
        identity.put("fix", String.join(",", atoms));
        return identity;
    }

    private static String digest(Structure structure) {
        Cell cell = structure.cell();
        boolean[] pbc = structure.pbc();
        Digest digest = new Digest()
                .add(structure.numbers())
                .add(structure.positions())
                .add(cell == null ? new double[0] : cell.toArray())
                .add(new int[] {pbc[0] ? 1 : 0, pbc[1] ? 1 : 0, pbc[2] ? 1 : 0});
        structure.columns().stream()
                .filter(column ->
                        column.name().equals("momenta") || column.name().equals("velocities"))
                .forEach(column -> digest.add(column.reals()));
        return digest.text().substring(0, SHOWN);
    }

    private static String digest(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
        } catch (IOException e) {
            throw InputException.of("the file cannot be read")
                    .file(file)
                    .found(e.toString())
                    .cause(e)
                    .build();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
