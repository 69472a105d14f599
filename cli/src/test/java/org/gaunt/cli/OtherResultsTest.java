package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gaunt.atoms.AtomColumn;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Structure;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions hold results of the models only; files without labels are no data to compare with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherResultsTest {

    /** A frame with everything that programs take as results, and much that they do not. */
    private static final String FULL = """
            2
            Lattice="5 0 0 0 5 0 0 0 5" \
            Properties=species:S:1:pos:R:3:forces:R:3:energies:R:1:stresses:R:9:magmoms:R:1:charges:R:1:charge:R:1:tag:I:1:velo:R:3:dft_forces:R:3 \
            energy=-7 free_energy=-7.5 energies="1 2" forces="1 2 3" stress="1 0 0 0 1 0 0 0 1" virial="-125 0 0 0 -125 0 0 0 -125" \
            virials="-125 0 0 0 -125 0 0 0 -125" dipole="1 2 3" magmom=2 dft_energy=-8 Energy=-9 charge=1 energy_spread=0.5 \
            note="keep me" config_type=T300 kinetic_energy=3
            O 0 0 0 1 2 3 -3 1 2 3 4 5 6 7 8 9 0.5 0.1 0.2 7 1 1 1 4 5 6
            H 1 0 0 4 5 6 -4 1 2 3 4 5 6 7 8 9 0.6 0.3 0.4 8 2 2 2 7 8 9
            """;

    private Path folder = Path.of("");
    private Toy toy = new Toy(folder);
    private Path second = folder;

    @BeforeAll
    void train(@TempDir Path temporary) throws IOException {
        folder = temporary;
        toy = Toy.create(folder);
        Path train = folder.resolve("train.xyz");
        String text = Files.readString(train);
        Files.writeString(train, text.replace(" energy=", " dft_energy="));
        Command first = toy.train(
                "--quiet",
                "--set",
                "training.epochs=1",
                "--set",
                "data.energy_key=dft_energy",
                "--set",
                "data.test=[]");
        assertThat(first.code()).as(first.err()).isZero();
        second = folder.resolve("second.safetensors");
        Files.copy(toy.model(), second);
    }

    private Structure predict(String frame, String... more) throws IOException {
        Path in = Files.writeString(folder.resolve("in.xyz"), frame);
        Path out = folder.resolve("out.xyz");
        Command command = Command.run(Stream.of(
                        Stream.of("predict"),
                        Arrays.stream(more).filter(word -> word.startsWith("-")),
                        Stream.of(toy.model().toString()),
                        Arrays.stream(more).filter(word -> !word.startsWith("-")),
                        Stream.of(in.toString(), out.toString()))
                .flatMap(words -> words)
                .toArray(String[]::new));
        assertThat(command.code()).as(command.err()).isZero();
        return ExtendedXyz.read(out, LabelKeys.NONE).getFirst();
    }

    private static List<String> columns(Structure structure) {
        return structure.columns().stream().map(AtomColumn::toString).toList();
    }

    @Test
    void onlyResultsOfTheModelAreWritten() throws IOException {
        Structure predicted = predict(FULL);

        assertThat(predicted.info())
                .containsOnlyKeys("energy", "Energy", "charge", "note", "kinetic_energy")
                .containsEntry("note", "keep me")
                .containsEntry("Energy", "-9");
        assertThat(predicted.info().get("energy")).isNotEqualTo("-7");
        assertThat(predicted.configType()).isEqualTo("T300");
        assertThat(columns(predicted)).containsExactly("forces:R:3", "tag:I:1", "velo:R:3", "dft_forces:R:3");
        assertThat(predicted.columns().getFirst().reals()).isNotEqualTo(new double[] {1, 2, 3, 4, 5, 6});
    }

    @Test
    void labelsOfOtherNamesAreNamedByOptions() throws IOException {
        Structure predicted = predict(FULL, "--energy-key=Energy", "--forces-key=dft_forces");

        assertThat(predicted.info()).containsOnlyKeys("energy", "charge", "note", "kinetic_energy");
        assertThat(columns(predicted)).containsExactly("forces:R:3", "tag:I:1", "velo:R:3");
        assertThat(predict(FULL, "--energy-key=Energy", "--keep-reference").info())
                .containsEntry("REF_Energy", "-9");
    }

    @Test
    void theModelsStressReplacesTheOther() throws IOException {
        Structure predicted = predict(FULL, "--stress");

        assertThat(predicted.info()).containsOnlyKeys("energy", "stress", "Energy", "charge", "note", "kinetic_energy");
        assertThat(predicted.info().get("stress")).doesNotContain("1.0 0.0 0.0");

        // a molecule has no stress: none is written
        Structure molecule = predict("1\nstress=\"1 0 0 0 1 0 0 0 1\" virial=\"1 1 1 0 0 0\"\nO 0 0 0\n", "--stress");
        assertThat(molecule.info()).containsOnlyKeys("energy");
    }

    @Test
    void theReferenceIsKeptUnderItsOwnNames() throws IOException {
        Structure predicted = predict(FULL, "--keep-reference");

        assertThat(predicted.info())
                .containsEntry("REF_energy", "-7")
                .containsEntry("REF_free_energy", "-7.5")
                .containsEntry("REF_stress", "1 0 0 0 1 0 0 0 1")
                .containsEntry("REF_virial", "-125 0 0 0 -125 0 0 0 -125")
                .containsEntry("REF_dft_energy", "-8")
                .containsEntry("charge", "1")
                .doesNotContainKeys("free_energy", "stress", "virial", "virials", "dipole", "magmom", "dft_energy");
        assertThat(predicted.info().get("energy")).isNotEqualTo("-7");
        assertThat(columns(predicted))
                .containsExactly(
                        "forces:R:3",
                        "REF_forces:R:3",
                        "REF_energies:R:1",
                        "REF_stresses:R:9",
                        "REF_magmoms:R:1",
                        "REF_charges:R:1",
                        "REF_charge:R:1",
                        "tag:I:1",
                        "velo:R:3",
                        "dft_forces:R:3");
        assertThat(predicted.columns().get(1).reals()).containsExactly(1, 2, 3, 4, 5, 6);

        // and again: what is kept already stays
        Structure again = predict(
                "2\n" + FULL.lines().skip(1).findFirst().orElse("").replace("energy=-7 ", "REF_energy=-7 ") + "\n"
                        + String.join("\n", FULL.lines().skip(2).toList()) + "\n",
                "--keep-reference");
        assertThat(again.info()).containsEntry("REF_energy", "-7");
    }

    @Test
    void whatWouldBeOverwrittenIsRefusedUnlessItIsTheSame() throws IOException {
        String frame =
                "1\nProperties=species:S:1:pos:R:3:forces:R:3:REF_forces:R:3 energy=1 REF_energy=%s\nO 0 0 0 1 2 3 1 2 %s\n";
        Structure same = predict(String.format(frame, "1.0", "3"), "--keep-reference");
        assertThat(same.info()).containsEntry("REF_energy", "1");
        assertThat(columns(same)).containsExactly("forces:R:3", "REF_forces:R:3");
        assertThat(same.columns().getLast().reals()).containsExactly(1, 2, 3);

        Path out = folder.resolve("refused.xyz");
        Path in = Files.writeString(folder.resolve("in.xyz"), String.format(frame, "2", "3"));
        Command refused =
                Command.run("predict", "--keep-reference", toy.model().toString(), in.toString(), out.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("in.xyz, line 1: 'energy' cannot be kept as 'REF_energy'", "energy=1 and REF_energy=2");
        Files.writeString(in, String.format(frame, "1", "4"));
        refused = Command.run("predict", "--keep-reference", toy.model().toString(), in.toString(), out.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("'forces' cannot be kept as 'REF_forces'");
        assertThat(out).doesNotExist();
    }

    @Test
    void committeesWriteTheirOwnSpreadOnly() throws IOException {
        assertThat(predict(FULL).info()).doesNotContainKey("energy_spread");
        Structure together = predict(FULL, second.toString());
        assertThat(together.info())
                .containsOnlyKeys("energy", "energy_spread", "Energy", "charge", "note", "kinetic_energy");
        assertThat(Double.parseDouble(together.info().get("energy_spread"))).isCloseTo(0, within(1e-12));
        assertThat(columns(together))
                .containsExactly("forces:R:3", "tag:I:1", "velo:R:3", "dft_forces:R:3", "forces_spread:R:3");
        assertThat(predict(FULL, second.toString(), "--keep-reference").info())
                .containsEntry("REF_energy_spread", "0.5")
                .containsEntry("REF_energy", "-7");
    }

    @Test
    void saysWhatItLeavesOut() throws IOException {
        Path in = Files.writeString(folder.resolve("in.xyz"), FULL);
        String out = folder.resolve("out.xyz").toString();
        Command command = Command.run("predict", toy.model().toString(), in.toString(), out);
        assertThat(command.err())
                .contains("Wrote 1 structures to " + out)
                .contains("Left out of another calculation: charge, charges, dft_energy, dipole, energies, energy,")
                .contains("--keep-reference keeps them as REF_...");
        Files.writeString(in, "1\n\nO 0 0 0\n");
        assertThat(Command.run("predict", toy.model().toString(), in.toString(), out)
                        .err())
                .doesNotContain("Left out", "LAMMPS");
        Files.writeString(in, "1\nAtoms. Timestep: 5\nO 0 0 0\n");
        assertThat(Command.run("predict", toy.model().toString(), in.toString(), out)
                        .err())
                .contains("note: 1 of them are dumps of LAMMPS, which have no box");
    }

    @Test
    void packedFilesAreReadAndWrittenByEveryCommand() throws IOException {
        String model = toy.model().toString();
        Path packed = folder.resolve("test.xyz.gz");
        ExtendedXyz.write(packed, ExtendedXyz.read(toy.test()));
        Path one = folder.resolve("one.xyz");
        Path two = folder.resolve("two.xyz.gz");
        assertThat(Command.run("predict", model, toy.test().toString(), one.toString())
                        .code())
                .isZero();
        assertThat(Command.run("predict", model, packed.toString(), two.toString())
                        .code())
                .isZero();
        assertThat(Files.readAllBytes(two)).startsWith(0x1f, 0x8b);
        assertThat(ExtendedXyz.read(two)).isEqualTo(ExtendedXyz.read(one));
        assertThat(Command.run("evaluate", model, packed.toString()).out())
                .isEqualTo(Command.run("evaluate", model, toy.test().toString()).out());

        List<byte[]> weights = new ArrayList<>();
        ExtendedXyz.write(
                folder.resolve("train.xyz.gz"),
                ExtendedXyz.read(folder.resolve("train.xyz"), LabelKeys.DEFAULT.withEnergy("dft_energy")));
        for (String data : List.of("train.xyz", "train.xyz.gz")) {
            for (boolean stream : new boolean[] {false, true}) {
                Path run = folder.resolve("run-" + data + stream);
                Command trained = Command.run(
                        "train",
                        toy.config().toString(),
                        "--quiet",
                        "--output",
                        run.toString(),
                        "--set",
                        "training.epochs=1",
                        "--set",
                        "training.budget=epochs",
                        "--set",
                        "data.train=" + folder.resolve(data),
                        "--set",
                        "data.energy_key=" + (data.endsWith(".gz") ? "energy" : "dft_energy"),
                        "--set",
                        "data.stream=" + stream,
                        "--set",
                        "data.test=[]");
                assertThat(trained.code()).as(trained.err()).isZero();
                byte[] bytes = Files.readAllBytes(run.resolve("model.safetensors"));
                int header = java.nio.ByteBuffer.wrap(bytes)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getInt();
                weights.add(Arrays.copyOfRange(bytes, header + 8, bytes.length));
            }
        }
        assertThat(weights).allMatch(bytes -> Arrays.equals(bytes, weights.getFirst()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        nolabels.xyz  | the structures have no labels to compare with | columns beside them: none
        cu_fxfyfz.xyz | no forces in the configured column 'forces'   | 'fx', 'fy' and 'fz' (Properties=species:S:1:pos:R:3:fx:R:1
        cu_gradient.xyz | no forces in the configured column 'forces' | forces are minus the gradient
        """)
    void namesWhereLabelsMayBe(String file, String problem, String place) {
        String path = Path.of("src", "test", "resources", "cases", file).toString();
        for (String option : List.of("--json", "--debug")) {
            Command command = Command.run("evaluate", toy.model().toString(), path, option);
            assertThat(command.code()).isEqualTo(2);
            assertThat(command.out()).isEmpty();
            assertThat(command.err()).contains(file, problem, place);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--json"})
    void evaluatingWithoutLabelsIsAnError(String option) throws IOException {
        String text = "1\nE=-5 note=\"a b\" Properties=species:S:1:pos:R:3:frc:R:3\nO 0 0 0 1 2 3\n";
        Path bare = Files.writeString(folder.resolve("bare.xyz"), text);
        String[] args = Stream.of("evaluate", toy.model().toString(), bare.toString(), option)
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
        Command command = Command.run(args);
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.out()).isEmpty();
        assertThat(command.err())
                .contains("bare.xyz: the structures have no labels to compare with")
                .contains("entries beside them: E, note", "columns beside them: frc:R:3")
                .contains("--energy-key", "fx, fy, fz", "gradient");
        assertThat(Files.readString(bare)).isEqualTo(text);

        Files.writeString(bare, "1\nProperties=species:S:1:pos:R:3:fx:R:1:fy:R:1:fz:R:1 energy=1\nO 0 0 0 1 2 3\n");
        command = Command.run(args);
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("bare.xyz, line 2", "'fx', 'fy' and 'fz'", "forces:R:3");

        Files.writeString(bare, text.replace("E=-5", "energy=-5"));
        command = Command.run(args);
        assertThat(command.code()).as(command.err()).isZero();
        assertThat(command.err()).contains("note: ", "has no forces in a column forces", "frc:R:3");
    }
}
