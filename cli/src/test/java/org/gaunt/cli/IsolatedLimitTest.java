package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.model.ModelKinds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Isolated atoms have their energies after a training, or those of before where that is asked for; older files give theirs. */
class IsolatedLimitTest {

    private static final Path BEFORE = Path.of("src/test/resources/version-1");

    /** Of the files, eV. */
    private static final double H = -4;

    private static final double O = -13;

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        for (String name : List.of("train.xyz", "atoms.xyz", "toy.yaml", "model.safetensors")) {
            Files.copy(BEFORE.resolve(name), folder.resolve(name));
        }
    }

    private Command train(String output, String... settings) {
        List<String> args = new ArrayList<>(List.of(
                "train",
                folder.resolve("toy.yaml").toString(),
                "--output",
                folder.resolve(output).toString()));
        for (String setting : settings) {
            args.add("--set");
            args.add(setting);
        }
        Command command = Command.run(args.toArray(new String[0]));
        assertThat(command.code()).as(command.err()).isZero();
        return command;
    }

    private List<Structure> predict(Path model, String data) {
        Path out = folder.resolve("out.xyz");
        Command command =
                Command.run("predict", model.toString(), folder.resolve(data).toString(), out.toString());
        assertThat(command.code()).as(command.err()).isZero();
        return ExtendedXyz.read(out);
    }

    private Path model(String run) {
        return folder.resolve(run).resolve("model.safetensors");
    }

    private static void same(List<Structure> found, List<Structure> wanted, double tolerance) {
        assertThat(found).hasSameSizeAs(wanted).isNotEmpty();
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).labels().energy())
                    .isCloseTo(wanted.get(i).labels().energy(), within(tolerance));
            double[] forces = found.get(i).labels().forces();
            assertThat(forces)
                    .isNotNull()
                    .containsExactly(wanted.get(i).labels().forces(), within(tolerance));
        }
    }

    @Test
    void byDefaultIsolatedAtomsHaveTheirEnergies() throws IOException {
        Command trained = train("exact");
        assertThat(trained.err())
                .contains(
                        "isolated  exact: an atom without neighbours has the energy of the isolated atom",
                        "Isolated atoms: the model gives the energies that it counts from.");
        List<Structure> atoms = predict(model("exact"), "atoms.xyz");
        assertThat(atoms.get(0).labels().energy()).isCloseTo(H, within(1e-9));
        assertThat(atoms.get(1).labels().energy()).isCloseTo(O, within(1e-9));
        JsonNode summary = JsonMapper.shared().readTree(Files.readString(folder.resolve("exact/summary.json")));
        assertThat(summary.at("/isolated_atoms/limit").asString()).isEqualTo("exact");
        assertThat(summary.at("/isolated_atoms/atoms/1/element").asString()).isEqualTo("O");
        assertThat(summary.at("/isolated_atoms/atoms/1/model_ev").asDouble()).isCloseTo(O, within(1e-9));
        assertThat(ModelKinds.data(Models.read(model("exact")).header()).isolatedLimit())
                .isEqualTo(IsolatedLimit.EXACT);
    }

    @Test
    void fittedEnergiesAreThoseOfIsolatedAtomsAsWell() {
        Command trained = train("fitted", "data.isolated_atoms=");
        assertThat(trained.err()).contains("energies of atoms fitted", "gives the energies that it counts from");
        double water = 0;
        List<Structure> atoms = predict(model("fitted"), "atoms.xyz");
        for (int k : new int[] {0, 0, 1}) {
            water += atoms.get(k).labels().energy();
        }
        assertThat(water).as("the mean energy of the molecules").isCloseTo(-30, within(0.2));
    }

    @Test
    void olderFilesGiveTheirNumbers() {
        Path old = folder.resolve("model.safetensors");
        assertThat(ModelKinds.data(Models.read(old).header()).isolatedLimit()).isEqualTo(IsolatedLimit.FREE);
        same(predict(old, "train.xyz"), ExtendedXyz.read(BEFORE.resolve("predicted.xyz")), 1e-12);
        same(predict(old, "atoms.xyz"), ExtendedXyz.read(BEFORE.resolve("predicted_atoms.xyz")), 1e-12);
    }

    @Test
    void theFreeFormTrainsAsBefore() {
        Command trained = train("free", "data.isolated_limit=free");
        same(predict(model("free"), "train.xyz"), ExtendedXyz.read(BEFORE.resolve("predicted.xyz")), 1e-8);
        same(predict(model("free"), "atoms.xyz"), ExtendedXyz.read(BEFORE.resolve("predicted_atoms.xyz")), 1e-8);
        assertThat(trained.err())
                .contains("isolated  free:", "the model gives H -6.9215 for -4.0000, O -16.0023 for -13.0000 eV");
    }

    @Test
    void aModelKeepsItsFormWhereATrainingGoesOnFromIt() throws IOException {
        Path tune = folder.resolve("tune.yaml");
        Files.writeString(tune, """
            data: {train: train.xyz}
            training: {start_from: model.safetensors, epochs: 1, precision: float64}
            """);
        Path output = folder.resolve("tuned");
        Command tuned = Command.run("train", tune.toString(), "--output", output.toString());
        assertThat(tuned.code()).as(tuned.err()).isZero();
        assertThat(tuned.err()).contains("isolated  free:");
        assertThat(ModelKinds.data(Models.read(model("tuned")).header()).isolatedLimit())
                .isEqualTo(IsolatedLimit.FREE);
        Command asked =
                Command.run("train", tune.toString(), "--output", output + "2", "--set", "data.isolated_limit=exact");
        assertThat(asked.code()).isEqualTo(2);
        assertThat(asked.err())
                .contains("keeps its energies of atoms without neighbours", "data.isolated_limit: exact", "is free");
    }

    @Test
    void everyHeadHasItsOwn() throws IOException {
        String low = Files.readString(folder.resolve("train.xyz")).replace("energy=-", "head=low energy=-");
        Files.writeString(folder.resolve("train.xyz"), low + low.replace("head=low energy=-", "head=high energy=-1"));
        String atoms = Files.readString(folder.resolve("atoms.xyz")).replace("energy=-", "head=low energy=-");
        Files.writeString(
                folder.resolve("atoms.xyz"), atoms + atoms.replace("head=low energy=-", "head=high energy=-2"));
        train("heads", "model.heads=[low, high]", "model.layers=2");
        List<Double> energies = predict(model("heads"), "atoms.xyz").stream()
                .map(atom -> atom.labels().energy())
                .toList();
        double[] wanted = {H, O, -24, -213};
        for (int k = 0; k < wanted.length; k++) {
            assertThat(energies.get(k)).isCloseTo(wanted[k], within(1e-9));
        }
    }
}
