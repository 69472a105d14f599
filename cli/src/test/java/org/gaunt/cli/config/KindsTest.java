package org.gaunt.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.learn.config.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sections that can be of several kinds. */
class KindsTest {

    @TempDir
    Path folder = Path.of("");

    /** What can be cooked on. */
    public interface Heater {

        static Map<String, Record> kinds() {
            Map<String, Record> kinds = new LinkedHashMap<>();
            kinds.put("fire", new Fire(3, 2.5));
            kinds.put("plate", new Plate(1.5, 9));
            return kinds;
        }
    }

    /** One kind. */
    public record Fire(
            @Key("Logs of wood.") int logs, @Key("Size.") double size) implements Heater {}

    /** Another kind. */
    public record Plate(
            @Key("Size.") double size, @Key("Level.") int level) implements Heater {}

    /** A configuration. */
    public record Camp(
            @Key(value = "What to cook on.", kinds = Heater.class)
            Heater heater,

            @Key("Tents.") int tents) {

        public static Camp defaults() {
            return new Camp(new Fire(3, 2.5), 2);
        }
    }

    @Test
    void bindsTheKindThatIsNamed() throws IOException {
        assertThat(read("")).isEqualTo(Camp.defaults());
        assertThat(read("heater:\n  size: 4\n")).isEqualTo(new Camp(new Fire(3, 4), 2));
        assertThat(read("heater:\n  kind: fire\n  logs: 1\n")).isEqualTo(new Camp(new Fire(1, 2.5), 2));
        assertThat(read("tents: 1\nheater:\n  level: 7\n  kind: plate\n")).isEqualTo(new Camp(new Plate(1.5, 7), 1));
        assertThat(read("", "heater.kind=plate")).isEqualTo(new Camp(new Plate(1.5, 9), 2));
    }

    @Test
    void namesTheKindsWhereOneIsUnknown() {
        assertThatThrownBy(() -> read("heater:\n  kind: plat\n  size: 1\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 2, column 9: the value of heater.kind cannot be used")
                .hasMessageContaining("wanted: one of fire, plate")
                .hasMessageContaining("did you mean plate?");
        assertThatThrownBy(() -> read("heater:\n  kind:\n")).hasMessageContaining("one of fire, plate");
    }

    @Test
    void saysToWhichKindAKeyBelongs() {
        assertThatThrownBy(() -> read("heater:\n  kind: plate\n  logs: 1\n"))
                .isInstanceOf(InputException.class)
                .hasMessage("""
                    %s, line 3, column 3: the key "logs" belongs to another kind of heater
                      found:  heater.kind: plate
                      wanted: one of kind, size, level
                      remedy: leave it out, or set heater.kind to fire\
                    """, file());
        assertThatThrownBy(() -> read("heater:\n  logz: 1\n")).hasMessageContaining("did you mean heater.logs?");
    }

    @Test
    void writesTheKind() throws IOException {
        Camp camp = new Camp(new Plate(0.5, 4), 3);
        Files.writeString(file(), ConfigWriter.write(camp));
        assertThat(ConfigReader.read(Camp.class, file(), List.of())).isEqualTo(camp);
        assertThat(ConfigWriter.tree(camp)).hasToString("{heater={kind=plate, size=0.5, level=4}, tents=3}");
    }

    @Test
    void explainsAllKinds() throws IOException {
        assertThat(ConfigWriter.reference(Camp.class)).isEqualTo("""
            # What to cook on.
            heater:
              # The kind: fire, plate. Each has keys of its own.
              kind: fire
              # Logs of wood. (whole number)
              logs: 3
              # Size. (number)
              size: 2.5

              # The other kind plate:
              #   kind: plate
              #   # Size. (number)
              #   size: 1.5
              #   # Level. (whole number)
              #   level: 9

            # Tents. (whole number)
            tents: 2
            """);
        Files.writeString(file(), ConfigWriter.reference(Camp.class));
        assertThat(ConfigReader.read(Camp.class, file(), List.of())).isEqualTo(Camp.defaults());
    }

    private Path file() {
        return folder.resolve("camp.yaml");
    }

    private Camp read(String yaml, String... settings) throws IOException {
        Files.writeString(file(), yaml);
        return ConfigReader.read(Camp.class, file(), List.of(settings));
    }
}
