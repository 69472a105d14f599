package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void alignsTextToTheLeftAndNumbersToTheRight() {
        StringWriter text = new StringWriter();
        new Table(1, "name", "force\nmeV/Å")
                .row("T300", "9.8")
                .row("T1200", "123.4")
                .rule()
                .row("all", "-")
                .print(new PrintWriter(text, true));

        assertThat(text).hasToString("""
            name   force
                   meV/Å
            ────────────
            T300     9.8
            T1200  123.4
            ────────────
            all        -
            """);
    }

    @Test
    void refusesARowOfAnotherLength() {
        Table table = new Table(1, "name", "value");
        assertThatThrownBy(() -> table.row("only one")).isInstanceOf(IllegalArgumentException.class);
    }
}
