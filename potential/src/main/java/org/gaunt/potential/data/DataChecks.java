package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.NeighborList;
import org.gaunt.atoms.Source;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.learn.Split;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what is wrong with a set of structures though every number of them can be read: labels in other units, of a few
 * structures only or far from all others; entries that the model does not know of. Is shown the structures in the order of their
 * files; keeps a few of them, and some numbers of each.
 */
public final class DataChecks {

    private final String set;
    private final boolean heads;
    private final double cutoff;
    private final Map<String, Double> configTypeWeights;
    private final EntryCheck entries;
    private final WorkCheck work = new WorkCheck();
    private final StressCheck stresses = new StressCheck();
    private final Map<String, LabelNeeds.Counts> byFile = new LinkedHashMap<>();
    private LabelCounts counting = LabelCounts.NONE;
    private final List<@Nullable Source> sources = new ArrayList<>();
    private final GrowingNumbers perAtom = new GrowingNumbers();
    private final GrowingNumbers largestForces = new GrowingNumbers();
    private final GrowingNumbers largestStresses = new GrowingNumbers();
    private final List<String> atomsInBoxes = new ArrayList<>();
    private long[] numbers = new long[16];

    /** For training structures of a model with one readout, whose config types all count once. */
    public DataChecks() {
        this(0, false, Map.of(), List.of());
    }

    /**
     * For training structures.
     *
     * @param cutoff of the model, Å; 0 where it is not known
     * @param heads whether the model has several readouts, which tell methods apart
     * @param configTypeWeights factors of config types
     * @param inputs inputs of a structure besides its atoms
     */
    public DataChecks(
            double cutoff, boolean heads, Map<String, Double> configTypeWeights, List<StructureInput> inputs) {
        this("training", cutoff, heads, configTypeWeights, new EntryCheck(heads, inputs));
    }

    private DataChecks(
            String set, double cutoff, boolean heads, Map<String, Double> configTypeWeights, EntryCheck entries) {
        this.set = set;
        this.cutoff = cutoff;
        this.heads = heads;
        this.configTypeWeights = Map.copyOf(configTypeWeights);
        this.entries = entries;
    }

    /**
     * For another set of structures for the same model.
     *
     * @param name such as {@code validation}
     */
    public DataChecks another(String name, List<Structure> structures) {
        DataChecks other = new DataChecks(name, cutoff, heads, configTypeWeights, entries);
        structures.forEach(other::add);
        return other;
    }

    /** Looks at the next structure. */
    public void add(Structure structure) {
        Source source = structure.source();
        boolean volume = structure.isFullyPeriodic();
        boolean energy = structure.labels().hasEnergy();
        boolean forces = structure.labels().hasForces();
        boolean stress = structure.labels().hasStress();
        boolean useless = (stress && !volume) || isMoleculeWithVirial(structure);
        byFile.merge(
                source == null ? "" : source.file(),
                new LabelNeeds.Counts(1, energy ? 1 : 0, forces ? 1 : 0, stress && volume ? 1 : 0, useless ? 1 : 0),
                LabelNeeds.Counts::plus);
        LabelWeights weights = LabelWeights.of(structure, configTypeWeights);
        counting = counting.plus(new LabelCounts(
                energy && weights.energy() > 0 ? 1 : 0,
                forces && weights.forces() > 0 ? 1 : 0,
                stress && volume && weights.stress() > 0 ? 1 : 0));
        if (sources.size() == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * numbers.length);
        }
        numbers[sources.size()] = Repeats.number(structure, heads);
        perAtom.add(energy ? structure.labels().energy() / structure.size() : Double.NaN);
        largestForces.add(forces ? Strain.largest(structure.labels().forces()) : Double.NaN);
        largestStresses.add(stress && volume ? Strain.largest(structure.labels().stress()) : Double.NaN);
        entries.add(structure, source == null ? structure.formula() : source.toString());
        stresses.add(structure);
        work.add(structure);
        sources.add(source);
        if (cutoff > 0 && structure.size() == 1 && !hasNeighbors(structure, cutoff)) {
            atomsInBoxes.add(name(sources.size() - 1) + " (" + structure.formula() + ")");
        }
    }

    /** A virial without a cell gives no stress; the reader leaves it among the entries. */
    private static boolean isMoleculeWithVirial(Structure structure) {
        return structure.cell() == null && structure.info().keySet().stream().anyMatch(LabelKeys::namesVirial);
    }

    private static boolean hasNeighbors(Structure structure, double cutoff) {
        return NeighborList.build(structure, cutoff).receiver().length > 0;
    }

    /** Number of structures. */
    public int size() {
        return sources.size();
    }

    /** Where a structure was read. */
    public String name(int index) {
        return Objects.requireNonNullElse(sources.get(index), "structure " + (index + 1))
                .toString();
    }

    private LabelNeeds.Counts counts() {
        return byFile.values().stream().reduce(LabelNeeds.Counts.NONE, LabelNeeds.Counts::plus);
    }

    /** Labels of some of the structures, one of each kind a structure. */
    private LabelCounts labels(List<Integer> indices) {
        return new LabelCounts(perAtom.known(indices), largestForces.known(indices), largestStresses.known(indices));
    }

    /**
     * Makes sure that structures set aside for validation leave labels to train on.
     *
     * @return what to know about labels that no validation structure has
     * @throws InputException when no training structure has a label that counts
     */
    public List<String> requireLabels(Split split, LabelNeeds needs) {
        LabelCounts training = labels(split.training());
        for (String label : needs.lacking(training)) {
            throw InputException.of("all structures that have " + label + " were set aside for validation")
                    .wanted("some to train on, as their weight is above 0")
                    .remedy("choose another data.validation_seed, or name files in data.validation")
                    .build();
        }
        return split.validation().isEmpty()
                ? List.of()
                : needs.lacking(labels(split.validation())).stream()
                        .map(label -> "no structure that was set aside for validation has " + label
                                + ": it does not count when the best weights are chosen")
                        .toList();
    }

    /**
     * Refuses structures of which none has a label that counts, and names of labels that none of them has.
     *
     * @param needs weights of the labels
     * @param config where the names of the labels are
     * @throws InputException if a label is missing
     */
    public void requireLabels(LabelNeeds needs, DataConfig config) {
        String first = byFile.keySet().stream().findFirst().orElse("");
        needs.require(counting, counts(), set, first.isEmpty() || byFile.size() > 1 ? null : first, config);
    }

    /**
     * Refuses names of labels that were set and that no structure has, which may be misspelt.
     *
     * @param sets all structures, in several sets
     */
    public static void requireNames(List<DataChecks> sets, DataConfig config) {
        LabelNeeds.Counts counts =
                sets.stream().map(DataChecks::counts).reduce(LabelNeeds.Counts.NONE, LabelNeeds.Counts::plus);
        DataConfig usual = DataConfig.defaults();
        if (counts.forces() == 0) {
            requireUsual("data.forces_key", config.forcesKey(), usual.forcesKey(), "forces");
        }
        if (counts.stresses() + counts.uselessStresses() == 0) {
            requireUsual("data.stress_key", config.stressKey(), usual.stressKey(), "a stress");
            requireUsual("data.virial_key", config.virialKey(), usual.virialKey(), "a virial");
        }
    }

    private static void requireUsual(String key, String name, String usual, String label) {
        if (!name.equals(usual)) {
            throw InputException.of("no structure has " + label + " under the name that " + key + " says")
                    .found(key + " " + name)
                    .remedy("correct " + key + ", or leave it out")
                    .build();
        }
    }

    /** What a user should know about labels that some structures do not have. */
    public List<String> missingLabels() {
        List<String> notes = new ArrayList<>();
        LabelNeeds.Counts all = counts();
        missing(notes, "energies", all.energies(), LabelNeeds.Counts::energies);
        missing(notes, "forces", all.forces(), LabelNeeds.Counts::forces);
        missing(notes, "stresses", all.stresses(), LabelNeeds.Counts::stresses);
        if (all.uselessStresses() > 0) {
            notes.add(all.uselessStresses()
                    + " structures have a stress or virial but are not periodic in three directions; it is not used");
        }
        return named(notes);
    }

    private void missing(List<String> notes, String what, int count, ToIntFunction<LabelNeeds.Counts> with) {
        int structures = sources.size();
        if (count > 0 && count < structures) {
            List<String> without = byFile.entrySet().stream()
                    .filter(file -> with.applyAsInt(file.getValue()) == 0)
                    .map(Map.Entry::getKey)
                    .toList();
            notes.add(what + " are known of " + count + " of " + structures
                    + " structures; the others count in the other terms of the loss only"
                    + (without.isEmpty() ? "" : " (" + String.join(", ", without) + " has none)"));
        }
    }

    /** What a user should know about labels that look wrong, beside their unit: absurd forces and stresses, stresses' unit. */
    public List<String> suspectLabels() {
        List<String> notes = new ArrayList<>();
        notes.addAll(Outliers.sizes(largestForces.toArray(), this::name, "a force component", "eV/Å", Outliers.FORCES));
        notes.addAll(
                Outliers.sizes(largestStresses.toArray(), this::name, "a stress component", "eV/Å³", Outliers.STRESS));
        notes.addAll(stresses.notes(this::name, work));
        return named(notes);
    }

    /** What a user should know about frames of one atom, in a box so large that the model sees no neighbour. */
    public List<String> atomsInBoxes() {
        return atomsInBoxes.isEmpty()
                ? List.of()
                : named(List.of(atomsInBoxes.size()
                        + " structures are single atoms in a box, without neighbours within the cut-off (first: "
                        + atomsInBoxes.getFirst()
                        + "). To have them give the energies of isolated atoms, set config_type=IsolatedAtom, or move them to"
                        + " the file of data.isolated_atoms"));
    }

    /** What a user should know about isolated atoms whose images in the next box are neighbours. */
    public static List<String> crowded(IsolatedAtoms atoms, double cutoff) {
        return atoms.frames().stream()
                .filter(frame -> hasNeighbors(frame, cutoff))
                .map(frame -> Repeats.nameOf(frame) + ": the isolated atom " + frame.formula()
                        + " has images of itself within the cut-off of " + cutoff
                        + " Å; its energy is taken for that of"
                        + " an atom alone")
                .toList();
    }

    /** What a user should know about structures that a model is compared with. */
    public List<String> beforeEvaluation() {
        List<String> notes = new ArrayList<>(suspectLabels());
        notes.addAll(work.forces());
        List<String> differing = entries();
        notes.addAll(differing);
        if (differing.isEmpty()) {
            notes.addAll(entries.ignoredCharges());
        }
        return notes;
    }

    /** What a user should know about entries that the model is not told of, in all sets of structures shown so far. */
    public List<String> entries() {
        return entries.notes();
    }

    /** Some of the structures, to be looked for in other sets. */
    public Repeats.Group group(String name, List<Integer> indices) {
        double[] all = perAtom.toArray();
        return new Repeats.Group(
                name,
                indices.stream().mapToLong(i -> numbers[i]).toArray(),
                indices.stream().mapToDouble(i -> all[i]).toArray(),
                i -> name(indices.get(i)));
    }

    private List<String> named(List<String> notes) {
        return set.equals("training")
                ? notes
                : notes.stream()
                        .map(note -> "in " + set + " structures: " + note)
                        .toList();
    }

    /**
     * What suggests that energies are not in eV, with the numbers.
     *
     * @param isolated energies of isolated atoms as given, by atomic number
     * @param compositions of the structures
     */
    public List<String> suspectUnits(Map<Integer, Double> isolated, List<Composition> compositions) {
        List<String> notes = new ArrayList<>(MagnitudeCheck.notes(isolated, compositions, work.energiesFitForces()));
        notes.addAll(work.forces());
        return named(notes);
    }

    /**
     * Refuses elements that a model would have to know without having been trained on them.
     *
     * @param name of the set, such as {@code validation}
     * @param seen elements of the training structures
     * @param remedy what to do
     */
    public static void requireSeen(String name, StructureSource structures, Set<Integer> seen, String remedy) {
        for (int i = 0; i < structures.size(); i++) {
            Structure structure = structures.get(i);
            for (int atom = 0; atom < structure.size(); atom++) {
                if (!seen.contains(structure.number(atom))) {
                    throw structure
                            .problem("a " + name + " structure has an element that no training structure has")
                            .found(structure.nameOf(atom))
                            .wanted("one of " + Element.listed(seen))
                            .remedy(remedy)
                            .build();
                }
            }
        }
    }

    /** Refuses config types to choose that do not occur. */
    public static void requireTypes(Collection<String> names, Set<String> known) {
        requireTypes(names, known, "data.config_types");
    }

    private static void requireTypes(Collection<String> names, Set<String> known, String key) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw InputException.of("no structure of config type \"" + name + "\"")
                        .found(known.isEmpty() ? "no config types" : "config types " + String.join(", ", known))
                        .remedy("correct " + key)
                        .build();
            }
        }
    }

    /**
     * Refuses factors of config types that do not occur. {@link LabelWeights#DEFAULT} stands for structures without a type; where
     * there are none, its factor must be 1, which changes nothing.
     *
     * @param known config types of the structures, {@link LabelWeights#DEFAULT} where one has none
     */
    public static void requireWeightedTypes(Map<String, Double> factors, Set<String> known) {
        Double unnamed = factors.get(LabelWeights.DEFAULT);
        TreeSet<String> names = new TreeSet<>(factors.keySet());
        if (unnamed != null && unnamed == 1) {
            names.remove(LabelWeights.DEFAULT);
        } else if (unnamed != null && !known.contains(LabelWeights.DEFAULT)) {
            throw InputException.of("a factor for structures without a config type, but all structures have one")
                    .found("data.config_type_weights Default: " + unnamed + ", config types "
                            + String.join(", ", known))
                    .wanted(
                            "factors of these config types; Default does not stand for types that are not named, which have 1")
                    .remedy("correct data.config_type_weights")
                    .build();
        }
        requireTypes(names, known, "data.config_type_weights");
    }
}
