package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtendedXyzWriteTest {

    @TempDir
    private Path folder;

    @Test
    void writesWhatAseReads() throws IOException {
        Structure structure = Structure.builder(new int[] {14, 8}, new double[] {0, 0.1, -2, 1e-7, 3, 1.0 / 3})
                .cell(Cell.of(1, 2, 3, 0, 5, 6, 0, 0, 9))
                .pbc(true, false, true)
                .labels(Labels.NONE
                        .withEnergy(-1.5)
                        .withForces(new double[] {1, 2, 3, Double.NaN, 5, 6})
                        .withStress(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}))
                .configType("bulk Si")
                .info("note", "say \"hi\"")
                .columns(List.of(AtomColumn.integers("tag", 1, new long[] {1, 2})))
                .build();
        StringBuilder text = new StringBuilder();

        ExtendedXyz.write(text, structure, LabelKeys.DEFAULT);

        assertThat(text).hasToString("""
                        2
                        Lattice="1.0 2.0 3.0 0.0 5.0 6.0 0.0 0.0 9.0" Properties=species:S:1:pos:R:3:forces:R:3:tag:I:1 \
                        note="say \\"hi\\"" config_type="bulk Si" energy=-1.5 stress="1.0 4.0 7.0 2.0 5.0 8.0 3.0 6.0 9.0" pbc="T F T"
                        Si 0.0 0.1 -2.0 1.0 2.0 3.0 1
                        O  1.0E-7 3.0 0.3333333333333333 nan 5.0 6.0 2
                        """);
    }

    @Test
    void everythingReadsBackToTheBit() {
        Random random = new Random(42);
        List<Structure> structures = new ArrayList<>();
        for (int k = 0; k < 200; k++) {
            structures.add(randomStructure(random));
        }
        Path file = folder.resolve("all.xyz");

        ExtendedXyz.write(file, structures);

        assertThat(ExtendedXyz.read(file)).isEqualTo(structures);
    }

    private static double[] symmetric(double[] m) {
        return new double[] {m[0], m[1], m[2], m[1], m[4], m[5], m[2], m[5], m[8]};
    }

    private static Structure randomStructure(Random random) {
        int atoms = 1 + random.nextInt(5);
        Labels labels = Labels.NONE;
        if (random.nextBoolean()) {
            labels = labels.withEnergy(anyDouble(random));
        }
        if (random.nextBoolean()) {
            double[] forces = doubles(random, 3 * atoms);
            if (random.nextBoolean()) {
                forces[random.nextInt(3 * atoms)] = Double.NaN;
            }
            labels = labels.withForces(forces);
        }
        if (random.nextBoolean()) {
            labels = labels.withStress(symmetric(doubles(random, 9)));
        }
        int[] numbers = random.ints(atoms, 1, 119).toArray();
        boolean hasCell = random.nextBoolean();
        boolean periodic = hasCell && random.nextBoolean();
        String[] words = {"x", "a,b", "_JSON[1]", "\"", "T"};
        return Structure.builder(numbers, doubles(random, 3 * atoms))
                .labels(labels)
                .cell(
                        hasCell
                                ? Cell.of(
                                        3 + random.nextDouble(),
                                        random.nextDouble(),
                                        0,
                                        0,
                                        4,
                                        random.nextDouble(),
                                        0,
                                        0,
                                        5)
                                : null)
                .pbc(periodic, periodic && random.nextBoolean(), periodic && random.nextBoolean())
                .configType(random.nextBoolean() ? "type " + random.nextInt() : null)
                .info("free text", "it's [a] {test} \\ \"" + random.nextInt() + "\"")
                .info("empty", "")
                .columns(List.of(
                        AtomColumn.reals("q", 2, doubles(random, 2 * atoms)),
                        AtomColumn.integers("id", 1, random.longs(atoms).toArray()),
                        AtomColumn.texts(
                                "w",
                                1,
                                random.ints(atoms, 0, 5).mapToObj(w -> words[w]).toArray(String[]::new)),
                        AtomColumn.logicals("fixed", 1, new boolean[atoms])))
                .build();
    }

    private static double[] doubles(Random random, int count) {
        double[] values = new double[count];
        Arrays.setAll(values, k -> anyDouble(random));
        return values;
    }

    /** Doubles of every size, with all their digits. */
    private static double anyDouble(Random random) {
        double value = random.nextInt(4) == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian();
        return Double.isFinite(value) ? value : -0.0;
    }

    @Test
    void absentLabelsAreNotWritten() {
        StringBuilder text = new StringBuilder();
        try {
            ExtendedXyz.write(
                    text, Structure.builder(new int[] {1}, new double[3]).build(), LabelKeys.DEFAULT);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }

        assertThat(text).hasToString("1\nProperties=species:S:1:pos:R:3 pbc=\"F F F\"\nH  0.0 0.0 0.0\n");
    }

    @Test
    void labelsReplaceEntriesOfTheSameName() throws IOException {
        Path in = Files.writeString(
                folder.resolve("in.xyz"), "1\nProperties=species:S:1:pos:R:3:forces:R:3 energy=1\nH 0 0 0 1 2 3\n");
        Structure structure = ExtendedXyz.read(in, LabelKeys.NONE).getFirst();
        Path out = folder.resolve("out.xyz");

        ExtendedXyz.write(
                out,
                List.of(structure.withLabels(Labels.NONE.withEnergy(-7).withForces(new double[] {4, 5, 6}))),
                LabelKeys.DEFAULT);

        Structure again = ExtendedXyz.read(out).getFirst();
        assertThat(again.labels().energy()).isEqualTo(-7);
        assertThat(again.labels().forces()).containsExactly(4, 5, 6);
        assertThat(again.columns()).isEmpty();
        assertThat(again.info()).isEmpty();
    }

    @Test
    void aFailureHalfWayLeavesTheOldFileAndNothingElse() throws IOException {
        Path out = Files.writeString(folder.resolve("out.xyz"), "old");
        Structure structure = Structure.builder(new int[] {1}, new double[3]).build();
        Iterable<Structure> failing = () -> Stream.of(1, 2)
                .map(k -> {
                    if (k == 2) {
                        throw new IllegalStateException("the second fails");
                    }
                    return structure;
                })
                .iterator();

        assertThatThrownBy(() -> ExtendedXyz.write(out, failing)).hasMessage("the second fails");

        assertThat(out).hasContent("old");
        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries).containsExactly(out);
        }
    }

    @Test
    void structuresAreAskedForOneByOne() {
        Structure structure = Structure.builder(new int[] {1}, new double[3]).build();
        int[] asked = new int[1];
        Iterable<Structure> thousand = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return asked[0] < 1000;
            }

            @Override
            public Structure next() {
                asked[0]++;
                return structure;
            }
        };

        ExtendedXyz.write(folder.resolve("many.xyz"), thousand);

        assertThat(ExtendedXyz.read(folder.resolve("many.xyz"))).hasSize(1000).containsOnly(structure);
    }
}
