package org.gaunt.sim.lammps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gaunt.files.InputException;

/**
 * An input file of LAMMPS, cut behind the line that defines the fix which asks for forces.
 *
 * @param fix the name of the fix
 * @param head the lines up to that one
 * @param rest the lines behind it
 */
record LammpsInput(String fix, List<String> head, List<String> rest) {
    private static final String WANTED = "a line \"fix NAME all external pf/callback 1 1\" before the first run";

    /** Takes over the lines. */
    LammpsInput {
        head = List.copyOf(head);
        rest = List.copyOf(rest);
    }

    /**
     * Reads a file.
     *
     * @throws InputException if it cannot be read, has no such fix, or more than one
     */
    static LammpsInput read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw InputException.of("the input file of LAMMPS cannot be read")
                    .file(file)
                    .found(String.valueOf(e.getMessage()))
                    .wanted("a text file")
                    .cause(e)
                    .build();
        }
        String fix = "";
        int end = 0;
        for (int i = 0; i < lines.size(); i++) {
            int first = i;
            StringBuilder command = new StringBuilder(lines.get(i).strip());
            while (command.toString().endsWith("&") && i + 1 < lines.size()) {
                command.setLength(command.length() - 1);
                command.append(' ').append(lines.get(++i).strip());
            }
            String[] words = command.toString().replaceFirst("#.*", "").strip().split("\\s+");
            if (words.length < 5 || !words[0].equals("fix") || !words[3].equals("external")) {
                continue;
            }
            check(file, first + 1, words, fix);
            fix = words[1];
            end = i + 1;
        }
        if (fix.isEmpty()) {
            throw InputException.of("the input file of LAMMPS does not ask for forces")
                    .file(file)
                    .found("no fix external")
                    .wanted(WANTED)
                    .remedy(
                            "add it, with \"pair_style zero 8.0 nocoeff\" and \"pair_coeff * *\" where no other pair style is"
                                    + " wanted")
                    .build();
        }
        return new LammpsInput(fix, lines.subList(0, end), lines.subList(end, lines.size()));
    }

    private static void check(Path file, int line, String[] words, String before) {
        String found = String.join(" ", words);
        if (!before.isEmpty()) {
            throw InputException.of("two fixes ask for forces")
                    .file(file)
                    .line(line)
                    .found(found)
                    .wanted("one fix external, which is there already: " + before)
                    .build();
        }
        boolean everyStep =
                words.length >= 7 && words[4].equals("pf/callback") && words[5].equals("1") && words[6].equals("1");
        if (!everyStep || !words[2].equals("all") || words[1].contains("$")) {
            throw InputException.of("the fix does not ask for the forces of all atoms in every step")
                    .file(file)
                    .line(line)
                    .found(found)
                    .wanted(WANTED)
                    .build();
        }
    }
}
