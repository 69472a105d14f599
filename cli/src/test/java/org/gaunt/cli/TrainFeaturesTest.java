package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.network.ModelData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fine-tuning, committees, data in files, the profile, and what is said about doubtful data. */
class TrainFeaturesTest {

    @TempDir
    Path folder = Path.of("");

    private Toy toy = new Toy(folder);

    @BeforeEach
    void create() throws IOException {
        toy = Toy.create(folder);
    }

    private Command train(String output, String... more) {
        String[] args = new String[5 + more.length];
        args[0] = "train";
        args[1] = toy.config().toString();
        args[2] = "--output";
        args[3] = folder.resolve(output).toString();
        args[4] = "--quiet";
        System.arraycopy(more, 0, args, 5, more.length);
        return Command.run(args);
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    @Test
    void dataAndNothingElseIsEnough() throws IOException {
        Path file = folder.resolve("only.yaml");
        Files.writeString(file, "data:\n  train: [train.xyz]\n");
        Path output = folder.resolve("only");
        Command command = Command.run(
                "train", file.toString(), "--output", output.toString(), "--max-minutes", "0.02", "--threads", "2");
        assertThat(command.code()).as(command.err()).isZero();
        assertThat(command.err()).contains("11 training, 1 validation", "energies of atoms fitted");
        assertThat(output.resolve("model.safetensors")).exists();
    }

    @Test
    void structuresInFilesGiveTheSameBits() throws IOException {
        String[] settings = {"--set", "data.config_type_weights={T300: 2}", "--set", "training.max_minutes="};
        Command memory = train("memory", settings);
        assertThat(memory.code()).as(memory.err()).isZero();
        String[] streamed = Arrays.copyOf(settings, 8);
        streamed[4] = "--set";
        streamed[5] = "data.stream=true";
        streamed[6] = "--threads";
        streamed[7] = "3";
        Command stream = train("stream", streamed);
        assertThat(stream.code()).as(stream.err()).isZero();
        assertThat(stream.out()).isEqualTo(memory.out());
        assertThat(weights("stream")).isEqualTo(weights("memory"));
    }

    /** All of a model file behind its header, which holds times. */
    private byte[] weights(String run) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
        long header = java.nio.ByteBuffer.wrap(bytes)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getLong();
        return Arrays.copyOfRange(bytes, (int) header + 8, bytes.length);
    }

    @Test
    void headsCountFromEnergiesOfTheirOwn() throws IOException {
        String low = Files.readString(folder.resolve("train.xyz")).replace("energy=-", "head=low energy=-");
        String high = low.replace("head=low energy=-", "head=high energy=-1");
        Files.writeString(folder.resolve("heads.xyz"), low + high);
        Files.writeString(
                folder.resolve("heads.yaml"),
                Files.readString(toy.config()).replace("train.xyz", "heads.xyz").replace("  test: [test.xyz]\n", "")
                        + "  budget: epochs\n");
        String config = folder.resolve("heads.yaml").toString();
        String output = folder.resolve("heads").toString();
        Command trained = Command.run("train", config, "--output", output, "--set", "model.heads=[low, high]");
        assertThat(trained.code()).as(trained.err()).isZero();
        List<ModelData.Head> heads = ModelKinds.data(
                        Models.read(Path.of(output, "model.safetensors")).header())
                .heads();
        assertThat(heads).extracting(ModelData.Head::name).containsExactly("low", "high");
        assertThat(water(heads.get(0))).isCloseTo(-20, within(0.5));
        assertThat(water(heads.get(1))).isCloseTo(-120, within(0.5));
        assertThat(heads).allSatisfy(head -> assertThat(head.scale()).isPositive());

        Command streamed = Command.run(
                "train",
                config,
                "--output",
                folder.resolve("streamed").toString(),
                "--set",
                "model.heads=[low, high]",
                "--set",
                "data.stream=true");
        assertThat(streamed.code()).as(streamed.err()).isZero();
        assertThat(weights("streamed")).isEqualTo(weights("heads"));

        Command empty = Command.run("train", config, "--output", output + "0", "--set", "model.heads=[low, high, top]");
        assertThat(empty.code()).isEqualTo(2);
        assertThat(empty.err()).contains("no training structure has head=top", "leave it out of model.heads");
    }

    private static double water(ModelData.Head head) {
        return 2 * head.isolatedEnergies().get(0) + head.isolatedEnergies().get(1);
    }

    /** The energies of every second structure are 1 eV lower, and only its charge says so. */
    @Test
    void theModelIsToldOfTheCharge() throws IOException {
        Path charged = folder.resolve("charged.xyz");
        StringBuilder text = new StringBuilder();
        int frame = 0;
        for (String line : Files.readAllLines(folder.resolve("train.xyz"))) {
            Matcher energy = Pattern.compile("energy=(\\S+)").matcher(line);
            if (energy.find()) {
                int charge = frame++ % 2;
                String other = Double.toString(Double.parseDouble(energy.group(1)) - charge);
                line = energy.replaceFirst("energy=" + other) + " total_charge=" + charge;
            }
            text.append(line).append('\n');
        }
        Files.writeString(charged, text);
        String[] settings = {
            "--set",
            "data.train=" + charged,
            "--set",
            "data.test=[]",
            "--set",
            "training.epochs=200",
            "--set",
            "training.max_minutes=",
            "--set",
            "training.learning_rate=0.02",
            "--set",
            "training.energy_weight=100",
            "--set",
            "training.forces_weight=1"
        };
        Command blind = train("blind", settings);
        assertThat(blind.code()).as(blind.err()).isZero();
        assertThat(blind.err()).contains("structures differ in total_charge", "model.embeddings");
        String[] more = Arrays.copyOf(settings, settings.length + 2);
        more[settings.length] = "--set";
        more[settings.length + 1] = "model.embeddings=[total_charge 0..1]";
        Command told = train("told", more);
        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.err()).doesNotContain("structures differ").contains("for each total charge and spin");
        Path model = folder.resolve("told/model.safetensors");
        assertThat(energyRmse(model, charged))
                .isLessThan(0.5 * energyRmse(folder.resolve("blind/model.safetensors"), charged));

        // a model without the charge as input warns, and one with it does not
        Path ions = folder.resolve("ions.xyz");
        Files.writeString(ions, Files.readString(charged).replace("total_charge=0", "total_charge=1"));
        String blindModel = folder.resolve("blind/model.safetensors").toString();
        String to = folder.resolve("predicted.xyz").toString();
        assertThat(Command.run("evaluate", blindModel, ions.toString()).err()).contains("total_charge (1 in 12");
        assertThat(Command.run("predict", blindModel, ions.toString(), to).err())
                .contains("12 of them are charged");
        assertThat(Command.run("evaluate", model.toString(), ions.toString()).err())
                .doesNotContain("charge");
        assertThat(Command.run("predict", model.toString(), ions.toString(), to).err())
                .doesNotContain("charge");

        Command uncharged = Command.run("evaluate", model.toString(), toy.test().toString());
        assertThat(uncharged.code()).isEqualTo(2);
        assertThat(uncharged.err()).contains("total_charge=0", "line 1");
        String[] exact = Arrays.copyOf(more, more.length + 2);
        exact[more.length] = "--set";
        exact[more.length + 1] = "data.isolated_limit=exact";
        Command refused = train("exact", exact);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("isolated_limit: exact", "auto or free");
    }

    @Test
    void aTrainingGoesOnFromAModelWithFrozenParts() throws IOException {
        assertThat(train("first").code()).isZero();
        Path start = folder.resolve("first/model.safetensors");
        Path tune = folder.resolve("tune.yaml");
        Files.writeString(tune, """
            data:
              train: train.xyz
            training:
              start_from: first/model.safetensors
              freeze: [node_embedding, readouts]
              epochs: 2
              learning_rate: 1.0e-6
              final_learning_rate: 0
            """);
        Command tuned = Command.run(
                "train", tune.toString(), "--output", folder.resolve("tuned").toString());
        assertThat(tuned.code()).as(tuned.err()).isZero();
        assertThat(tuned.err()).contains("mace, hidden 2x0e");
        double before = energyRmse(start);
        double after = energyRmse(folder.resolve("tuned/model.safetensors"));
        assertThat(after).isCloseTo(before, org.assertj.core.data.Percentage.withPercentage(1));

        Command other = train("other", "--set", "training.start_from=" + start, "--set", "model.hidden=4x0e");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err())
                .contains("asks for another model than the file", "hidden 4x0e (the file has 2x0e)", "leave out");
        Command wrong = train("wrong", "--set", "training.freeze=[nothing]");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("no weights have a name that fits \"nothing\"", "node_embedding");
    }

    private double energyRmse(Path model) {
        return energyRmse(model, toy.test());
    }

    private static double energyRmse(Path model, Path data) {
        Command command = Command.run("evaluate", model.toString(), data.toString(), "--json");
        return JsonMapper.shared()
                .readTree(command.out())
                .at("/all/energy_rmse_mev")
                .asDouble();
    }

    @Test
    void aCommitteeSaysHowFarItsModelsAreApart() throws IOException {
        String[] settings = {"--set", "training.committee=2", "--set", "training.max_minutes="};
        String[] onTwo = Arrays.copyOf(settings, 6);
        onTwo[4] = "--threads";
        onTwo[5] = "2";
        Command trained = train("both", onTwo);
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.err().lines().filter(line -> !line.startsWith("model ")))
                .as("every line says whose it is, but the last")
                .singleElement()
                .asString()
                .startsWith("Results are in");
        assertThat(trained.out()).contains("All 2 models together, test structures", "Spread of 2 models");
        Path one = folder.resolve("both/member-1/model.safetensors");
        Path two = folder.resolve("both/member-2/model.safetensors");
        assertThat(json(folder.resolve("both/summary.json"))
                        .at("/errors/test/models")
                        .asInt())
                .isEqualTo(2);

        // side by side on two threads or one after the other on one: the same models
        String[] onOne = Arrays.copyOf(settings, 6);
        onOne[4] = "--threads";
        onOne[5] = "1";
        assertThat(train("serial", onOne).code()).isZero();
        assertThat(first(folder.resolve("serial/member-2/model.safetensors"))
                        .labels()
                        .energy())
                .isEqualTo(first(two).labels().energy());

        // resuming a finished committee trains nothing, and says the same
        byte[] before = Files.readAllBytes(one);
        String[] resume = Arrays.copyOf(settings, 5);
        resume[4] = "--resume";
        Command again = train("both", resume);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(Files.readAllBytes(one)).isEqualTo(before);

        Path out = folder.resolve("out.xyz");
        Command predicted = Command.run(
                "predict", one.toString(), two.toString(), toy.test().toString(), out.toString());
        assertThat(predicted.code()).as(predicted.err()).isZero();
        List<Structure> together = ExtendedXyz.read(out);
        double energyOne = first(one).labels().energy();
        double energyTwo = first(two).labels().energy();
        assertThat(together.getFirst().labels().energy())
                .isCloseTo((energyOne + energyTwo) / 2, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(Double.parseDouble(together.getFirst().info().get("energy_spread")))
                .isCloseTo(Math.abs(energyOne - energyTwo) / Math.sqrt(2), org.assertj.core.data.Offset.offset(1e-9));
        assertThat(together.getFirst().columns().stream().map(c -> c.name() + c.width()))
                .contains("forces_spread3");
        Command evaluated = Command.run(
                "evaluate", one.toString(), two.toString(), toy.test().toString(), "--json");
        JsonNode errors = JsonMapper.shared().readTree(evaluated.out());
        assertThat(errors.at("/energy_spread_mev_per_atom").asDouble()).isPositive();
        assertThat(errors.at("/force_spread_mev_per_angstrom").asDouble()).isPositive();
    }

    private Structure first(Path model) {
        Path out = folder.resolve("single.xyz");
        Command.run("predict", model.toString(), toy.test().toString(), out.toString());
        return ExtendedXyz.read(out).getFirst();
    }

    @Test
    void theProfileIsPrintedAndKept() throws IOException {
        Command command = train("profiled", "--profile");
        assertThat(command.code()).as(command.err()).isZero();
        assertThat(command.err())
                .contains(
                        "where the time goes", "forward", "forces", "gradient", "optimizer", "waiting", "Peak memory");
        JsonNode summary = json(folder.resolve("profiled/summary.json"));
        double known = 0;
        for (JsonNode part : summary.at("/profile/thread_seconds")) {
            known += part.asDouble();
        }
        double all = summary.at("/profile/seconds").asDouble()
                * summary.at("/profile/threads").asInt();
        assertThat(known).isCloseTo(all, org.assertj.core.data.Percentage.withPercentage(1));
        assertThat(summary.at("/profile/thread_seconds/forward").asDouble()).isPositive();
        assertThat(summary.at("/peak_memory/heap_mb").asDouble()).isPositive();
    }

    @Test
    void anElementThatTrainingHasNotSeenIsRefusedAtOnce() throws IOException {
        Path other = folder.resolve("other.xyz");
        String frame = "2\nenergy=1 Properties=species:S:1:pos:R:3:forces:R:3\nO 0 0 0 0 0 0\nHe 0 0 1 0 0 0\n";
        Files.writeString(other, frame);
        for (String set : List.of("data.validation", "data.test")) {
            Command command = train("refused", "--set", set + "=" + other);
            assertThat(command.code()).isEqualTo(2);
            assertThat(command.err())
                    .contains("other.xyz, line 1", "atom 2 (He)", "no training structure has", "one of H, O");
            assertThat(folder.resolve("refused")).doesNotExist();
        }
    }

    @Test
    void labelsOfSomeStructuresOnlyAreMentioned() throws IOException {
        Path train = folder.resolve("train.xyz");
        Files.writeString(train, Files.readString(train) + "3\nenergy=-20\nO 0 0 0\nH 1 0 0\nH 0 1 0\n");
        Command command = Command.run(
                "train",
                toy.config().toString(),
                "--output",
                folder.resolve("some").toString());
        assertThat(command.code()).as(command.err()).isZero();
        assertThat(command.err()).contains("forces are known of 12 of 13 structures");
        assertThat(json(folder.resolve("some/summary.json")).at("/warnings/0").asString())
                .contains("12 of 13");
        assertThat(train("quiet").err()).contains("warning   forces are known of 12 of 13 structures");
    }

    @Test
    void aTypeOfAWeightMustOccur() {
        Command command = train("weights", "--set", "data.config_type_weights={T3000: 2}");
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("\"T3000\"", "T1200, T300", "data.config_type_weights");
    }
}
