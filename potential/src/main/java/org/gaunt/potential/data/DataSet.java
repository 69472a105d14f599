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
 * spelling), or when it has one atom and is not periodic.
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

    /** Whether a frame gives the energy of an isolated atom. */
    public static boolean isIsolatedAtom(Structure frame) {
        if (frame.size() != 1) {
            return false;
        }
        String type = frame.configType();
        return !frame.isPeriodic()
                || (type != null
                        && type.toLowerCase(Locale.ROOT).replace("_", "").equals("isolatedatom"));
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
        DataChecks.requireTypes(types, known, "data.config_types");
        return new DataSet(kept, isolated);
    }

    /**
     * Makes sure that a model can be trained on this set.
     *
     * @param file the file to name in the message, or null
     * @param needForces whether at least one structure must have forces
     * @throws InputException when the set is empty, when a structure has no energy, or when no structure has forces and
     *     they are needed
     */
    public void requireTrainable(@Nullable String file, boolean needForces) {
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
        boolean forces = false;
        for (Structure structure : structures) {
            forces |= structure.labels().hasForces();
            if (!structure.labels().hasEnergy()) {
                boolean hasForces = structure.labels().hasForces();
                throw structure
                        .problem(hasForces ? "forces without an energy" : "a structure without an energy")
                        .found(structure.formula() + (hasForces ? " with forces only" : " without labels"))
                        .wanted("the total energy in eV")
                        .remedy("check data.energy_key and the entries of the comment line, or leave the structure"
                                + " out")
                        .build();
            }
        }
        if (needForces && !forces) {
            InputException.Builder problem = InputException.of("no structure has forces");
            throw (file == null ? problem : problem.file(file))
                    .found(structures.size() + " structures without forces")
                    .remedy("check data.forces_key, or set training.forces_weight to 0")
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
