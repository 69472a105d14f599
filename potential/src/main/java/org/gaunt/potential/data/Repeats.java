package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.learn.Digest;

/**
 * Finds structures that are the same: the same elements, cell and positions (to 1e-5 Å), in the same order. Keeps a number, an
 * energy and the place of each structure.
 */
public final class Repeats {

    private static final double GRID = 1e5;

    /** Energies of one structure within so much of each other are the same, eV per atom. */
    private static final double SAME_ENERGY = 1e-4;

    private record Place(String set, String name, double perAtom) {}

    /** Structures of one set that occur in another, or earlier in the same. */
    private static final class Found {
        private int count;
        private int contradicting;
        private String first = "";
        private String firstContradiction = "";
    }

    /**
     * A set of structures.
     *
     * @param name such as {@code training}
     * @param numbers of {@link #number}
     * @param perAtom their energies, eV per atom; NaN when not known
     * @param names where each was read
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Group(String name, long[] numbers, double[] perAtom, IntFunction<String> names) {}

    private final Map<Long, List<Place>> places = new HashMap<>();
    private final Map<List<String>, Found> found = new LinkedHashMap<>();

    private Repeats() {}

    /**
     * A number that is the same for the same structure, whatever its labels.
     *
     * @param heads whether structures of two heads are not the same
     */
    static long number(Structure structure, boolean heads) {
        Digest digest = new Digest().add(structure.numbers()).add(rounded(structure.positions()));
        Cell cell = structure.cell();
        if (cell != null && structure.isPeriodic()) {
            digest.add(rounded(cell.toArray()));
            for (boolean periodic : structure.pbc()) {
                digest.add(periodic ? 1L : 0L);
            }
        }
        String head = structure.info().get(GraphBuilder.HEAD);
        if (heads && head != null) {
            digest.add((long) head.hashCode());
        }
        return digest.number();
    }

    private static double[] rounded(double[] values) {
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.round(values[k] * GRID);
        }
        return values;
    }

    /**
     * A sentence about each two sets that have structures in common, and about each set that has one several times.
     *
     * @param groups training structures first
     */
    public static List<String> notes(List<Group> groups) {
        long[] all = groups.stream()
                .flatMapToLong(group -> Arrays.stream(group.numbers()))
                .sorted()
                .toArray();
        Set<Long> several = new HashSet<>();
        for (int i = 1; i < all.length; i++) {
            if (all[i] == all[i - 1]) {
                several.add(all[i]);
            }
        }
        Repeats repeats = new Repeats();
        Map<String, Integer> sizes = new HashMap<>();
        for (Group group : groups) {
            sizes.put(group.name(), group.numbers().length);
            for (int i = 0; i < group.numbers().length; i++) {
                if (several.contains(group.numbers()[i])) {
                    repeats.add(group.name(), group.numbers()[i], group.names().apply(i), group.perAtom()[i]);
                }
            }
        }
        return repeats.sentences(sizes);
    }

    private void add(String set, long number, String name, double perAtom) {
        List<Place> same = places.computeIfAbsent(number, key -> new ArrayList<>(1));
        Set<String> seen = new HashSet<>();
        for (Place place : same) {
            if (seen.add(place.set())) {
                note(found.computeIfAbsent(List.of(place.set(), set), key -> new Found()), place, name, perAtom);
            }
        }
        same.add(new Place(set, name, perAtom));
    }

    private static void note(Found found, Place place, String name, double perAtom) {
        found.count++;
        found.first = found.first.isEmpty() ? name + " is " + place.name() : found.first;
        if (Math.abs(perAtom - place.perAtom()) > SAME_ENERGY) {
            found.contradicting++;
            if (found.firstContradiction.isEmpty()) {
                found.firstContradiction = String.format(
                        Locale.ROOT,
                        "%.6g and %.6g eV per atom in %s and %s",
                        place.perAtom(),
                        perAtom,
                        place.name(),
                        name);
            }
        }
    }

    /** Its energy, eV per atom; NaN when not known. */
    static double perAtom(Structure structure) {
        return structure.labels().hasEnergy() ? structure.labels().energy() / structure.size() : Double.NaN;
    }

    /** Where a structure was read. */
    static String nameOf(Structure structure) {
        return structure.source() == null
                ? "a structure " + structure.formula()
                : structure.source().toString();
    }

    private List<String> sentences(Map<String, Integer> sizes) {
        List<String> notes = new ArrayList<>();
        found.forEach((sets, repeats) -> {
            String before = sets.get(0);
            String set = sets.get(1);
            int size = sizes.getOrDefault(set, 0);
            notes.add(
                    before.equals(set)
                            ? repeats.count + " of " + size + " " + set
                                    + " structures occur earlier among them (first: "
                                    + repeats.first + ")"
                                    + (set.equals("training") ? "; they count more than once in the loss" : "")
                            : repeats.count + " of " + size + " " + set + " structures are " + before
                                    + " structures as well (first: " + repeats.first + "); "
                                    + consequence(before, set));
            if (repeats.contradicting > 0) {
                notes.add("energies of " + repeats.contradicting + " structures that occur twice differ (first: "
                        + repeats.firstContradiction + "): no model can learn both");
            }
        });
        return notes;
    }

    private static String consequence(String before, String set) {
        return "errors of " + set + " are too small"
                + (before.equals("training") && set.equals("validation")
                        ? ", and the weights kept are those that remember best: name other structures in data.validation, or"
                                + " take the repeats out"
                        : "");
    }
}
