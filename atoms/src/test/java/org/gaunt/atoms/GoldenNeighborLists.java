package org.gaunt.atoms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code golden/neighbor_lists.txt}: structures and the edges a reference implementation finds in them. */
final class GoldenNeighborLists {

    /** A structure, a cut-off and the edges as text {@code "sender receiver a b c"}. */
    record Case(String name, double cutoff, Structure structure, Set<String> edges) {
        @Override
        public String toString() {
            return name + " within " + cutoff + " Å";
        }
    }

    private GoldenNeighborLists() {}

    static List<Case> read() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(GoldenNeighborLists.class.getResourceAsStream("/golden/neighbor_lists.txt")),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("list ")) {
                    cases.add(readCase(line.split(" ", -1), reader));
                }
            }
        }
        return cases;
    }

    private static Case readCase(String[] head, BufferedReader reader) throws IOException {
        int atoms = Integer.parseInt(head[3]);
        int[] numbers = new int[atoms];
        double[] positions = new double[3 * atoms];
        for (int atom = 0; atom < atoms; atom++) {
            String[] words = line(reader).split(" ", -1);
            numbers[atom] = Integer.parseInt(words[0]);
            for (int axis = 0; axis < 3; axis++) {
                positions[3 * atom + axis] = Double.parseDouble(words[axis + 1]);
            }
        }
        Set<String> edges = new TreeSet<>();
        for (int edge = 0; edge < Integer.parseInt(head[4]); edge++) {
            edges.add(line(reader));
        }
        Structure.Builder builder = Structure.builder(numbers, positions);
        if (!head[6].equals("-")) {
            builder.cell(Cell.of(Arrays.stream(head, 6, 15)
                            .mapToDouble(Double::parseDouble)
                            .toArray()))
                    .pbc(head[5].charAt(0) == 'T', head[5].charAt(1) == 'T', head[5].charAt(2) == 'T');
        }
        return new Case(head[1], Double.parseDouble(head[2]), builder.build(), edges);
    }

    private static String line(BufferedReader reader) throws IOException {
        return Objects.requireNonNull(reader.readLine(), "golden file ends early");
    }
}
