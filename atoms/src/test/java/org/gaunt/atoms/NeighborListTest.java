package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeighborListTest {

    static List<GoldenNeighborLists.Case> golden() throws IOException {
        return GoldenNeighborLists.read();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void findsTheEdgesOfTheReference(GoldenNeighborLists.Case golden) {
        NeighborList list = NeighborList.build(golden.structure(), golden.cutoff());

        assertThat(list.edges()).isEqualTo(golden.edges().size());
        assertThat(edges(list)).isEqualTo(golden.edges());
        requireContract(list, golden.structure());
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, 150).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsTheSameAsBruteForceInRandomCells(int seed) {
        Random random = new Random(seed);
        double cutoff = 0.5 + 4.5 * random.nextDouble();
        Structure structure = randomStructure(random, cutoff);

        NeighborList list = NeighborList.build(structure, cutoff);

        assertThat(edges(list)).as("seed %d, %s", seed, structure).isEqualTo(bruteForce(structure, cutoff));
        requireContract(list, structure);
    }

    /** Cells from a fifth of the cut-off to several times it, skewed, with every mixture of periodic directions. */
    private static Structure randomStructure(Random random, double cutoff) {
        boolean[] pbc = {random.nextBoolean(), random.nextBoolean(), random.nextBoolean()};
        double[] rows = new double[9];
        do {
            for (int k = 0; k < 9; k++) {
                rows[k] = (0.2 + 2 * random.nextDouble()) * cutoff * (k % 4 == 0 ? 1 : random.nextGaussian() * 0.6);
            }
        } while (Math.abs(Lattice.determinant(rows)) < 0.02 * cutoff * cutoff * cutoff);
        Cell cell = Cell.of(rows);
        int atoms = 1 + random.nextInt(12);
        double[] positions = new double[3 * atoms];
        for (int atom = 0; atom < atoms; atom++) {
            for (int vector = 0; vector < 3; vector++) {
                double fraction = 6 * random.nextDouble() - 3; // many atoms lie outside the cell
                for (int axis = 0; axis < 3; axis++) {
                    positions[3 * atom + axis] += fraction * cell.get(vector, axis);
                }
            }
        }
        int[] numbers = new int[atoms];
        Arrays.fill(numbers, 6);
        return Structure.builder(numbers, positions)
                .cell(cell)
                .pbc(pbc[0], pbc[1], pbc[2])
                .build();
    }

    /** Tries every image that can be within reach: the cell's corner-to-corner size bounds the number of images. */
    private static Set<String> bruteForce(Structure structure, double cutoff) {
        Set<String> edges = new TreeSet<>();
        Lattice lattice = structure.lattice();
        int[] most = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            double spread = 0;
            for (int i = 0; i < structure.size(); i++) {
                for (int j = 0; j < structure.size(); j++) {
                    spread = Math.max(
                            spread,
                            Math.abs(fraction(lattice, structure, i, axis) - fraction(lattice, structure, j, axis)));
                }
            }
            most[axis] = structure.periodic(axis) ? (int) Math.ceil(cutoff / lattice.height(axis) + spread) + 1 : 0;
        }
        for (int s = 0; s < structure.size(); s++) {
            for (int r = 0; r < structure.size(); r++) {
                for (int a = -most[0]; a <= most[0]; a++) {
                    for (int b = -most[1]; b <= most[1]; b++) {
                        for (int c = -most[2]; c <= most[2]; c++) {
                            double squared = 0;
                            for (int axis = 0; axis < 3; axis++) {
                                double shift =
                                        a * lattice.get(0, axis) + b * lattice.get(1, axis) + c * lattice.get(2, axis);
                                double d = structure.position(r, axis) - structure.position(s, axis) + shift;
                                squared += d * d;
                            }
                            boolean itself = s == r && a == 0 && b == 0 && c == 0;
                            if (!itself && squared < cutoff * cutoff) {
                                edges.add(s + " " + r + " " + a + " " + b + " " + c);
                            }
                        }
                    }
                }
            }
        }
        return edges;
    }

    private static double fraction(Lattice lattice, Structure structure, int atom, int axis) {
        return lattice.fraction(
                axis, structure.position(atom, 0), structure.position(atom, 1), structure.position(atom, 2));
    }

    private static Set<String> edges(NeighborList list) {
        Set<String> edges = new TreeSet<>();
        for (int e = 0; e < list.edges(); e++) {
            edges.add(list.sender()[e] + " " + list.receiver()[e] + " " + list.unitShift()[3 * e] + " "
                    + list.unitShift()[3 * e + 1] + " " + list.unitShift()[3 * e + 2]);
        }
        return edges;
    }

    /** What the documentation of the class promises of every list. */
    private static void requireContract(NeighborList list, Structure structure) {
        double[] vectors = list.vectors(structure);
        int[] members = new int[list.pairs()];
        for (int e = 0; e < list.edges(); e++) {
            require(e == 0 || Arrays.compare(key(list, e), key(list, e - 1)) > 0, "sorted", e);
            members[list.pairOfEdge()[e]]++;
            int first = list.firstEdgeOfPair()[list.pairOfEdge()[e]];
            boolean reversed = first != e;
            require(first <= e, "the first edge of a pair is the first", e);
            require(list.sender()[e] == (reversed ? list.receiver() : list.sender())[first], "sender", e);
            require(list.receiver()[e] == (reversed ? list.sender() : list.receiver())[first], "receiver", e);
            double squared = 0;
            for (int axis = 0; axis < 3; axis++) {
                int sign = reversed ? -1 : 1;
                require(list.unitShift()[3 * e + axis] == sign * list.unitShift()[3 * first + axis], "shift", e);
                require(vectors[3 * e + axis] == sign * vectors[3 * first + axis], "vector, to the bit", e);
                squared += vectors[3 * e + axis] * vectors[3 * e + axis];
            }
            require(squared < list.cutoff() * list.cutoff(), "within the cut-off", e);
        }
        assertThat(Arrays.stream(members).filter(count -> count != 2).count()).isZero();
        assertThat(list.edges()).isEqualTo(2 * list.pairs());
        assertThat(list.firstEdgeOfPair()).isSorted();
    }

    private static void require(boolean holds, String what, int edge) {
        if (!holds) {
            fail("edge %d: not %s", edge, what);
        }
    }

    /** Receiver, sender and shift of an edge. */
    private static int[] key(NeighborList list, int e) {
        int[] shift = list.unitShift();
        return new int[] {list.receiver()[e], list.sender()[e], shift[3 * e], shift[3 * e + 1], shift[3 * e + 2]};
    }

    @Test
    void theCutoffItselfIsNotWithin() {
        Structure exactly = Structure.builder(new int[] {8, 8}, new double[] {0, 0, 0, 0, 3, 4})
                .build();

        assertThat(NeighborList.build(exactly, 5.0).edges()).isZero();
        assertThat(NeighborList.build(exactly, Math.nextUp(5.0)).edges()).isEqualTo(2);
    }

    @Test
    void anAtomIsTheNeighbourOfItsImages() {
        Structure chain = Structure.builder(new int[] {6}, new double[] {0.3, -7, 2})
                .cell(Cell.of(0, 0, 2, 0, 0, 0, 0, 0, 0))
                .pbc(true, false, false)
                .build();

        NeighborList list = NeighborList.build(chain, 4.5);

        assertThat(edges(list)).containsExactlyInAnyOrder("0 0 -2 0 0", "0 0 -1 0 0", "0 0 1 0 0", "0 0 2 0 0");
        assertThat(list.shift()).containsExactly(0, 0, -4, 0, 0, -2, 0, 0, 2, 0, 0, 4);
        assertThat(list.pairOfEdge()).containsExactly(0, 1, 1, 0);
        assertThat(list.firstEdgeOfPair()).containsExactly(0, 1);
    }

    @Test
    void movingAtomsByCellVectorsKeepsTheVectors() {
        Random random = new Random(7);
        Structure structure = crystal(2, random);
        double[] moved = structure.positions();
        Cell cell = Objects.requireNonNull(structure.cell());
        for (int atom = 0; atom < structure.size(); atom++) {
            for (int vector = 0; vector < 3; vector++) {
                int cells = random.nextInt(9) - 4;
                for (int axis = 0; axis < 3; axis++) {
                    moved[3 * atom + axis] += cells * cell.get(vector, axis);
                }
            }
        }

        NeighborList before = NeighborList.build(structure, 4.1);
        NeighborList after = NeighborList.build(structure.withPositions(moved), 4.1);

        assertThat(after.edges()).isEqualTo(before.edges());
        double[] lengthsBefore = sortedLengths(before, structure);
        double[] lengthsAfter = sortedLengths(after, structure.withPositions(moved));
        assertThat(IntStream.range(0, after.edges())
                        .mapToDouble(e -> Math.abs(lengthsAfter[e] - lengthsBefore[e]))
                        .max()
                        .orElseThrow())
                .isLessThan(1e-12);
    }

    private static double[] sortedLengths(NeighborList list, Structure structure) {
        double[] v = list.vectors(structure);
        return IntStream.range(0, list.edges())
                .mapToDouble(
                        e -> Math.sqrt(v[3 * e] * v[3 * e] + v[3 * e + 1] * v[3 * e + 1] + v[3 * e + 2] * v[3 * e + 2]))
                .sorted()
                .toArray();
    }

    /** Displaced atoms on a cubic lattice of 2 Å, repeated n times 4 along each axis. */
    private static Structure crystal(int repeats, Random random) {
        int side = 4 * repeats;
        int atoms = side * side * side;
        double[] positions = new double[3 * atoms];
        for (int atom = 0; atom < atoms; atom++) {
            int[] place = {atom % side, atom / side % side, atom / side / side};
            for (int axis = 0; axis < 3; axis++) {
                positions[3 * atom + axis] = 2.0 * place[axis] + 0.5 * random.nextDouble();
            }
        }
        int[] numbers = new int[atoms];
        Arrays.fill(numbers, 14);
        return Structure.builder(numbers, positions)
                .cell(Cell.box(2.0 * side, 2.0 * side, 2.0 * side))
                .pbc(true, true, true)
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNumberOfDistancesGrowsLinearly(boolean periodic) {
        List<Double> checksPerAtom = new ArrayList<>();
        for (int repeats : new int[] {2, 4, 6}) {
            Structure structure = crystal(repeats, new Random(1)).toBuilder()
                    .pbc(periodic, periodic, periodic)
                    .build();
            NeighborList list = NeighborList.build(structure, 3.9);
            checksPerAtom.add((double) list.distanceChecks() / structure.size());
        }

        // 27 times the atoms: a quadratic search would need 27 times the checks for each
        assertThat(checksPerAtom.get(2)).isLessThan(1.5 * checksPerAtom.get(1));
        assertThat(checksPerAtom.get(2)).isLessThan(27 * Math.pow(4.1, 3) / 8 * 1.3);
    }

    @Test
    void farAwayAtomsDoNotMakeTheSearchQuadratic() {
        Structure crystal = crystal(4, new Random(3)).toBuilder()
                .cell(null)
                .pbc(false, false, false)
                .build();
        double[] positions = Arrays.copyOf(crystal.positions(), 3 * crystal.size() + 3);
        positions[positions.length - 1] = 1e7;
        int[] numbers = Arrays.copyOf(crystal.numbers(), crystal.size() + 1);
        numbers[crystal.size()] = 1;
        Structure withFarAtom = Structure.builder(numbers, positions).build();

        NeighborList list = NeighborList.build(withFarAtom, 3.9);

        assertThat(list.edges()).isEqualTo(NeighborList.build(crystal, 3.9).edges());
        assertThat(list.distanceChecks() / (double) list.atoms()).isLessThan(4 * 27 * Math.pow(4.1, 3) / 8);
    }

    @Test
    void atomsOnTopOfEachOtherAreNamed() {
        Structure structure = Structure.builder(new int[] {8, 1, 6}, new double[] {0, 0, 0, 1, 0, 0, 1, 0, 0.002})
                .source(new Source("water.xyz", 18))
                .build();

        assertThatThrownBy(() -> NeighborList.build(structure, 5))
                .isInstanceOf(InputException.class)
                .hasMessage("""
                        water.xyz, line 18: two atoms lie on top of each other
                          found:  atom 2 (H) and atom 3 (C), 0.002000 Å apart
                          wanted: at least 0.01 Å between any two atoms
                          remedy: remove one of the two atoms""");
    }

    @Test
    void anAtomOnTheImageOfAnotherIsNamed() {
        Structure structure = Structure.builder(new int[] {14, 14}, new double[] {0, 0, 0, 10, 0, 0})
                .cell(Cell.box(5, 6, 7))
                .pbc(true, true, true)
                .build();

        assertThatThrownBy(() -> NeighborList.build(structure, 3))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("atom 1 (Si) and atom 2 (Si), 0.000000 Å apart")
                .hasMessageContaining("periodic image");
    }

    @Test
    void theEstimateIsGoodForDenseSystems() {
        Structure structure = crystal(4, new Random(11));

        assertThat(NeighborList.estimateEdges(structure, 3.9))
                .isBetween(
                        0.8 * NeighborList.build(structure, 3.9).edges(),
                        1.2 * NeighborList.build(structure, 3.9).edges());
        Structure small = structure.toBuilder().build();
        assertThat(NeighborList.estimateEdges(small, 40.0))
                .isBetween(0.9 * 4096 * 4. / 3 * Math.PI * 8000, 1.1 * 4096 * 4. / 3 * Math.PI * 8000);
    }

    @Test
    void aStructureLargerThanTheMemoryIsRefused() {
        Structure structure = crystal(2, new Random(5)).toBuilder()
                .source(new Source("big.xyz", 1))
                .build();

        assertThatThrownBy(() -> NeighborList.requireFits(structure, 3.9, 1000, 1_000_000))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("big.xyz, line 1: the structure is too large for the memory")
                .hasMessageContaining("512 atoms with about 1.5")
                .hasMessageContaining("e+04 edges within 3.9 Å")
                .hasMessageContaining("remedy:");
        NeighborList.requireFits(structure, 3.9, 1000, 1_000_000_000);
        // a cut-off of a kilometre is refused before anything is allocated
        assertThatThrownBy(() -> NeighborList.build(structure, 1e13)).isInstanceOf(InputException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void theCutoffMustBePositive(double cutoff) {
        Structure atom = Structure.builder(new int[] {1}, new double[3]).build();

        assertThatThrownBy(() -> NeighborList.build(atom, cutoff)).isInstanceOf(IllegalArgumentException.class);
    }
}
