package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedXyzReadTest {

    @TempDir
    private Path folder;

    private List<Structure> read(String text) {
        return read(text, LabelKeys.DEFAULT);
    }

    private List<Structure> read(String text, LabelKeys keys) {
        try {
            return ExtendedXyz.read(Files.writeString(folder.resolve("in.xyz"), text), keys);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private Structure readComment(String comment) {
        return read("1\n" + comment + "\nH 0 0 0\n").getFirst();
    }

    @Test
    void readsAFrameOfThreeBpa() {
        Structure structure = read("""
                2
                Lattice="50.0 0.0 0.0 0.0 50.0 0.0 0.0 0.0 50.0" Properties=species:S:1:pos:R:3:forces:R:3 \
                energy=-17660.461737861464 dihedrals="_JSON [209.44, 80.54, 59.96]" pbc="F F F"
                C        0.32656990      -1.01286015       0.72107275       0.17092934       0.13274200       0.79555789
                H        1.5 2 -3e-1 0 -0.5 1
                """).getFirst();

        assertThat(structure.size()).isEqualTo(2);
        assertThat(structure.numbers()).containsExactly(6, 1);
        assertThat(structure.positions()).containsExactly(0.3265699, -1.01286015, 0.72107275, 1.5, 2, -0.3);
        assertThat(structure.cell()).isEqualTo(Cell.box(50, 50, 50));
        assertThat(structure.isPeriodic()).isFalse();
        assertThat(structure.labels().energy()).isEqualTo(-17660.461737861464);
        assertThat(structure.labels().forces()).containsExactly(0.17092934, 0.132742, 0.79555789, 0, -0.5, 1);
        assertThat(structure.labels().hasStress()).isFalse();
        assertThat(structure.configType()).isNull();
        assertThat(structure.info()).containsExactly(Map.entry("dihedrals", "_JSON [209.44, 80.54, 59.96]"));
        assertThat(structure.columns()).isEmpty();
        assertThat(structure.source())
                .isEqualTo(new Source(folder.resolve("in.xyz").toString(), 1));
    }

    @Test
    void readsAPeriodicFrameWithStressAndFurtherColumns() {
        Structure structure = read("""
                1
                Lattice="1 2 3 0 5 6 0 0 9" Properties=Z:I:1:pos:R:3:tag:I:2:fixed:L:1:label:S:1:charge:R:1 \
                config_type='Si surface' stress="1 2 3 2 5 6 3 6 9"
                14 0 0 0 7 -8 T a1 1.5D-3
                """).getFirst();

        assertThat(structure.number(0)).isEqualTo(14);
        assertThat(structure.pbc()).containsExactly(true, true, true);
        assertThat(structure.cell()).isEqualTo(Cell.of(1, 2, 3, 0, 5, 6, 0, 0, 9));
        assertThat(structure.configType()).isEqualTo("Si surface");
        assertThat(structure.labels().stress()).containsExactly(1, 2, 3, 2, 5, 6, 3, 6, 9);
        assertThat(structure.columns())
                .containsExactly(
                        AtomColumn.integers("tag", 2, new long[] {7, -8}),
                        AtomColumn.logicals("fixed", 1, new boolean[] {true}),
                        AtomColumn.texts("label", 1, new String[] {"a1"}),
                        AtomColumn.reals("charge", 1, new double[] {1.5e-3}));
        assertThat(structure.info()).isEmpty();
    }

    @Test
    void sixStressComponentsAreInVoigtOrder() {
        assertThat(readComment("Properties=species:S:1:pos:R:3 stress=\"1 2 3 4 5 6\"")
                        .labels()
                        .stress())
                .containsExactly(1, 6, 5, 6, 2, 4, 5, 4, 3);
    }

    @Test
    void aVirialIsMinusTheVolumeTimesTheStress() {
        Structure structure = readComment("Lattice=\"2 0 0 0 2 0 0 0 2\" virial=\"8 0 0 0 16 0 0 0 -8\"");

        assertThat(structure.labels().stress())
                .containsExactly(new double[] {-1, 0, 0, 0, -2, 0, 0, 0, 1}, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "pbc=\"T T F\" | TTF",
                "pbc=[T, F, T] | TFT",
                "pbc={1 0 0} | TFF",
                "pbc=T | TTT",
                "pbc='true False TRUE' | TFT",
                "pbc = \"F T F\" | FTF",
                "a=1 | TTT"
            })
    void understandsPeriodicDirections(String comment, String expected) {
        Structure structure = readComment("Lattice=\"2 0 0 0 2 0 0 0 2\" " + comment);

        assertThat((structure.periodic(0) ? "T" : "F")
                        + (structure.periodic(1) ? "T" : "F")
                        + (structure.periodic(2) ? "T" : "F"))
                .isEqualTo(expected);
    }

    @Test
    void aZeroLatticeIsNoCell() {
        assertThat(readComment("Lattice=\"0 0 0 0 0 0 0 0 0\" pbc=\"F F F\"").cell())
                .isNull();
    }

    @Test
    void aSlabMayLackTheVectorOfItsOpenDirection() {
        Structure slab = readComment("Lattice=\"3 0 0 0 3 0 0 0 0\" pbc=\"T T F\"");

        assertThat(slab.cell()).isEqualTo(Cell.box(3, 3, 0));
        assertThat(NeighborList.build(slab, 3.1).edges()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsEveryLineEnding(String end) {
        String text = "2\n\nH 0 0 0\nHe 1 0 0\n1\nx=1\nO 0 0 0\n".replace("\n", end);

        List<Structure> structures = read(text);

        assertThat(structures).hasSize(2);
        assertThat(structures.get(1).number(0)).isEqualTo(8);
        assertThat(structures.get(1).source()).extracting("line").isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n   \n\t\n"})
    void blankLinesBetweenAndAfterFramesDoNotCount(String blank) {
        assertThat(read("1\n\nH 0 0 0\n" + blank + "1\n\nO 0 0 0\n" + blank)).hasSize(2);
    }

    @Test
    void aMissingEndOfTheLastLineDoesNotMatter() {
        assertThat(read("1\n\nH 0 0 0")).hasSize(1);
    }

    @Test
    void readsTabsAndByteOrderMarks() {
        Structure structure = read("\uFEFF1\nProperties=species:S:1:pos:R:3\tenergy=2\t config_type=a\nH\t1\t2\t\t3 \n")
                .getFirst();

        assertThat(structure.positions()).containsExactly(1, 2, 3);
        assertThat(structure.labels().energy()).isEqualTo(2.0);
        assertThat(structure.configType()).isEqualTo("a");
    }

    @Test
    void readsPlainXyzWithAComment() {
        Structure structure =
                read("1\nCubic bulk silicon cell\nSi 0 0 1 99 extra\n").getFirst();

        assertThat(structure.info()).containsExactly(Map.entry("comment", "Cubic bulk silicon cell"));
        assertThat(structure.positions()).containsExactly(0, 0, 1);
        assertThat(structure.isPeriodic()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"h,1", "H,1", "CL,17", "cl,17", "Cl,17", "8,8", "Og,118"})
    void readsElementsInAnyCaseAndNumbers(String species, int number) {
        assertThat(read("1\n\n" + species + " 0 0 0\n").getFirst().number(0)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"1.5D-03,0.0015", "-1.5d2,-150", "+.5,0.5", "3.,3", "1E5,100000", "1e-320,1e-320"})
    void readsNumbersOfEveryProgram(String text, double value) {
        assertThat(read("1\n\nH " + text + " 0 0\n").getFirst().position(0, 0)).isEqualTo(value);
    }

    @Test
    void whatIsAbsentStaysAbsent() {
        Structure structure = readComment("Properties=species:S:1:pos:R:3 config_type=bulk");

        assertThat(structure.labels()).isEqualTo(Labels.NONE);
        assertThatThrownBy(() -> structure.labels().energy()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> structure.labels().forces()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> structure.labels().stress()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void labelsThatAreNanAreAbsent() {
        Structure structure = read("""
                2
                Properties=species:S:1:pos:R:3:forces:R:3 energy=nan stress="nan nan nan nan nan nan"
                H 0 0 0 nan nan nan
                H 0 0 1 NaN NaN NaN
                """).getFirst();

        assertThat(structure.labels()).isEqualTo(Labels.NONE);
    }

    @Test
    void partlyKnownLabelsStayPartlyKnown() {
        Structure structure = read("""
                2
                Properties=species:S:1:pos:R:3:forces:R:3 stress="1 nan 3 4 5 6"
                H 0 0 0 1 2 3
                H 0 0 1 nan nan 0
                """).getFirst();

        assertThat(structure.labels().hasEnergy()).isFalse();
        assertThat(structure.labels().hasForces()).isTrue();
        assertThat(structure.labels().hasAllForces()).isFalse();
        assertThat(structure.labels().forces()).containsExactly(1, 2, 3, Double.NaN, Double.NaN, 0);
        assertThat(structure.labels().hasStress()).isTrue();
        assertThat(structure.labels().hasAllStress()).isFalse();
    }

    @Test
    void labelsHaveConfigurableNames() {
        LabelKeys keys = new LabelKeys("REF_energy", "dft_force", "REF_stress", null, "group");
        Structure structure = read("""
                1
                Properties=species:S:1:pos:R:3:dft_force:R:3:forces:R:3 REF_energy=-3 energy=5 group=x \
                REF_stress="1 2 3 0 0 0" Energy=7
                H 0 0 0 1 2 3 4 5 6
                """, keys).getFirst();

        assertThat(structure.labels().energy()).isEqualTo(-3);
        assertThat(structure.labels().forces()).containsExactly(1, 2, 3);
        assertThat(structure.labels().stress()).containsExactly(1, 0, 0, 0, 2, 0, 0, 0, 3);
        assertThat(structure.configType()).isEqualTo("x");
        assertThat(structure.info()).containsExactly(Map.entry("energy", "5"), Map.entry("Energy", "7"));
        assertThat(structure.columns()).containsExactly(AtomColumn.reals("forces", 3, new double[] {4, 5, 6}));
    }

    @Test
    void withoutKeysNoLabelIsReadAndNoneIsMissed() {
        Structure structure = read("""
                1
                Properties=species:S:1:pos:R:3:force:R:3 Energy=-3
                H 0 0 0 1 2 3
                """, LabelKeys.NONE).getFirst();

        assertThat(structure.labels()).isEqualTo(Labels.NONE);
        assertThat(structure.info()).containsExactly(Map.entry("Energy", "-3"));
    }

    @Test
    void otherEnergiesAreNotTakenForTheEnergy() {
        Structure structure =
                readComment("Properties=species:S:1:pos:R:3 kinetic_energy=3 energy_unit=eV energy_cutoff=500");

        assertThat(structure.labels().hasEnergy()).isFalse();
    }

    @Test
    void framesAreReadOneByOne() throws IOException {
        // the second frame is wrong, which only matters to who asks for it
        Path file = Files.writeString(folder.resolve("in.xyz"), "1\n\nH 0 0 0\n1\n\nQ 0 0 0\n");
        try (ExtendedXyzReader reader = ExtendedXyz.open(file, LabelKeys.DEFAULT)) {
            assertThat(reader.next()).isNotNull();
            assertThatThrownBy(reader::next).isInstanceOf(InputException.class);
        }
    }

    @Test
    void manyAtomsAreReadInOrder() {
        int atoms = 100_000; // more than the first guess of every buffer
        StringBuilder text = new StringBuilder(atoms + "\nProperties=species:S:1:pos:R:3:tag:I:1\n");
        for (int atom = 0; atom < atoms; atom++) {
            text.append("H ").append(atom).append(" 0 0 ").append(-atom).append('\n');
        }

        Structure structure = read(text.toString()).getFirst();

        assertThat(structure.size()).isEqualTo(atoms);
        assertThat(structure.position(atoms - 1, 0)).isEqualTo(atoms - 1);
        assertThat(structure.columns().getFirst().integers()[atoms - 1]).isEqualTo(1 - atoms);
        assertThat(structure.number(atoms - 1)).isEqualTo(1);
    }

    @Test
    void readsTheDataSetOfTheProject() {
        Path data = Path.of("..", "data", "aminoethanol");
        double[] energyOf = new double[119];
        for (Structure atom : ExtendedXyz.read(data.resolve("isolated_atoms.xyz"))) {
            energyOf[atom.number(0)] = atom.labels().energy();
        }
        List<Structure> warm = ExtendedXyz.read(data.resolve("train.xyz")).stream()
                .filter(structure -> "T300".equals(structure.configType()))
                .toList();

        assertThat(warm).hasSize(120).allMatch(structure -> structure.labels().hasAllForces());
        double mean = warm.stream()
                .mapToDouble(structure -> structure.labels().energy()
                        - IntStream.of(structure.numbers())
                                .mapToDouble(number -> energyOf[number])
                                .sum())
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(-42.7244, within(5e-5)); // from the README of the data
    }
}
