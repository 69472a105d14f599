package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gaunt.atoms.Units;
import org.gaunt.cli.config.ConfigReader;
import org.gaunt.files.InputException;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.Statistics;
import org.gaunt.potential.train.TrainingData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files as users have them: what is refused, what is noted in one line, and the numbers that a training starts from. */
class DoubtfulDataTest {

    @TempDir
    private Path folder;

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(DoubtfulDataTest.class.getResource("/cases/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static RunConfig config(String train, String... settings) {
        List<String> all = new ArrayList<>();
        all.add("data.train=" + file(train));
        all.add("model.cutoff=5");
        all.addAll(List.of(settings));
        return ConfigReader.of(RunConfig.class, all);
    }

    private static TrainingData read(RunConfig config) {
        return TrainingData.read(
                config.data(), config.model(), config.training().needs(), Path.of("x.yaml"));
    }

    private static List<String> notes(String train, String... settings) {
        return read(config(train, settings)).notes();
    }

    private static void assertRefused(String train, List<String> settings, String... parts) {
        RunConfig config = config(train, settings.toArray(String[]::new));
        assertThatThrownBy(() -> read(config))
                .isInstanceOf(InputException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    /** A file with some text replaced. */
    private String changed(String name, String target, String replacement) throws IOException {
        Path path = folder.resolve(name);
        Files.writeString(path, Files.readString(file(name)).replaceAll(target, replacement));
        return path.toString();
    }

    @Test
    void saneDataRaiseNoSuspicion() {
        assertThat(notes("cual_train.xyz")).isEmpty();
        assertThat(notes("cu_train.xyz"))
                .as("energies counted from the bulk, strained cells")
                .isEmpty();
        assertThat(notes("cu_train.xyz", "data.isolated_atoms=" + file("cual_iso.xyz")))
                .noneMatch(note -> note.contains("hartree"));
    }

    @Test
    void stressesUnderAnotherNameAreRefusedOrRead() {
        assertRefused("cu_virials.xyz", List.of(), "'virials'", "set virial_key to it");
        assertRefused(
                "cu_refstress.xyz", List.of("training.stress_weight=1000"), "'REF_stress'", "set stress_key to it");
        assertRefused(
                "cu_train.xyz",
                List.of("data.validation=" + file("cu_test_virials.xyz")),
                "cu_test_virials.xyz, line 2",
                "'virials'");
        TrainingData virials = read(config("cu_virials.xyz", "data.virial_key=virials", "training.stress_weight=1000"));
        TrainingData stresses = read(config("cu_refstress.xyz", "data.stress_key=REF_stress"));
        for (int i = 0; i < virials.fitted().structures().size(); i++) {
            assertThat(virials.fitted().structures().get(i).labels().stress())
                    .containsExactly(
                            stresses.fitted().structures().get(i).labels().stress(), within(1e-9));
        }
    }

    @Test
    void labelsWithAWeightMustBeThere() throws IOException {
        String none = changed("cu_train.xyz", " stress=\"[^\"]*\"", "");
        List<String> weight = List.of("data.train=" + none, "training.stress_weight=1000");
        assertRefused(
                "cu_train.xyz",
                weight,
                "no training structure has a stress",
                "training.stress_weight",
                "data.virial_key");
        assertRefused(
                "cu_train.xyz",
                List.of("data.train=" + none, "training.stage_two_stress_weight=10"),
                "no training structure has a stress");
        assertRefused(
                "cu_train.xyz",
                List.of("data.train=" + none, "training.stage_two_stress_weight=10", "data.stream=true"),
                "no training structure has a stress");
        assertRefused(
                "cu_train.xyz",
                List.of("data.validation=" + none, "training.stress_weight=1000"),
                "no validation structure has a stress");
        assertRefused(
                "cu_train.xyz",
                List.of("data.train=" + none, "data.stress_key=REF_stres"),
                "no structure has a stress under the name that data.stress_key says",
                "REF_stres");
        assertThat(notes(
                        "cu_train.xyz",
                        "data.train=[" + file("cu_train.xyz") + ", " + none + "]",
                        "training.stress_weight=1"))
                .anyMatch(note -> note.contains("stresses are known of 50 of 100 structures")
                        && note.contains(none + " has none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void isolatedAtomsInBoxesCount(String stream) {
        for (String atoms : List.of("cual_iso.xyz", "cual_iso_vaspbox.xyz")) {
            TrainingData data =
                    read(config("cual_train.xyz", "data.isolated_atoms=" + file(atoms), "data.stream=" + stream));
            assertThat(data.references().fitted()).isFalse();
            assertThat(data.references().atomicNumbers()).containsExactly(13, 29);
            assertThat(data.references().energies()).containsExactly(3.28, 3.51);
            assertThat(data.notes()).isEmpty();
        }
    }

    @Test
    void nothingOfIsolatedAtomsIsThrownAwaySilently() throws IOException {
        assertThat(notes("cu_train.xyz", "data.isolated_atoms=" + file("cual_iso.xyz")))
                .anyMatch(note -> note.contains("isolated atoms of Al are not used"));
        assertThat(notes(
                        "cual_train.xyz",
                        "data.isolated_atoms=" + file("cual_iso.xyz"),
                        "data.reference_energies=least_squares"))
                .anyMatch(note ->
                        note.contains("isolated atoms of Al, Cu are not used") && note.contains("least_squares"));
        assertRefused(
                "cual_train.xyz",
                List.of("data.isolated_atoms=" + file("cu_virials.xyz"), "data.virial_key=virials"),
                "cu_virials.xyz, line 1: a frame of several atoms in a file of isolated atoms");
        String other = changed("cual_iso.xyz", "energy=3.51", "energy=3.6");
        String twice = Files.writeString(
                        folder.resolve("twice.xyz"),
                        Files.readString(Path.of(other)) + Files.readString(file("cual_iso.xyz")))
                .toString();
        assertRefused(
                "cual_train.xyz",
                List.of("data.isolated_atoms=" + twice),
                "twice.xyz, line 7",
                "Cu with 3.6 eV in " + twice + ", line 1, and Cu with 3.51 eV in " + twice + ", line 7");
        assertRefused(
                "cual_train.xyz",
                List.of(
                        "data.isolated_atoms=" + other,
                        "data.train=[" + file("cual_train.xyz") + ", " + file("cual_iso.xyz") + "]"),
                "3.6 eV",
                "3.51 eV");
        assertRefused(
                "cual_train.xyz",
                List.of("data.isolated_atoms=" + changed("cual_iso.xyz", "energy=3.28", "")),
                "an isolated atom without an energy");
        String alone = Files.writeString(
                        folder.resolve("alone.xyz"),
                        Files.readString(file("cual_iso.xyz")).lines().limit(3).reduce("", (a, b) -> a + b + "\n"))
                .toString();
        TrainingData partly = read(config("cual_train.xyz", "data.isolated_atoms=" + alone));
        assertThat(partly.references().energies().get(1)).isEqualTo(3.51);
        assertThat(partly.notes())
                .anyMatch(note -> note.contains("no isolated atom of Al") && note.contains("those of Cu are as given"));
        assertThat(notes("cual_train.xyz", "data.test=[" + file("cual_train.xyz") + ", " + file("cual_iso.xyz") + "]"))
                .anyMatch(note -> note.contains("2 isolated atoms in test files are left out"));
    }

    @Test
    void atomsInBoxesAmongTheTrainingStructures() throws IOException {
        String both = "[" + file("cual_train.xyz") + ", " + file("cual_iso_vaspbox.xyz") + "]";
        assertThat(notes("cual_train.xyz", "data.train=" + both))
                .anyMatch(note -> note.contains("2 structures are single atoms in a box")
                        && note.contains("config_type=IsolatedAtom"));
        String named = changed("cual_iso_vaspbox.xyz", "energy=", "config_type=isolated_atom energy=");
        TrainingData data =
                read(config("cual_train.xyz", "data.train=[" + file("cual_train.xyz") + ", " + named + "]"));
        assertThat(data.references().energies()).containsExactly(3.28, 3.51);
        assertThat(data.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cu_stress_kbar.xyz, 'as with stresses in kbar, positive under compression'",
        "cu_stress_gpa.xyz, as with stresses in GPa.",
    })
    void stressesInOtherUnitsAreNamed(String name, String what) {
        assertThat(notes(name))
                .singleElement()
                .asString()
                .contains(
                        "components of the stress are", "GPa) in the mean", name + ", line", what, "1 GPa = 0.006242");
        assertThat(notes("cu_train.xyz", "data.validation=" + file(name)))
                .anyMatch(note -> note.startsWith("in validation structures: components of the stress"));
    }

    @Test
    void signsOfStressesAreNamed() throws IOException {
        String frames = Files.readString(file("cu_train.xyz"));
        Matcher stress = Pattern.compile("stress=\"([^\"]*)\"").matcher(frames);
        String flipped = stress.replaceAll(match -> "stress=\"" + scaled(match.group(1), -1) + "\"");
        Path path = Files.writeString(folder.resolve("flipped.xyz"), flipped);
        assertThat(notes("cu_train.xyz", "data.train=" + path))
                .singleElement()
                .asString()
                .contains("as with stresses of the opposite sign (positive under compression)");
    }

    @Test
    void energiesInHartreeAreNamedWhereCellsAreStrained() throws IOException {
        String frames = Files.readString(file("cu_train.xyz"));
        Matcher energy = Pattern.compile("energy=(\\S+)").matcher(frames);
        String hartree = energy.replaceAll(match -> "energy=" + scaled(match.group(1), 1 / Units.HARTREE));
        Path path = Files.writeString(folder.resolve("hartree.xyz"), hartree);
        assertThat(notes("cu_train.xyz", "data.train=" + path))
                .singleElement()
                .asString()
                .contains("as with energies in hartree and forces in eV/Å");
    }

    private static String scaled(String numbers, double factor) {
        return Arrays.stream(numbers.split(" ", -1))
                .map(number -> Double.toString(factor * Double.parseDouble(number)))
                .collect(Collectors.joining(" "));
    }

    @Test
    void anAbsurdEnergyIsNamedAndDoesNotCount() {
        RunConfig config = config("cu_outlier_train.xyz", "data.validation=" + file("cu_test.xyz"));
        TrainingData data = read(config);
        assertThat(data.notes())
                .singleElement()
                .asString()
                .contains("cu_outlier_train.xyz, line 11: energy 1000000.0 eV, 1.250e+05 eV per atom from the median");
        assertThat(data.references().energies().getFirst()).isBetween(0.0, 0.2);
        GraphBuilder builder = new GraphBuilder(data.references().atomicNumbers(), 5);
        GraphSource training = data.training(builder, config.data());
        Statistics statistics = data.fitted().statistics(training, data.split().training(), data.references());
        assertThat(statistics.shift()).as("with the outlier it is 6250").isCloseTo(0, within(0.01));
        assertThat(statistics.scale()).isBetween(0.1, 2.0);
    }

    @Test
    void headsWithoutAModelOfSeveralAreNoted() {
        assertThat(notes("cu_heads.xyz"))
                .anyMatch(note -> note.contains("structures differ in head (scan in 10, first in")
                        && note.contains("pbe in 10")
                        && note.contains("name them in model.heads"));
        assertThat(notes("cu_heads.xyz", "model.heads=[pbe, scan]"))
                .noneMatch(note -> note.contains("structures differ in head"));
    }

    @Test
    void chargesThatDifferAreNoted() throws IOException {
        List<String> notes = notes("cu_charged.xyz");
        assertThat(notes).hasSize(2);
        assertThat(notes.get(0))
                .contains(
                        "structures differ in total_charge and charge (0 in 10, first in",
                        "1 in 10, first in",
                        "which is no input of the model");
        assertThat(notes.get(1)).contains("structures differ in spin (1 in 10, first in", "2 in 10, first in");
        String neutral = changed("cu_charged.xyz", "charge=1", "charge=0.0");
        assertThat(notes("cu_charged.xyz", "data.train=" + neutral))
                .singleElement()
                .asString()
                .contains("structures differ in spin");
        String some = changed("cu_charged.xyz", "total_charge=0|charge=0|spin=\\d", "");
        assertThat(notes("cu_charged.xyz", "data.train=" + some))
                .singleElement()
                .asString()
                .contains("1 in 10, first in", "no entry in 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void structuresThatOccurTwiceAreCounted(String stream) throws IOException {
        List<String> twice = notes("cu_dup.xyz", "data.stream=" + stream);
        assertThat(twice).hasSize(3);
        assertThat(twice.get(0)).contains("26 of 36 training structures occur earlier among them");
        assertThat(twice.get(1))
                .contains("4 of 4 validation structures are training structures as well", "cu_dup.xyz, line");
        assertThat(notes(
                        "cual_train.xyz",
                        "data.validation=" + file("cual_train.xyz"),
                        "data.test=" + file("cual_train.xyz")))
                .satisfiesExactly(
                        note -> assertThat(note)
                                .contains("20 of 20 validation structures are training structures as well"),
                        note -> assertThat(note).contains("20 of 20 test structures are training structures as well"),
                        note -> assertThat(note)
                                .contains("20 of 20 test structures are validation structures as well"));
        String other = changed("cual_train.xyz", "energy=1", "energy=9");
        assertThat(notes("cual_train.xyz", "data.train=[" + file("cual_train.xyz") + ", " + other + "]"))
                .anyMatch(note -> note.contains("that occur twice differ") && note.contains("no model can learn both"));
    }

    @Test
    void defaultWeightsAsInMace() throws IOException {
        RunConfig mace = config("cu_train.xyz", "data.config_type_weights={Default: 1.0}");
        assertThat(read(mace).notes()).isEmpty();
        RunConfig half = config("cu_train.xyz", "data.config_type_weights={Default: 0.5}");
        TrainingData data = read(half);
        GraphBuilder builder = new GraphBuilder(data.references().atomicNumbers(), 5);
        assertThat(data.training(builder, half.data()).get(0).weights().forces())
                .isEqualTo(0.5);
        assertRefused(
                "cu_train.xyz",
                List.of("data.config_type_weights={Bulk: 0.5}"),
                "no structure of config type \"Bulk\"");
    }

    @Test
    void namesThatEvaluateIsGivenMustOccur() throws IOException {
        Toy toy = Toy.create(folder);
        assertThat(toy.train("--quiet").code()).isZero();
        for (String option : List.of("--stress-key", "--virial-key", "--forces-key", "--energy-key")) {
            Command command =
                    Command.run("evaluate", toy.model().toString(), toy.test().toString(), option, "nothing");
            assertThat(command.code()).isEqualTo(2);
            assertThat(command.err()).contains("nothing");
        }
        Path charged = folder.resolve("charged.xyz");
        String frames = Files.readString(toy.test());
        Files.writeString(charged, frames + frames.replace("energy=", "charge=1 energy="));
        Command command = Command.run("evaluate", toy.model().toString(), charged.toString());
        assertThat(command.code()).isZero();
        assertThat(command.err()).contains("warning   structures differ in charge (1 in 6", "no entry in 6");
    }
}
