package org.gaunt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;

/** Makes sure that structures have something that a model can be compared with. */
final class ComparedLabels {

    private ComparedLabels() {}

    /**
     * Looks at all structures of a file.
     *
     * @param keys names of the labels
     * @return what should be said about labels that no structure has
     * @throws InputException if no structure has any label; the message lists what the file has
     */
    static List<String> require(Path file, List<Structure> structures, LabelKeys keys) {
        boolean energy =
                structures.stream().anyMatch(structure -> structure.labels().hasEnergy());
        boolean forces =
                structures.stream().anyMatch(structure -> structure.labels().hasForces());
        boolean stress =
                structures.stream().anyMatch(structure -> structure.labels().hasStress());
        String entries = "entries "
                + listed(structures.stream()
                        .flatMap(structure -> structure.info().keySet().stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
        String columns = "columns "
                + listed(structures.stream()
                        .flatMap(structure -> structure.columns().stream())
                        .map(Object::toString)
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
        if (!energy && !forces && !stress) {
            throw InputException.of("the structures have no labels to compare with")
                    .file(file)
                    .found(structures.size() + (structures.size() == 1 ? " structure" : " structures")
                            + " with nothing but elements and positions; " + entries + "; " + columns)
                    .wanted("an entry " + keys.energy() + " (eV), a column " + keys.forces()
                            + ":R:3 (eV/Å), or an entry " + keys.stress() + " (eV/Å³)")
                    .remedy(
                            "name them with --energy-key, --forces-key or --stress-key if they have other names; forces"
                                    + " in three columns (fx, fy, fz) or as a gradient (with the opposite sign) must be rewritten")
                    .build();
        }
        List<String> notes = new ArrayList<>();
        if (!energy) {
            notes.add(file + " has no energies under the key " + keys.energy() + " to compare with; " + entries);
        }
        if (!forces) {
            notes.add(file + " has no forces in a column " + keys.forces() + " to compare with; " + columns);
        }
        long molecules = structures.stream()
                .filter(structure -> structure.cell() == null
                        && structure.info().keySet().stream().anyMatch(LabelKeys::namesVirial))
                .count();
        if (molecules > 0) {
            notes.add(molecules + " of the structures have a virial but no cell; it is not compared");
        }
        return notes;
    }

    private static String listed(Set<String> names) {
        return names.isEmpty() ? "beside them: none" : "beside them: " + String.join(", ", names);
    }
}
