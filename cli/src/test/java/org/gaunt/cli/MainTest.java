package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @Test
    void explainsItself() {
        Command help = Command.run("--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("gaunt", "Examples:", "help");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void tellsItsVersion() {
        Command version = Command.run("--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).startsWith("gaunt ").contains("Java ");
    }

    @Test
    void wantsACommand() {
        Command nothing = Command.run();
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).startsWith("gaunt: Say what to do").contains("gaunt --help");
        assertThat(nothing.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--hlep", "hepl"})
    void suggestsWhatWasMeant(String typo) {
        Command command = Command.run(typo);
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).startsWith("gaunt: ").contains("help").doesNotContain("\tat ");
    }

    @Test
    void printsEveryKeyOfAConfiguration() {
        Command config = Command.run("help", "config");
        assertThat(config.code()).isZero();
        assertThat(config.out())
                .contains("data:\n", "  train: []", "training:\n", "  learning_rate: 0.01", "  max_minutes: 30.0\n")
                .contains("# Learning rate at the start. (number, above 0)");
    }

    @Test
    void explainsACommandByName() {
        assertThat(Command.run("help", "help").out()).contains("help config");
        Command wrong = Command.run("help", "trian");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("There is no help on \"trian\"", "config");
    }

    @Test
    void reportsBadInputWithoutAStackTrace() {
        InputException error = InputException.of("unknown element")
                .file("a.xyz")
                .line(3)
                .found("Xx")
                .build();
        assertThat(report(error, false)).isEqualTo("2: gaunt: a.xyz, line 3: unknown element\n  found:  Xx\n");
        assertThat(report(error, true)).startsWith("2: gaunt: a.xyz, line 3").contains("\tat org.gaunt");
    }

    @Test
    void reportsItsOwnErrorsAsSuch() {
        IllegalStateException error = new IllegalStateException("broken");
        assertThat(report(error, false))
                .startsWith("1: gaunt: internal error: java.lang.IllegalStateException: broken\n")
                .contains("--debug")
                .doesNotContain("\tat ");
        assertThat(report(error, true)).contains("\tat org.gaunt");
    }

    @Test
    void saysHowToGiveMoreMemory() {
        assertThat(report(new OutOfMemoryError("Java heap space"), false))
                .startsWith("1: gaunt: the memory is not enough\n")
                .contains("Java heap space", "MiB", "GAUNT_JAVA_OPTS=-Xmx")
                .doesNotContain("internal error");
        assertThat(report(new OutOfMemoryError("Metaspace"), false))
                .startsWith("1: gaunt: the memory is not enough\n")
                .contains("found:  Metaspace", "MaxMetaspaceSize")
                .doesNotContain("-Xmx");
        assertThat(report(new OutOfMemoryError("unable to create native thread: possibly out of memory"), false))
                .contains("fewer --threads", "ulimit -u")
                .doesNotContain("-Xmx");
    }

    private static String report(Throwable error, boolean debug) {
        StringWriter err = new StringWriter();
        int code = new Failures(() -> debug).report(error, new PrintWriter(err, true));
        return code + ": " + err;
    }
}
