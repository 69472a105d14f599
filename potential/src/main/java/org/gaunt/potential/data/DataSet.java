package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Labelled structures, with the isolated atoms among them kept apart.
 *
 * <p>A frame is an isolated atom when it has one atom and its {@code config_type} is {@code IsolatedAtom} (in any
 * spelling), or when it has one atom and is not periodic. Files that hold isolated atoms alone are another matter
 * ({@link IsolatedAtoms#ofFile}).
 *
 * @param structures all frames that are not isolated atoms, in their order
 * @param isolated the isolated atoms
 */
public record DataSet(List<Structure> structures, IsolatedAtoms isolated) {

    /** Copies the list. */
    public DataSet {
        structures = List.copyOf(structures);
    }

    /**
     * Sorts frames into structures and isolated atoms.
     *
     * @throws InputException as {@link IsolatedAtoms#of}
     */
    public static DataSet of(List<Structure> frames) {
        List<Structure> structures = new ArrayList<>(frames);
        structures.removeIf(DataSet::isIsolatedAtom);
        return new DataSet(
                structures,
                IsolatedAtoms.of(frames.stream().filter(DataSet::isIsolatedAtom).toList()));
    }

    /**
     * Whether a frame gives the energy of an isolated atom.
     *
     * @throws InputException when its config type says so, but it has several atoms
     */
    public static boolean isIsolatedAtom(Structure frame) {
        String type = frame.configType();
        boolean named = type != null
                && type.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "").matches("isolatedatoms?");
        if (named && frame.size() != 1) {
            throw frame.problem("a frame of several atoms says that it is an isolated atom")
                    .found("config_type=" + type + " of " + frame.formula())
                    .wanted("one atom")
                    .remedy("correct the config type or the frame")
                    .build();
        }
        return frame.size() == 1 && (named || !frame.isPeriodic());
    }

    /**
     * Only the structures of some config types; isolated atoms stay.
     *
     * @param types those to keep; empty keeps all
     * @throws InputException when a type does not occur; the message lists those that do
     */
    public DataSet ofConfigTypes(List<String> types) {
        if (types.isEmpty()) {
            return this;
        }
        TreeSet<String> known = new TreeSet<>();
        List<Structure> kept = new ArrayList<>();
        for (Structure structure : structures) {
            String type = structure.configType();
            if (type != null) {
                known.add(type);
                if (types.contains(type)) {
                    kept.add(structure);
                }
            }
        }
        DataChecks.requireTypes(types, known);
        return new DataSet(kept, isolated);
    }

    /**
     * Makes sure that a model can be trained on this set; see {@link DataChecks#requireLabels} for labels that all structures lack.
     *
     * @param file the file to name in the message, or null
     * @throws InputException when the set is empty, or when a structure has no energy
     */
    public void requireTrainable(@Nullable String file) {
        requireStructures(file);
        structures.forEach(DataSet::requireEnergy);
    }

    /**
     * Makes sure that there is any structure.
     *
     * @param file the file to name in the message, or null
     */
    public void requireStructures(@Nullable String file) {
        if (structures.isEmpty()) {
            InputException.Builder problem = InputException.of("the data set is empty");
            throw (file == null ? problem : problem.file(file))
                    .found(
                            isolated.elements().isEmpty()
                                    ? "no structures"
                                    : "isolated atoms only, of "
                                            + isolated.elements().size() + " elements")
                    .wanted("at least one structure with energy and forces")
                    .build();
        }
    }

    /**
     * Makes sure that a structure can be trained on.
     *
     * @throws InputException when it has no energy
     */
    public static void requireEnergy(Structure structure) {
        if (!structure.labels().hasEnergy()) {
            boolean hasForces = structure.labels().hasForces();
            throw structure
                    .problem(hasForces ? "forces without an energy" : "a structure without an energy")
                    .found(structure.formula() + (hasForces ? " with forces only" : " without labels"))
                    .wanted("the total energy in eV")
                    .remedy("check data.energy_key and the entries of the comment line, or leave the structure out")
                    .build();
        }
    }

    /** The structures' graphs and labels for a model. */
    public List<LabelledGraph> graphs(GraphBuilder builder) {
        return structures.stream()
                .map(structure -> LabelledGraph.of(structure, builder))
                .toList();
    }
}
