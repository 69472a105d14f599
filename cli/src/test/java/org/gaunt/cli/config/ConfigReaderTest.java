package org.gaunt.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void readsEveryType() throws IOException {
        Files.createFile(folder.resolve("a.txt"));
        Kitchen kitchen = read("""
            pot:
              dish: "pea soup"
              recipes: [a.txt, /b.txt]
              grams: {Salt: 2, Peas: 300.5}
              note: a.txt
              spoon: large
            stove:
              burners: 6
              max_minutes: 1e-3
              power: 3
              seed: 123456789012
              gas: true
              heat: very_high
              steps: [3]
            """);

        assertThat(kitchen.pot())
                .isEqualTo(new Kitchen.Pot(
                        "pea soup",
                        List.of(folder.resolve("a.txt"), Path.of("/b.txt")),
                        Map.of("Salt", 2.0, "Peas", 300.5),
                        folder.resolve("a.txt"),
                        "large"));
        assertThat(kitchen.stove())
                .isEqualTo(new Kitchen.Stove(6, 1e-3, 3, 123456789012L, true, Kitchen.Heat.VERY_HIGH, List.of(3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "pot:\nstove:\n", "pot: {}\n", "---\n"})
    void fillsInDefaults(String yaml) throws IOException {
        assertThat(read(yaml)).isEqualTo(Kitchen.defaults());
    }

    @Test
    void takesASingleValueForAListOfOne() throws IOException {
        assertThat(read("pot:\n  recipes: /x.txt\n").pot().recipes()).containsExactly(Path.of("/x.txt"));
    }

    @Test
    void emptiesANullableKey() throws IOException {
        assertThat(read("stove:\n  max_minutes: 3\n", "stove.max_minutes=")
                        .stove()
                        .maxMinutes())
                .isNull();
    }

    @Test
    void namesTheNearestKeyAndThePlace() {
        assertThatThrownBy(() -> read("pot:\n  dish: soup\nstove:\n  burner: 2\n"))
                .isInstanceOf(InputException.class)
                .hasMessage("""
                    %s, line 4, column 3: the key "burner" does not exist in "stove"
                      wanted: one of burners, max_minutes, power, seed, gas, heat, steps
                      remedy: did you mean stove.burners? "gaunt help config" explains all keys\
                    """, file());
    }

    @Test
    void findsAKeyThatBelongsToAnotherSection() {
        assertThatThrownBy(() -> read("pot:\n  power: 2\n")).hasMessageContaining("did you mean stove.power?");
    }

    @Test
    void reportsAnUnknownKeyBeforeAWrongValue() {
        assertThatThrownBy(() -> read("pot:\n  dish: [1]\nstov:\n  burners: 2\n"))
                .hasMessageContaining("line 3, column 1: the key \"stov\" does not exist")
                .hasMessageContaining("did you mean stove?");
    }

    @Test
    void refusesADuplicateKey() {
        assertThatThrownBy(() -> read("stove:\n  power: 1\n  power: 2\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 3, column 3: the key \"power\" is there twice")
                .hasMessageContaining("line 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        stove.burners | 1.5       | the number 1.5              | a whole number, at least 1 and at most 6
        stove.burners | '"4"'     | the text "4"                | a whole number, at least 1 and at most 6
        stove.burners | 7         | the whole number 7          | a whole number, at least 1 and at most 6
        stove.burners | 99999999999 | the whole number 99999999999 | a whole number, at least 1 and at most 6
        stove.burners |           | nothing                     | a whole number, at least 1 and at most 6
        stove.burners | [1]       | a list of 1 value           | a whole number, at least 1 and at most 6
        stove.power   | .nan      | the number .nan             | a number in W, at least 0
        stove.power   | .inf      | the number .inf             | a number in W, at least 0
        stove.power   | 1e999     | the number 1e999            | a number in W, at least 0
        stove.power   | -1        | the whole number -1         | a number in W, at least 0
        stove.power   | fast      | the text "fast"             | a number in W, at least 0
        stove.max_minutes | 0     | the whole number 0          | a number in min, above 0
        stove.gas     | yes       | the text "yes"              | true or false
        stove.gas     | 1         | the whole number 1          | true or false
        stove.heat    | verry_high | the text "verry_high"      | one of low, very_high
        stove.steps   | [1, -2]   | the whole number -2         | a whole number, at least 0
        pot.spoon     | huge      | the text "huge"             | one of small, large
        pot.grams     | 3         | the whole number 3          | names with values, each value a number
        pot           | 3         | the whole number 3          | keys below it: dish, recipes, grams, note, spoon
        """)
    void saysWhatWasFoundAndWanted(String key, String value, String found, String wanted) {
        assertThatThrownBy(() -> read("", key + "=" + (value == null ? "" : value)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--set " + key)
                .hasMessageContaining("found:  " + found)
                .hasMessageContaining("wanted: " + wanted);
    }

    @Test
    void suggestsTheNearestWord() {
        assertThatThrownBy(() -> read("stove:\n  heat: verry_high\n"))
                .hasMessageContaining("line 2, column 9")
                .hasMessageContaining("did you mean very_high?");
    }

    @Test
    void wantsTextInQuotesInAFileButNotInAnOption() throws IOException {
        assertThatThrownBy(() -> read("pot:\n  dish: 300\n")).hasMessageContaining("put it into quotes: \"300\"");
        assertThat(read("", "pot.dish=300").pot().dish()).isEqualTo("300");
    }

    @Test
    void locatesWhatARecordRefuses() {
        assertThatThrownBy(() -> read("pot:\nstove:\n  burners: 5\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 3, column 3: stove cannot be used")
                .hasMessageContaining("no stove has 5 burners");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stove.power", "=3", "stove.=3", ".power=3", ""})
    void refusesAMalformedSetting(String setting) {
        assertThatThrownBy(() -> read("", setting))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--set " + setting + ": the setting cannot be understood")
                .hasMessageContaining("section.key=value");
    }

    @Test
    void refusesAnUnknownKeyInASetting() {
        assertThatThrownBy(() -> read("", "stove.pwer=3"))
                .hasMessageContaining("--set stove.pwer=3: the key \"pwer\" does not exist in \"stove\"")
                .hasMessageContaining("did you mean stove.power?");
        assertThatThrownBy(() -> read("", "stove.power.high=3")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> read("", "stove.power=[3")).hasMessageContaining("not valid YAML");
    }

    @Test
    void letsSettingsTakePrecedenceInTheirOrder() throws IOException {
        Kitchen kitchen = read("stove:\n  power: 1\n", "stove.power=2", "stove.power=3", "pot.dish=stew");
        assertThat(kitchen.stove().power()).isEqualTo(3);
        assertThat(kitchen.pot().dish()).isEqualTo("stew");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [", "\tstove: 1", "a: b: c", "- 1\n- 2\n", "just words", "a: &x [*x]\n", "{a: 1"})
    void refusesWhatIsNoConfiguration(String yaml) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(InputException.class).hasMessageContaining(", line ");
    }

    @Test
    void suggestsAFileForAMissingOne() throws IOException {
        Files.createFile(folder.resolve("acac.yaml"));
        assertThatThrownBy(() -> ConfigReader.read(Kitchen.class, folder.resolve("acca.yaml"), List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such configuration file")
                .hasMessageContaining("did you mean " + folder.resolve("acac.yaml") + "?");
        assertThatThrownBy(() -> ConfigReader.read(Kitchen.class, folder, List.of()))
                .hasMessageContaining("directory");
    }

    private Path file() {
        return folder.resolve("kitchen.yaml");
    }

    private Kitchen read(String yaml, String... settings) throws IOException {
        Files.writeString(file(), yaml);
        return ConfigReader.read(Kitchen.class, file(), List.of(settings));
    }
}
