package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Frames of isolated atoms, whose energies a model's energies are counted from. One that names a head ({@code head=NAME}) holds
 * for that head alone, in models that have several.
 *
 * @param levels lists of frames with one atom and an energy; an element is looked for in the first list first
 */
public record IsolatedAtoms(List<List<Structure>> levels) {
    /** No atom at all. */
    public static final IsolatedAtoms NONE = new IsolatedAtoms(List.of());

    public IsolatedAtoms {
        levels = levels.stream().map(List::copyOf).toList();
    }

    /**
     * Frames that count the same.
     *
     * @throws InputException when one has no energy, or two of one element and head have different ones
     */
    public static IsolatedAtoms of(List<Structure> frames) {
        for (Structure frame : frames) {
            if (!frame.labels().hasEnergy()) {
                throw frame.problem("an isolated atom without an energy")
                        .found(frame.nameOf(0))
                        .remedy("add its energy, check data.energy_key, or leave the frame out")
                        .build();
            }
        }
        frames.stream()
                .map(IsolatedAtoms::head)
                .distinct()
                .forEach(head -> energies(frames, frame -> Objects.equals(head(frame), head)));
        return new IsolatedAtoms(List.of(frames));
    }

    /** Both; these first where both know an element. */
    public IsolatedAtoms plus(IsolatedAtoms other) {
        List<List<Structure>> both = new ArrayList<>(levels);
        both.addAll(other.levels);
        return new IsolatedAtoms(both);
    }

    /** The elements, ascending atomic numbers. */
    public Collection<Integer> elements() {
        TreeSet<Integer> elements = new TreeSet<>();
        levels.forEach(frames -> frames.forEach(frame -> elements.add(frame.number(0))));
        return elements;
    }

    /**
     * For a model with one readout: all atoms, whatever head they name.
     *
     * @return energies by atomic number, eV
     * @throws InputException when two of one element have different ones
     */
    public Map<Integer, Double> energies() {
        Map<Integer, Double> all = new TreeMap<>();
        for (List<Structure> frames : levels) {
            energies(frames, frame -> true).forEach(all::putIfAbsent);
        }
        return all;
    }

    /**
     * For one of several heads: its own atoms, and those that name no head for the elements it has none of.
     *
     * @return energies by atomic number, eV
     */
    public Map<Integer, Double> energies(String head) {
        Map<Integer, Double> all = new TreeMap<>();
        for (List<Structure> frames : levels) {
            energies(frames, frame -> head.equals(head(frame))).forEach(all::putIfAbsent);
            energies(frames, frame -> head(frame) == null).forEach(all::putIfAbsent);
        }
        return all;
    }

    private static Map<Integer, Double> energies(List<Structure> frames, Predicate<Structure> wanted) {
        Map<Integer, Double> energies = new TreeMap<>();
        for (Structure frame : frames) {
            if (!wanted.test(frame)) {
                continue;
            }
            double energy = frame.labels().energy();
            Double before = energies.putIfAbsent(frame.number(0), energy);
            if (before != null && before != energy) {
                throw frame.problem("two isolated atoms of one element with different energies")
                        .found(energy + " eV, and " + before + " eV before")
                        .remedy("leave one of them out, or name the model's heads (model.heads) if they belong to two")
                        .build();
            }
        }
        return energies;
    }

    private static @Nullable String head(Structure frame) {
        return frame.info().get(GraphBuilder.HEAD);
    }
}
