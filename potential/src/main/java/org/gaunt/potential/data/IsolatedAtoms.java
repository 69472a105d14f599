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
 * @param frames with one atom and an energy each; those of one element and head have the same
 */
public record IsolatedAtoms(List<Structure> frames) {
    /** No atom at all. */
    public static final IsolatedAtoms NONE = new IsolatedAtoms(List.of());

    /** Energies within so much of each other are the same, eV: files print them with different numbers of digits. */
    private static final double SAME = 1e-6;

    /**
     * Checks the frames.
     *
     * @throws InputException when one has no energy, or two of one element and head have different ones
     */
    public IsolatedAtoms {
        frames = List.copyOf(frames);
        for (Structure frame : frames) {
            if (!frame.labels().hasEnergy()) {
                throw frame.problem("an isolated atom without an energy")
                        .found(frame.nameOf(0))
                        .remedy("add its energy, check data.energy_key, or leave the frame out")
                        .build();
            }
        }
        List<Structure> all = frames;
        frames.stream()
                .map(IsolatedAtoms::head)
                .distinct()
                .forEach(head -> energies(all, frame -> Objects.equals(head(frame), head)));
    }

    /** Frames that count the same. */
    public static IsolatedAtoms of(List<Structure> frames) {
        return new IsolatedAtoms(frames);
    }

    /**
     * Frames of a file that holds isolated atoms and nothing else: whatever their config type, and in a box or not.
     *
     * @throws InputException when one has several atoms, and as the constructor
     */
    public static IsolatedAtoms ofFile(List<Structure> frames) {
        for (Structure frame : frames) {
            if (frame.size() != 1) {
                throw frame.problem("a frame of several atoms in a file of isolated atoms")
                        .found(frame.formula() + ", " + frame.size() + " atoms")
                        .wanted("one atom in each frame of data.isolated_atoms")
                        .remedy("move the frame to data.train, or leave it out")
                        .build();
            }
        }
        return new IsolatedAtoms(frames);
    }

    /**
     * Both.
     *
     * @throws InputException when they have different energies for one element and head
     */
    public IsolatedAtoms plus(IsolatedAtoms other) {
        List<Structure> both = new ArrayList<>(frames);
        both.addAll(other.frames);
        return new IsolatedAtoms(both);
    }

    /** The elements, ascending atomic numbers. */
    public Collection<Integer> elements() {
        TreeSet<Integer> elements = new TreeSet<>();
        frames.forEach(frame -> elements.add(frame.number(0)));
        return elements;
    }

    /**
     * For a model with one readout: all atoms, whatever head they name.
     *
     * @return energies by atomic number, eV
     * @throws InputException when two of one element have different ones
     */
    public Map<Integer, Double> energies() {
        return energies(frames, frame -> true);
    }

    /**
     * For one of several heads: its own atoms, and those that name no head for the elements it has none of.
     *
     * @return energies by atomic number, eV
     */
    public Map<Integer, Double> energies(String head) {
        Map<Integer, Double> all = new TreeMap<>(energies(frames, frame -> head.equals(head(frame))));
        energies(frames, frame -> head(frame) == null).forEach(all::putIfAbsent);
        return all;
    }

    private static Map<Integer, Double> energies(List<Structure> frames, Predicate<Structure> wanted) {
        Map<Integer, Structure> first = new TreeMap<>();
        Map<Integer, Double> energies = new TreeMap<>();
        for (Structure frame : frames) {
            if (!wanted.test(frame)) {
                continue;
            }
            Structure before = first.putIfAbsent(frame.number(0), frame);
            double energy = frame.labels().energy();
            energies.putIfAbsent(frame.number(0), energy);
            if (before != null && Math.abs(before.labels().energy() - energy) > SAME) {
                throw frame.problem("two isolated atoms of one element with different energies")
                        .found(described(before) + ", and " + described(frame))
                        .remedy("leave one of them out, or name the model's heads (model.heads) if they belong to two")
                        .build();
            }
        }
        return energies;
    }

    private static String described(Structure frame) {
        return frame.formula() + " with " + frame.labels().energy() + " eV"
                + (frame.source() == null ? "" : " in " + frame.source());
    }

    private static @Nullable String head(Structure frame) {
        return frame.info().get(GraphBuilder.HEAD);
    }
}
