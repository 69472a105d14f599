package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gaunt.cli.config.ConfigReader;
import org.gaunt.regression.RegressionConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations that users copy from are ones that the program understands. */
class ExamplesTest {

    static List<Path> configurations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void canBeRead(Path file) {
        boolean particles = ConfigReader.text(file, "task").orElse("").equals(RegressionConfig.TASK);
        Class<? extends Record> type = particles ? RegressionConfig.class : RunConfig.class;
        Record config = ConfigReader.read(type, file, List.of());
        assertThat(config).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void sayHowTheyAreRun(Path file) throws IOException {
        assertThat(Files.readString(file)).contains("./gaunt train examples/" + file.getFileName());
    }
}
