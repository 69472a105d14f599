package org.gaunt.potential.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.NeighborList;
import org.gaunt.atoms.Structure;
import org.gaunt.learn.Digest;
import org.gaunt.linalg.Parallel;
import org.jspecify.annotations.Nullable;

/** Makes the {@link Graph graphs} of structures for a model: its elements, its cut-off. Immutable. */
public final class GraphBuilder {

    /** The entry of a structure that names its head. */
    public static final String HEAD = "head";

    private final int[] speciesOfNumber = new int[119];
    private final List<Integer> atomicNumbers;
    private final double cutoff;
    private final List<String> heads;
    private final @Nullable String headOfAll;
    private final List<StructureLabel> labels;
    private final List<StructureInput> inputs;

    /**
     * For the models that know these elements and look this far.
     *
     * @param atomicNumbers the model's elements in its order
     * @param cutoff atoms closer than this are neighbours, Å
     */
    public GraphBuilder(List<Integer> atomicNumbers, double cutoff) {
        this(atomicNumbers, cutoff, List.of());
    }

    /**
     * For a model that may have several heads.
     *
     * @param atomicNumbers the model's elements in its order
     * @param cutoff atoms closer than this are neighbours, Å
     * @param heads the names of the heads of its readout; empty where it has one
     */
    public GraphBuilder(List<Integer> atomicNumbers, double cutoff, List<String> heads) {
        this(atomicNumbers, cutoff, heads, null, List.of(), List.of());
    }

    private GraphBuilder(
            List<Integer> atomicNumbers,
            double cutoff,
            List<String> heads,
            @Nullable String headOfAll,
            List<StructureLabel> labels,
            List<StructureInput> inputs) {
        this.inputs = List.copyOf(inputs);
        this.labels = List.copyOf(labels);
        this.heads = List.copyOf(heads);
        this.headOfAll = headOfAll;
        this.atomicNumbers = List.copyOf(atomicNumbers);
        this.cutoff = cutoff;
        Arrays.fill(speciesOfNumber, -1);
        for (int i = 0; i < atomicNumbers.size(); i++) {
            speciesOfNumber[Element.of(atomicNumbers.get(i)).number()] = i;
        }
    }

    /**
     * The same for structures that all belong to one head.
     *
     * @param head its name, or null where each structure names its own
     */
    public GraphBuilder withHead(@Nullable String head) {
        return new GraphBuilder(atomicNumbers, cutoff, heads, head, labels, inputs);
    }

    /** The same for structures with labels beside energy, forces and stress. */
    public GraphBuilder withLabels(List<? extends StructureLabel> further) {
        return new GraphBuilder(atomicNumbers, cutoff, heads, headOfAll, List.copyOf(further), inputs);
    }

    /** The same for a model with inputs besides the atoms. */
    public GraphBuilder withInputs(List<StructureInput> further) {
        return new GraphBuilder(atomicNumbers, cutoff, heads, headOfAll, labels, further);
    }

    /** Whether structures have labels beside energy, forces and stress, or the model inputs beside atoms. */
    boolean readsFurther() {
        return !labels.isEmpty() || !inputs.isEmpty();
    }

    /** A number that changes when another number, the structure's further labels or the model's inputs change. */
    long fingerprint(long other, Structure structure) {
        Digest digest = new Digest().add(other);
        new TreeMap<>(furtherLabels(structure)).forEach((key, numbers) -> digest.add(numbers));
        if (!inputs.isEmpty()) {
            digest.add(categories(structure));
        }
        return digest.number();
    }

    /** The labels of a structure beside energy, forces and stress, those that it has. */
    Map<String, double[]> furtherLabels(Structure structure) {
        Map<String, double[]> found = new HashMap<>();
        for (StructureLabel label : labels) {
            double[] numbers = label.read(structure);
            if (numbers != null) {
                found.put(label.key(), numbers);
            }
        }
        return found;
    }

    /**
     * The graph of a structure.
     *
     * @throws org.gaunt.files.InputException when the structure has an element the model does not know, two atoms at one
     *     place, no head or an unknown one where the model has several, no or an unknown value of an input, or more neighbours than
     *     fit into memory
     */
    public Graph build(Structure structure) {
        return build(structure, Parallel.SERIAL);
    }

    private Graph build(Structure structure, Parallel threads) {
        int atoms = structure.size();
        int[] species = new int[atoms];
        for (int atom = 0; atom < atoms; atom++) {
            species[atom] = speciesOfNumber[structure.number(atom)];
            if (species[atom] < 0) {
                throw structure
                        .problem("an element the model does not know")
                        .found(structure.nameOf(atom))
                        .wanted("one of " + symbols())
                        .remedy("leave the structure out, or train a model with structures that have this element")
                        .build();
            }
        }
        NeighborList list = NeighborList.build(structure, cutoff, threads::run);
        Cell cell = structure.cell();
        boolean periodic = structure.isFullyPeriodic();
        return new Graph(
                        structure.positions(),
                        species,
                        list.sender(),
                        list.receiver(),
                        list.shift(),
                        list.pairOfEdge(),
                        list.firstEdgeOfPair(),
                        periodic && cell != null ? cell.volume() : Double.NaN,
                        head(structure))
                .withInputs(categories(structure));
    }

    private int[] categories(Structure structure) {
        String charge = inputs.isEmpty() ? null : StructureInput.charge(structure);
        if (charge != null && inputs.stream().noneMatch(i -> i.key().equals(StructureInput.TOTAL_CHARGE))) {
            throw structure
                    .problem("the structure is charged, and the model takes other inputs than the charge")
                    .found(charge)
                    .wanted("no charge, or a model with total_charge among model.embeddings")
                    .build();
        }
        return inputs.stream().mapToInt(input -> input.read(structure)).toArray();
    }

    private int head(Structure structure) {
        if (heads.isEmpty()) {
            return 0;
        }
        String name = headOfAll != null ? headOfAll : structure.info().get(HEAD);
        int head = name == null ? -1 : heads.indexOf(name);
        if (head < 0) {
            throw structure
                    .problem("the model has several heads, and the structure does not name one of them")
                    .found(name == null ? "no entry " + HEAD : HEAD + "=" + name)
                    .wanted(HEAD + "= one of " + String.join(", ", heads))
                    .remedy("add the entry to the structure's comment line")
                    .build();
        }
        return head;
    }

    /** The graphs of structures, in their order. */
    public List<Graph> build(List<Structure> structures) {
        return build(structures, Parallel.SERIAL);
    }

    /**
     * The graphs of structures, in their order.
     *
     * @param threads compute these, and nothing else meanwhile
     */
    public List<Graph> build(List<Structure> structures, Parallel threads) {
        if (structures.size() == 1) {
            return List.of(build(structures.getFirst(), threads));
        }
        Graph[] graphs = new Graph[structures.size()];
        threads.run(graphs.length, k -> graphs[k] = build(structures.get(k)));
        return List.of(graphs);
    }

    private String symbols() {
        return atomicNumbers.stream().map(number -> Element.of(number).symbol()).collect(Collectors.joining(", "));
    }
}
