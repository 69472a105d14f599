package org.gaunt.atoms;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Atoms at positions, isolated or periodic in one to three directions, with what is known about them. Immutable; arrays
 * are copied on the way in and on the way out.
 *
 * <pre>{@code
 * Structure water = Structure.builder(new int[] {8, 1, 1}, positions).build();
 * }</pre>
 */
public final class Structure {

    private final int[] numbers;
    private final double[] positions;
    private final @Nullable Cell cell;
    private final boolean[] pbc;
    private final Labels labels;
    private final @Nullable String configType;
    private final Map<String, String> info;
    private final List<AtomColumn> columns;
    private final @Nullable Source source;

    private Structure(Builder builder) {
        this.numbers = builder.numbers;
        this.positions = builder.positions;
        this.cell = builder.cell;
        this.pbc = builder.pbc;
        this.labels = builder.labels;
        this.configType = builder.configType;
        this.info = Collections.unmodifiableMap(new LinkedHashMap<>(builder.info));
        this.columns = builder.columns;
        this.source = builder.source;
    }

    /**
     * Starts a structure.
     *
     * @param numbers atomic numbers, one an atom; copied
     * @param positions [atoms][3] in Å; copied
     */
    public static Builder builder(int[] numbers, double[] positions) {
        return new Builder(numbers.clone(), positions.clone());
    }

    /** The same structure as a builder, to change some of it. */
    public Builder toBuilder() {
        Builder builder = new Builder(numbers, positions);
        builder.cell = cell;
        builder.pbc = pbc;
        builder.labels = labels;
        builder.configType = configType;
        builder.info.putAll(info);
        builder.columns = columns;
        builder.source = source;
        return builder;
    }

    /** The same structure with other labels; entries and columns stay, also those that {@link CalculatorResults} names. */
    public Structure withLabels(Labels newLabels) {
        return toBuilder().labels(newLabels).build();
    }

    /**
     * The same structure with other positions, without labels and further results of a calculation ({@link CalculatorResults}),
     * which belonged to the old ones.
     *
     * @param newPositions [atoms][3] in Å; copied
     */
    public Structure withPositions(double[] newPositions) {
        Builder builder = CalculatorResults.usual().without(this).toBuilder();
        builder.positions = newPositions.clone();
        return builder.build();
    }

    /** The number of atoms, at least 1. */
    public int size() {
        return numbers.length;
    }

    /** The atomic number of an atom. */
    public int number(int atom) {
        return numbers[atom];
    }

    /** The atomic numbers; a copy. */
    public int[] numbers() {
        return numbers.clone();
    }

    /** The coordinate of an atom along an axis (0, 1, 2) in Å. */
    public double position(int atom, int axis) {
        return positions[3 * atom + axis];
    }

    /** The positions, [atoms][3] in Å; a copy. */
    public double[] positions() {
        return positions.clone();
    }

    /** The cell, or null if there is none. A structure may have a cell without being periodic. */
    public @Nullable Cell cell() {
        return cell;
    }

    /** Whether the structure repeats along a cell vector (0, 1, 2). */
    public boolean periodic(int vector) {
        return pbc[vector];
    }

    /** Whether the structure repeats along the three cell vectors; a copy of three values. */
    public boolean[] pbc() {
        return pbc.clone();
    }

    /** Whether the structure repeats in any direction. */
    public boolean isPeriodic() {
        return pbc[0] || pbc[1] || pbc[2];
    }

    /** Whether the structure repeats in three directions, so that it has a volume and a stress. */
    public boolean isFullyPeriodic() {
        return pbc[0] && pbc[1] && pbc[2];
    }

    /** Energy, forces, stress, as far as known. */
    public Labels labels() {
        return labels;
    }

    /** The group of configurations the structure belongs to ({@code config_type} in files), or null if it has none. */
    public @Nullable String configType() {
        return configType;
    }

    /** Further entries of the file, in its order, as text without quotes; unmodifiable. */
    public Map<String, String> info() {
        return info;
    }

    /** Further values of each atom; unmodifiable. */
    public List<AtomColumn> columns() {
        return columns;
    }

    /** Where the structure was read, or null if it was not read from a file. */
    public @Nullable Source source() {
        return source;
    }

    /** Starts a message about this structure, with its place in the file where one is known. */
    public InputException.Builder problem(String problem) {
        return problem(problem, source);
    }

    private static InputException.Builder problem(String problem, @Nullable Source source) {
        InputException.Builder builder = InputException.of(problem);
        return source == null ? builder : builder.file(source.file()).line(source.line());
    }

    /** How messages name an atom: {@code "atom 3 (C)"}, counted from 1. */
    public String nameOf(int atom) {
        return "atom " + (atom + 1) + " (" + Element.of(numbers[atom]).symbol() + ")";
    }

    /** The chemical formula with the elements in alphabetical order, for example {@code "C2H7NO"}. */
    public String formula() {
        int[] counts = new int[Element.values().length + 1];
        for (int number : numbers) {
            counts[number]++;
        }
        StringBuilder text = new StringBuilder();
        Arrays.stream(Element.values())
                .filter(element -> counts[element.number()] > 0)
                .sorted((a, b) -> a.symbol().compareTo(b.symbol()))
                .forEach(element -> {
                    text.append(element.symbol());
                    if (counts[element.number()] > 1) {
                        text.append(counts[element.number()]);
                    }
                });
        return text.toString();
    }

    /** The cell vectors completed to a basis; never null because the builder has checked it. */
    Lattice lattice() {
        return Objects.requireNonNull(Lattice.of(cell, pbc));
    }

    /** Equal if everything but the place in the file is equal, to the bit. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Structure structure
                && Arrays.equals(numbers, structure.numbers)
                && Arrays.equals(positions, structure.positions)
                && Objects.equals(cell, structure.cell)
                && Arrays.equals(pbc, structure.pbc)
                && labels.equals(structure.labels)
                && Objects.equals(configType, structure.configType)
                && info.equals(structure.info)
                && columns.equals(structure.columns);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(numbers), Arrays.hashCode(positions), cell, labels);
    }

    @Override
    public String toString() {
        return "Structure[" + formula() + ", " + size() + " atoms"
                + (isPeriodic()
                        ? ", periodic " + (pbc[0] ? "T" : "F") + (pbc[1] ? "T" : "F") + (pbc[2] ? "T" : "F")
                        : "")
                + (source == null ? "" : ", " + source)
                + "]";
    }

    /** Collects the parts of a structure and checks them in {@link #build()}. */
    public static final class Builder {
        private static final Set<String> RESERVED = Set.of("Lattice", "Properties", "pbc");

        private final int[] numbers;
        private double[] positions;
        private @Nullable Cell cell;
        private boolean[] pbc = new boolean[3];
        private Labels labels = Labels.NONE;
        private @Nullable String configType;
        private final Map<String, String> info = new LinkedHashMap<>();
        private List<AtomColumn> columns = List.of();
        private @Nullable Source source;

        private Builder(int[] numbers, double[] positions) {
            this.numbers = numbers;
            this.positions = positions;
        }

        /** The cell, or null for none. */
        public Builder cell(@Nullable Cell value) {
            this.cell = value;
            return this;
        }

        /** Whether the structure repeats along each cell vector. */
        public Builder pbc(boolean a, boolean b, boolean c) {
            this.pbc = new boolean[] {a, b, c};
            return this;
        }

        /** What is known about the structure. */
        public Builder labels(Labels value) {
            this.labels = value;
            return this;
        }

        /** The group of configurations the structure belongs to, or null for none. */
        public Builder configType(@Nullable String value) {
            this.configType = value;
            return this;
        }

        /**
         * One further entry; one of the same key is replaced.
         *
         * @throws IllegalArgumentException if the key is one of extended XYZ itself ({@code Lattice}, {@code Properties},
         *     {@code pbc}) or is empty, or a line ends within the key or value
         */
        public Builder info(String key, String value) {
            if (key.isBlank() || RESERVED.contains(key)) {
                throw new IllegalArgumentException("An entry cannot have the key '" + key + "'");
            }
            if ((key + value).chars().anyMatch(c -> c == '\n' || c == '\r')) {
                throw new IllegalArgumentException("An entry has a line break: '" + key + "=" + value + "'");
            }
            info.put(key, value);
            return this;
        }

        /** All further entries, in the order of the map, instead of those given so far. */
        public Builder info(Map<String, String> values) {
            info.clear();
            values.forEach(this::info);
            return this;
        }

        /** Further values of each atom, instead of those given so far. */
        public Builder columns(List<AtomColumn> values) {
            this.columns = List.copyOf(values);
            return this;
        }

        /** Where the structure was read, or null if it was not read from a file. */
        public Builder source(@Nullable Source value) {
            this.source = value;
            return this;
        }

        /**
         * The structure.
         *
         * @throws InputException if there is no atom, an atomic number or a position is not one, or the cell does not go
         *     with the periodic directions
         * @throws IllegalArgumentException if the lengths of the arrays contradict each other
         */
        public Structure build() {
            checkLengths();
            if (numbers.length == 0) {
                throw problem("a structure without atoms", source)
                        .wanted("at least one atom")
                        .build();
            }
            for (int atom = 0; atom < numbers.length; atom++) {
                if (!Element.isNumber(numbers[atom])) {
                    throw problem("unknown element", source)
                            .found("atomic number " + numbers[atom] + " of atom " + (atom + 1))
                            .wanted("1 to 118")
                            .build();
                }
                for (int axis = 0; axis < 3; axis++) {
                    if (!Double.isFinite(positions[3 * atom + axis])) {
                        throw problem("a position is not finite", source)
                                .found(positions[3 * atom + axis] + " for " + "xyz".charAt(axis) + " of atom "
                                        + (atom + 1))
                                .wanted("three finite numbers in Å")
                                .build();
                    }
                }
            }
            checkCell();
            return new Structure(this);
        }

        private void checkLengths() {
            int atoms = numbers.length;
            if (positions.length != 3 * (long) atoms) {
                throw new IllegalArgumentException(
                        atoms + " atoms need " + 3 * (long) atoms + " coordinates, not " + positions.length);
            }
            if (labels.forceCount() >= 0 && labels.forceCount() != 3 * atoms) {
                throw new IllegalArgumentException(
                        atoms + " atoms need " + 3 * atoms + " force components, not " + labels.forceCount());
            }
            for (AtomColumn column : columns) {
                if (column.atoms() != atoms) {
                    throw new IllegalArgumentException(
                            "Column " + column + " has values for " + column.atoms() + " atoms, not " + atoms);
                }
            }
        }

        private void checkCell() {
            if (!(pbc[0] || pbc[1] || pbc[2])) {
                return;
            }
            if (cell == null) {
                throw problem("a periodic structure without a cell", source)
                        .wanted("cell vectors in Å, or no periodic direction")
                        .remedy("give Lattice=\"ax ay az bx by bz cx cy cz\", or pbc=\"F F F\" for a molecule")
                        .build();
            }
            if (Lattice.of(cell, pbc) == null) {
                throw problem("the cell vectors do not span a cell", source)
                        .found(cell.toString())
                        .wanted("vectors that are neither zero nor linearly dependent in the periodic directions")
                        .remedy("correct Lattice, or set pbc to F in the directions that do not repeat")
                        .build();
            }
        }
    }
}
