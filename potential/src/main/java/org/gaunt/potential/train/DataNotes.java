package org.gaunt.potential.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.learn.Split;
import org.gaunt.potential.data.Composition;
import org.gaunt.potential.data.DataChecks;
import org.gaunt.potential.data.DataConfig;
import org.gaunt.potential.data.IsolatedAtoms;
import org.gaunt.potential.data.LabelNeeds;
import org.gaunt.potential.data.Outliers;
import org.gaunt.potential.data.ReferenceEnergies;
import org.gaunt.potential.data.ReferenceEnergySource;
import org.gaunt.potential.data.Repeats;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a user should know about the data of a training before it begins.
 *
 * @param training checks of the training files
 * @param validation checks of the validation files, without structures where there are none
 * @param test checks of the test files
 */
record DataNotes(DataChecks training, DataChecks validation, DataChecks test) {

    private List<DataChecks> sets() {
        return List.of(training, validation, test);
    }

    /** Refuses sets without labels that count, and names of labels that do not occur. */
    void requireLabels(LabelNeeds needs, DataConfig config) {
        training.requireLabels(needs, config);
        if (validation.size() > 0) {
            validation.requireLabels(needs, config);
        }
        DataChecks.requireNames(sets(), config);
    }

    /** About labels and entries. */
    List<String> labels() {
        List<String> notes = new ArrayList<>();
        for (DataChecks set : sets()) {
            notes.addAll(set.missingLabels());
            notes.addAll(set.suspectLabels());
            notes.addAll(set.atomsInBoxes());
        }
        notes.addAll(training.entries());
        return notes;
    }

    /** About structures that occur twice. */
    List<String> repeats(Split split) {
        List<Integer> aside = split.validation();
        List<Repeats.Group> groups = new ArrayList<>();
        groups.add(training.group("training", split.training()));
        groups.add(
                aside.isEmpty()
                        ? validation.group("validation", all(validation))
                        : training.group("validation", aside));
        groups.add(test.group("test", all(test)));
        return Repeats.notes(groups);
    }

    private static List<Integer> all(DataChecks set) {
        return IntStream.range(0, set.size()).boxed().toList();
    }

    /**
     * About energies far from those of the others.
     *
     * @param structures of each set, in the order of its checks
     * @param head whose structures to look at, or null for all
     */
    List<String> outliers(List<List<Composition>> structures, @Nullable String head, ReferenceEnergies references) {
        List<Composition> chosen = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int s = 0; s < structures.size(); s++) {
            List<Composition> set = structures.get(s);
            for (int i = 0; i < set.size(); i++) {
                if (head == null || head.equals(set.get(i).head())) {
                    chosen.add(set.get(i));
                    names.add(sets().get(s).name(i));
                }
            }
        }
        return Outliers.energies(chosen, names::get, references);
    }

    /**
     * About isolated atoms that are not used, or not as they seem.
     *
     * @param seen elements of the structures
     */
    static List<String> isolatedAtoms(
            IsolatedAtoms isolated, Set<Integer> seen, ReferenceEnergySource source, double cutoff) {
        List<String> notes = new ArrayList<>(DataChecks.crowded(isolated, cutoff));
        Set<Integer> unused = new TreeSet<>(isolated.elements());
        Set<Integer> used = new TreeSet<>(isolated.elements());
        unused.removeAll(seen);
        used.retainAll(seen);
        Set<Integer> missing = new TreeSet<>(seen);
        missing.removeAll(used);
        if (!unused.isEmpty()) {
            notes.add("isolated atoms of " + Element.listed(unused)
                    + " are not used: no training or validation structure has these elements");
        }
        if (source == ReferenceEnergySource.LEAST_SQUARES && !used.isEmpty()) {
            notes.add("isolated atoms of " + Element.listed(used)
                    + " are not used: data.reference_energies is least_squares, so that their energies are fitted");
        } else if (!used.isEmpty() && !missing.isEmpty()) {
            notes.add("there is no isolated atom of " + Element.listed(missing)
                    + ": energies are fitted for these elements, those of " + Element.listed(used) + " are as given");
        }
        return notes;
    }

    /** About isolated atoms in files where they have no use. */
    static List<String> leftOut(String set, List<Structure> atoms) {
        return atoms.isEmpty()
                ? List.of()
                : List.of(atoms.size() + " isolated atoms in " + set + " files are left out (first: "
                        + atoms.getFirst().source() + "); those of data.train and data.isolated_atoms are used");
    }

    /** About isolated atoms beside a model to start from, which keeps its own energies. */
    static List<String> kept(Map<Integer, Double> given, ReferenceEnergies model) {
        List<String> different = new ArrayList<>();
        given.forEach((number, energy) -> {
            int known = model.atomicNumbers().indexOf(number);
            if (known >= 0 && Math.abs(model.energies().get(known) - energy) > 1e-6) {
                different.add(Element.of(number).symbol() + " " + energy + ", in the model "
                        + model.energies().get(known));
            }
        });
        return different.isEmpty()
                ? List.of()
                : List.of("energies of isolated atoms differ from those of the model to start from ("
                        + String.join("; ", different)
                        + "); the model's are kept. data.reference_energies: isolated_atoms takes those of the data");
    }
}
