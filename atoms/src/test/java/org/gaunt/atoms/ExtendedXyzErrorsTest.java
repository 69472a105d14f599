package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wrong file ends in a message with file, line, what was found, what was wanted and what to do. */
class ExtendedXyzErrorsTest {

    @TempDir
    private Path folder;

    private InputException failure(String text, LabelKeys keys) {
        try {
            Path file = Files.writeString(folder.resolve("in.xyz"), text);
            return catchThrowableOfType(InputException.class, () -> ExtendedXyz.read(file, keys));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static final String GOOD = "2\nProperties=species:S:1:pos:R:3 energy=1\nH 0 0 0\nH 0 0 1\n";
    private static final String LABELLED = "Properties=species:S:1:pos:R:3:forces:R:3";

    private static Arguments frame(String name, int line, String text, String... parts) {
        return Arguments.of(name, line, text, List.of(parts));
    }

    static List<Arguments> wrongFiles() {
        return List.of(
                frame(
                        "truncated",
                        5,
                        GOOD + "3\n\nH 0 0 0\nH 0 0 1\n",
                        "truncated frame",
                        "2 atom lines (the file ends in line 8)",
                        "3 atom lines, as line 5 says",
                        "from line 5 on"),
                frame("truncated before the comment", 5, GOOD + "3", "truncated frame", "no second line"),
                frame(
                        "truncated within a line",
                        3,
                        "2\nProperties=species:S:1:pos:R:3\nH 0 0",
                        "wrong number of columns",
                        "3 in 'H 0 0'",
                        "4, as Properties=species:S:1:pos:R:3 says"),
                frame(
                        "count too small",
                        9,
                        GOOD + "2\n\nH 0 0 0\nH 0 0 1\nH 0 0 2\n",
                        "wrong atom count",
                        "'H 0 0 2' where the next frame should begin",
                        "the frame from line 5 on has 2 atoms",
                        "correct the number in line 5"),
                frame(
                        "count too large",
                        5,
                        "3\n" + GOOD.substring(2) + GOOD,
                        "wrong atom count",
                        "2 atom lines, then '2', which looks like the next frame",
                        "3, as line 1 says"),
                frame(
                        "blank line within a frame",
                        4,
                        "3\n\nH 0 0 0\n\nH 0 0 1\n",
                        "wrong atom count",
                        "1 atom line, then a blank line"),
                frame("not xyz", 1, "data:\n  train: x\n", "this is not an XYZ file", "'data:'", "the number of atoms"),
                frame("no atoms", 1, "0\n\n", "impossible number of atoms", "'0'"),
                frame("negative count", 1, "-3\n\n", "impossible number of atoms", "'-3'"),
                frame("huge count", 1, "99999999999\n\nH 0 0 0\n", "impossible number of atoms"),
                frame(
                        "huge count in a small file",
                        1,
                        "500000000\n\nH 0 0 0\n",
                        "truncated frame",
                        "1 atom line",
                        "500000000 atom lines"),
                frame(
                        "unknown element",
                        4,
                        "2\n\nH 0 0 0\nXx 0 0 1\n",
                        "unknown element",
                        "'Xx' for atom 2",
                        "H to Og"),
                frame("labelled element", 3, "1\n\nC12 0 0 0\n", "unknown element", "'C12'", "did you mean 'C'?"),
                frame("deuterium", 3, "1\n\nD 0 0 0\n", "unknown element", "'D'", "write H"),
                frame("element number 0", 3, "1\nProperties=Z:I:1:pos:R:3\n0 0 0 0\n", "unknown element", "'0'"),
                frame(
                        "nan position",
                        3,
                        "1\n\nH 0 nan 0\n",
                        "a position is not finite",
                        "nan for y of atom 1 (H)",
                        "a finite number in Å",
                        "remove the frame that begins in line 1"),
                frame(
                        "infinite position",
                        4,
                        "2\n\nH 0 0 0\nO 0 0 -Infinity\n",
                        "a position is not finite",
                        "-inf for z of atom 2 (O)"),
                frame("overflowing position", 3, "1\n\nH 0 0 1e999\n", "a position is not finite", "inf for z"),
                frame(
                        "infinite force",
                        3,
                        "1\n" + LABELLED + " energy=1\nH 0 0 0 0 inf 0\n",
                        "a force is not finite",
                        "inf for y of atom 1 (H)"),
                frame(
                        "too many columns",
                        3,
                        "1\n" + LABELLED + "\nH 0 0 0 1 2 3 4\n",
                        "wrong number of columns",
                        "8 in",
                        "7, as Properties="),
                frame(
                        "too few columns of plain xyz",
                        3,
                        "1\n\nH 0 0\n",
                        "wrong number of columns",
                        "3 in 'H 0 0'",
                        "4 or more, as element x y z"),
                frame(
                        "not a number",
                        3,
                        "1\n\nH 0 0,5 0\n",
                        "not of the type of its column",
                        "'0,5' in column 3 (pos) of atom 1",
                        "wanted: a number"),
                frame("java number", 3, "1\n\nH 0 0 1f\n", "not of the type of its column", "'1f'"),
                frame("stars", 3, "1\n\nH 0 0 ******\n", "'******'", "did not fit into its field"),
                frame(
                        "not whole",
                        3,
                        "1\nProperties=species:S:1:pos:R:3:tag:I:1\nH 0 0 0 1.5\n",
                        "'1.5' in column 5 (tag)",
                        "a whole number"),
                frame(
                        "not logical",
                        3,
                        "1\nProperties=species:S:1:pos:R:3:fixed:L:1\nH 0 0 0 maybe\n",
                        "'maybe'",
                        "T or F"),
                frame(
                        "periodic without a cell",
                        2,
                        "1\npbc=\"T T T\"\nH 0 0 0\n",
                        "a periodic frame without a cell",
                        "pbc=\"T T T\" but no Lattice",
                        "pbc=\"F F F\" if this is a molecule"),
                frame(
                        "periodic with a zero cell",
                        2,
                        "1\nLattice=\"0 0 0 0 0 0 0 0 0\"\nH 0 0 0\n",
                        "a periodic frame without a cell",
                        "an all-zero Lattice"),
                frame(
                        "singular cell",
                        2,
                        "1\nLattice=\"1 0 0 0 1 0 1 1 0\"\nH 0 0 0\n",
                        "do not span a cell",
                        "[1.0, 1.0, 0.0]",
                        "linearly dependent"),
                frame(
                        "cell with a zero vector",
                        2,
                        "1\nLattice=\"3 0 0 0 3 0 0 0 0\"\nH 0 0 0\n",
                        "do not span a cell",
                        "pbc to F"),
                frame(
                        "eight cell numbers",
                        2,
                        "1\nLattice=\"1 0 0 0 1 0 0 0\"\nH 0 0 0\n",
                        "Lattice is not a cell",
                        "nine finite numbers"),
                frame("nan in the cell", 2, "1\nLattice=\"1 0 0 0 nan 0 0 0 1\"\nH 0 0 0\n", "Lattice is not a cell"),
                frame(
                        "word in the cell",
                        2,
                        "1\nLattice=\"1 0 0 0 x 0 0 0 1\"\nH 0 0 0\n",
                        "'Lattice' is not a number"),
                frame(
                        "wrong pbc",
                        2,
                        "1\nLattice=\"1 0 0 0 1 0 0 0 1\" pbc=\"T T\"\nH 0 0 0\n",
                        "pbc cannot be understood",
                        "pbc=\"T T\""),
                frame(
                        "misspelt Lattice",
                        2,
                        "1\nlattice=\"1 0 0 0 1 0 0 0 1\"\nH 0 0 0\n",
                        "'lattice'",
                        "wanted: 'Lattice'"),
                frame(
                        "wrong Properties",
                        2,
                        "1\nProperties=species:S:1:pos:R\nH 0 0 0\n",
                        "Properties cannot be understood"),
                frame(
                        "wrong type",
                        2,
                        "1\nProperties=species:S:1:pos:Q:3\nH 0 0 0\n",
                        "Properties cannot be understood",
                        "R (real)"),
                frame(
                        "no elements",
                        2,
                        "1\nProperties=type:S:1:pos:R:3\nH 0 0 0\n",
                        "no column with the elements",
                        "species:S:1 or Z:I:1"),
                frame(
                        "no positions",
                        2,
                        "1\nProperties=species:S:1:xyz:R:3\nH 0 0 0\n",
                        "no column with the positions",
                        "pos:R:3"),
                frame(
                        "two equal columns",
                        2,
                        "1\nProperties=species:S:1:pos:R:3:pos:R:3\nH 0 0 0 0 0 0\n",
                        "two columns have the same name"),
                frame(
                        "forces of wrong width",
                        2,
                        "1\nProperties=species:S:1:pos:R:3:forces:R:2\nH 0 0 0 0 0\n",
                        "forces:R:2",
                        "forces:R:3"),
                frame("energy is a word", 2, "1\nenergy=low\nH 0 0 0\n", "'energy' is not a number", "energy=\"low\""),
                frame("two energies", 2, "1\nenergy=\"1 2\"\nH 0 0 0\n", "the energy is not a number"),
                frame("infinite energy", 2, "1\nenergy=inf\nH 0 0 0\n", "the energy is not a number"),
                frame(
                        "five stresses",
                        2,
                        "1\nstress=\"1 2 3 4 5\"\nH 0 0 0\n",
                        "'stress' is not a tensor",
                        "six finite numbers"),
                frame("open quote", 2, "1\nLattice=\"1 0 0 0 1 0\nH 0 0 0\n", "never closed", "column 9"),
                frame("value without a key", 2, "1\n\" \"=5\nH 0 0 0\n", "a value without a key"),
                frame(
                        "blank in a column name",
                        2,
                        "1\nProperties=\"species:S:1:pos:R:3:a b:R:1\"\nH 0 0 0 1\n",
                        "Properties cannot be understood"),
                frame("energy twice", 2, "1\nenergy=1 energy=2\nH 0 0 0\n", "'energy' occurs twice"),
                frame(
                        "another energy key",
                        6,
                        GOOD + "1\nProperties=species:S:1:pos:R:3 REF_energy=-3 free_energy=4 note=x\nH 0 0 0\n",
                        "no energy under the configured key 'energy'",
                        "'REF_energy' and 'free_energy' (all keys: Properties, REF_energy, free_energy, note)",
                        "did you mean",
                        "eV"),
                frame(
                        "energy key in another case",
                        2,
                        "1\nEnergy=-3\nH 0 0 0\n",
                        "no energy under the configured key 'energy'",
                        "'Energy'",
                        "did you mean 'Energy'?"),
                frame(
                        "another forces column",
                        2,
                        "1\nProperties=species:S:1:pos:R:3:REF_forces:R:3 energy=1\nH 0 0 0 1 2 3\n",
                        "no forces under the configured column 'forces'",
                        "'REF_forces' (all columns: species, pos, REF_forces)",
                        "did you mean 'REF_forces'?"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongFiles")
    void wrongFilesAreExplained(String name, int line, String text, List<String> parts) {
        InputException failure = failure(text, LabelKeys.DEFAULT);

        assertThat(failure).as(name).isNotNull();
        assertThat(failure.line()).isEqualTo(line);
        assertThat(failure.file()).isEqualTo(folder.resolve("in.xyz").toString());
        assertThat(failure).hasMessageStartingWith(failure.file() + ", line " + line);
        assertThat(failure.getMessage())
                .contains(parts)
                .contains("\n  found:  ")
                .contains("\n  wanted: ");
    }

    @Test
    void theMessageReadsWell() {
        assertThat(failure("3\n\nH 0 0 0\nH 0 0 1\n", LabelKeys.DEFAULT)).hasMessage(folder.resolve("in.xyz") + """
                        , line 1: truncated frame
                          found:  2 atom lines (the file ends in line 4)
                          wanted: 3 atom lines, as line 1 says
                          remedy: write the file again, or remove the incomplete frame from line 1 on""");
    }

    @Test
    void theConfiguredEnergyKeyIsNamed() {
        InputException failure = failure(GOOD, LabelKeys.DEFAULT.withEnergy("REF_energy"));

        assertThat(failure)
                .hasMessageContaining("no energy under the configured key 'REF_energy'")
                .hasMessageContaining("did you mean 'energy'?");
    }

    @Test
    void emptyFiles() {
        assertThat(failure("", LabelKeys.DEFAULT))
                .hasMessageContaining("no structures")
                .hasMessageContaining("an empty file");
        assertThat(failure("\n \n", LabelKeys.DEFAULT)).hasMessageContaining("only blank lines");
    }

    @Test
    void missingFilesComeWithSimilarNames() throws IOException {
        Files.writeString(folder.resolve("train_300K.xyz"), GOOD);
        Files.writeString(folder.resolve("other.xyz"), GOOD);

        InputException failure =
                catchThrowableOfType(InputException.class, () -> ExtendedXyz.read(folder.resolve("train_300k.xzy")));

        assertThat(failure).hasMessageContaining("no such file").hasMessageContaining("did you mean 'train_300K.xyz'?");
    }

    @Test
    void missingFoldersAreNamed() {
        InputException failure = catchThrowableOfType(
                InputException.class,
                () -> ExtendedXyz.read(folder.resolve("none").resolve("a.xyz")));

        assertThat(failure).hasMessageContaining("the folder " + folder.resolve("none") + " does not exist either");
    }

    @Test
    void aFolderIsNotAFile() {
        InputException failure = catchThrowableOfType(InputException.class, () -> ExtendedXyz.read(folder));

        assertThat(failure).hasMessageContaining("this is a folder, not a file");
    }

    @Test
    void aFrameLargerThanTheMemoryIsRefusedBeforeItIsRead() throws IOException {
        String atoms = "H 0.000000 0.000000 0.000000\n".repeat(1000);
        Path file = Files.writeString(folder.resolve("big.xyz"), GOOD + "1000\n\n" + atoms);
        try (ExtendedXyzReader reader = new ExtendedXyzReader(file, LabelKeys.DEFAULT, 10_000)) {
            reader.next();
            InputException failure = catchThrowableOfType(InputException.class, reader::next);

            assertThat(failure)
                    .hasMessageContaining("big.xyz, line 5: the frame is larger than the memory")
                    .hasMessageContaining("1000 atoms, which need about")
                    .hasMessageContaining("-Xmx");
        }
    }

    /** Whatever a file looks like, it is read or explained; no other exception may come out. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void damagedFilesNeverCauseAnythingElse(long seed) {
        String good = """
                2
                Lattice="5.0 0.0 0.0 0.0 5.0 0.0 0.0 0.0 5.0" Properties=species:S:1:pos:R:3:forces:R:3:tag:I:1:w:S:1:f:L:1 \
                energy=-1.5 stress="1 2 3 4 5 6" note="_JSON {\\"a\\": [1, 2]}" config_type=bulk flag pbc="T T F"
                Si 0.1 0.2 0.3 1e-3 -0.5 1 7 x T
                O  1.1 1.2 1.3 0.5 1.5D0 nan -7 y F
                """.repeat(2);
        String alphabet = "0123456789.-+eED \t\n\r\"'[]{}=\\,:TFnaifSRILxOH\u0000\u00c5\u2028";
        Random random = new Random(seed);
        int readable = 0;
        for (int k = 0; k < 1000; k++) {
            StringBuilder text = new StringBuilder(good);
            for (int edit = random.nextInt(4); edit >= 0; edit--) {
                int at = random.nextInt(text.length());
                int end = Math.min(text.length(), at + random.nextInt(random.nextInt(20) == 0 ? 200 : 3));
                String inserted =
                        random.nextBoolean() ? "" : String.valueOf(alphabet.charAt(random.nextInt(alphabet.length())));
                text.replace(at, end, inserted);
            }
            Throwable failure = catchThrowable(() -> {
                Path file = Files.writeString(folder.resolve("damaged.xyz"), text);
                List<Structure> structures = ExtendedXyz.read(file);
                Path copy = folder.resolve("copy.xyz");
                StringBuilder written = new StringBuilder();
                for (Structure structure : structures) {
                    ExtendedXyz.write(written, structure, LabelKeys.DEFAULT);
                }
                Files.writeString(copy, written);
                assertThat(ExtendedXyz.read(copy)).isEqualTo(structures);
            });
            readable += failure == null ? 1 : 0;
            if (failure != null) {
                assertThat(failure).as("seed %d, change %d:%n%s", seed, k, text).isInstanceOf(InputException.class);
            }
        }
        assertThat(readable).isBetween(50, 950); // the changes are neither all harmless nor all fatal
    }
}
