package org.gaunt.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigWriterTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void explainsEveryKey() {
        assertThat(ConfigWriter.write(Kitchen.defaults())).isEqualTo("""
            # What is cooked.
            pot:
              # Name of the dish. (text)
              dish: soup
              # Recipes. (list, each item path)
              recipes: []
              # Grams of each thing. (names with values, each value number)
              grams: {}
              # A note. (path; may be left empty)
              note:
              # Size of the spoon. (one of small, large)
              spoon: small

            # The stove.
            stove:
              # Burners. (whole number, at least 1 and at most 6)
              burners: 4
              # Minutes. (number in min, above 0; may be left empty)
              max_minutes:
              # Power. (number in W, at least 0)
              power: 2000.0
              # Seed. (whole number)
              seed: 0
              # Gas or not. (true or false)
              gas: false
              # Heat. (one of low, very_high)
              heat: low
              # Steps. (list, each item whole number, at least 0)
              steps: [1, 2]
            """);
    }

    @Test
    void writesDefaultsAsTheReference() {
        assertThat(ConfigWriter.reference(Kitchen.class)).isEqualTo(ConfigWriter.write(Kitchen.defaults()));
    }

    @Test
    void isReadBackEqual() throws IOException {
        Kitchen kitchen = new Kitchen(
                new Kitchen.Pot(
                        "a \"b\" \\ c: #d\n\te",
                        List.of(Path.of("/a b/c.txt"), Path.of("/x,y].txt")),
                        Map.of("N", 0.1, "true", 1e-17, "a: b", -5712.123456789012),
                        Path.of("/é.txt"),
                        "large"),
                new Kitchen.Stove(
                        1, 1e-300, Double.MAX_VALUE, Long.MIN_VALUE, true, Kitchen.Heat.VERY_HIGH, List.of()));

        assertThat(roundTrip(kitchen)).isEqualTo(kitchen);
        assertThat(roundTrip(Kitchen.defaults())).isEqualTo(Kitchen.defaults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "true",
                "No",
                "null",
                "~",
                "1",
                "1.5",
                "1e3",
                ".nan",
                "- a",
                "a: b",
                "a #b",
                "'",
                "*x",
                "&x",
                "!t",
                "%",
                "@",
                "`",
                "0x10",
                "0o7",
                "-",
                "?",
                "{",
                "[",
                "é",
                "\u0085",
                "a\u0007b",
                "T300",
                "a/b-c.d"
            })
    void quotesWhatYamlWouldMisread(String text) throws IOException {
        Kitchen kitchen =
                new Kitchen(new Kitchen.Pot(text, List.of(), Map.of(), null, "small"), Kitchen.Stove.defaults());
        assertThat(roundTrip(kitchen).pot().dish()).isEqualTo(text);
    }

    @Test
    void makesATreeOfPlainValues() {
        Kitchen.Pot pot = new Kitchen.Pot("soup", List.of(Path.of("/a")), Map.of("N", 0.1), null, "small");
        Map<String, Object> tree = ConfigWriter.tree(new Kitchen(pot, Kitchen.Stove.defaults()));

        assertThat(tree.get("pot")).hasToString("{dish=soup, recipes=[/a], grams={N=0.1}, note=null, spoon=small}");
        assertThat(tree.get("stove"))
                .hasToString("{burners=4, max_minutes=null, power=2000.0, seed=0, gas=false, heat=low, steps=[1, 2]}");
    }

    private Kitchen roundTrip(Kitchen kitchen) throws IOException {
        Path file = folder.resolve("kitchen.yaml");
        Files.writeString(file, ConfigWriter.write(kitchen));
        return ConfigReader.read(Kitchen.class, file, List.of());
    }
}
