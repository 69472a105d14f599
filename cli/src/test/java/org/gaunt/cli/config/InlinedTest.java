package org.gaunt.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.learn.config.Inlined;
import org.gaunt.learn.config.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that several sections share stand among the keys of each. */
class InlinedTest {
    @TempDir
    Path folder = Path.of("");

    public record Clock(
            @Key(value = "Start.", min = 0, max = 23) int from,
            @Key(value = "End.", min = 0, max = 23) int until) {
        public Clock {
            if (until < from) {
                throw new IllegalArgumentException("until " + until + " is before from " + from);
            }
        }
    }

    public record Lamp(
            @Key("Colour.") String colour,
            @Inlined Clock clock,
            @Key("Watts.") double watts) {}

    public record House(@Key("The lamp.") Lamp lamp) {
        public static House defaults() {
            return new House(new Lamp("white", new Clock(6, 20), 5));
        }
    }

    @Test
    void theirKeysStandBesideTheOthers() throws IOException {
        assertThat(ConfigWriter.write(House.defaults())).isEqualTo("""
            # The lamp.
            lamp:
              # Colour. (text)
              colour: white
              # Start. (whole number, at least 0 and at most 23)
              from: 6
              # End. (whole number, at least 0 and at most 23)
              until: 20
              # Watts. (number)
              watts: 5.0
            """);
        assertThat(ConfigWriter.tree(House.defaults()))
                .isEqualTo(Map.of("lamp", Map.of("colour", "white", "from", 6, "until", 20, "watts", 5.0)));
        assertThat(read("lamp: {colour: red, until: 23}")).isEqualTo(new House(new Lamp("red", new Clock(6, 23), 5)));
    }

    @Test
    void theirErrorsNameTheKeyAndTheSection() {
        assertThatThrownBy(() -> read("lamp: {until: 24}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("lamp.until")
                .hasMessageContaining("24");
        assertThatThrownBy(() -> read("lamp: {form: 7}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("did you mean lamp.from");
        assertThatThrownBy(() -> read("lamp: {from: 21}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("lamp cannot be used")
                .hasMessageContaining("until 20 is before from 21");
    }

    private House read(String yaml) throws IOException {
        Path file = folder.resolve("house.yaml");
        Files.writeString(file, yaml);
        return ConfigReader.read(House.class, file, List.of());
    }
}
