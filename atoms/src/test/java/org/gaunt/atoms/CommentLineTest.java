package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected entries are what ASE 3.29 ({@code ase.io.extxyz.key_val_str_to_dict}) splits the same lines into. */
class CommentLineTest {

    private static Map<String, String> parse(String line) {
        return CommentLine.parse(line, InputException::of);
    }

    @Test
    void splitsPairs() {
        assertThat(parse("a=1 b-c=x.y  d_e=1e5"))
                .containsExactly(Map.entry("a", "1"), Map.entry("b-c", "x.y"), Map.entry("d_e", "1e5"));
    }

    @Test
    void takesQuotesAndBracketsAway() {
        assertThat(parse("a=\"1 2\" b='x \"y\"' c={3 4} d=[5, 6] \"e f\"=7 g=\"\""))
                .containsExactly(
                        Map.entry("a", "1 2"),
                        Map.entry("b", "x \"y\""),
                        Map.entry("c", "3 4"),
                        Map.entry("d", "5, 6"),
                        Map.entry("e f", "7"),
                        Map.entry("g", ""));
    }

    @Test
    void understandsEscapes() {
        assertThat(parse("a=\"say \\\"hi\\\"\" b=C:\\\\x c=\\\"q d=\"\\\\\""))
                .containsExactly(
                        Map.entry("a", "say \"hi\""),
                        Map.entry("b", "C:\\x"),
                        Map.entry("c", "\"q"),
                        Map.entry("d", "\\"));
    }

    @Test
    void keysWithoutValuesAreFlags() {
        assertThat(parse("relaxed a=1 done"))
                .containsExactly(Map.entry("relaxed", "T"), Map.entry("a", "1"), Map.entry("done", "T"));
    }

    @Test
    void blanksAroundTheSignAreAllowed() {
        assertThat(parse("i = 5, E =-17.2 t= 3"))
                .containsExactly(Map.entry("i", "5,"), Map.entry("E", "-17.2"), Map.entry("t", "3"));
    }

    @Test
    void valuesMayContainEqualsSigns() {
        assertThat(parse("a=b=c d=\"e=f\"")).containsExactly(Map.entry("a", "b=c"), Map.entry("d", "e=f"));
    }

    @Test
    void jsonStaysAsItIs() {
        assertThat(parse("a=\"_JSON {\\\"x\\\": [1, {\\\"y\\\": null}]}\" b=[[1, 2], [3, 4]]"))
                .containsExactly(
                        Map.entry("a", "_JSON {\"x\": [1, {\"y\": null}]}"), Map.entry("b", "[[1, 2], [3, 4]]"));
    }

    @Test
    void freeTextIsKeptWhole() {
        assertThat(parse("  a molecule, isn't it ")).containsExactly(Map.entry("comment", "a molecule, isn't it"));
        assertThat(parse(" \t ")).isEmpty();
    }

    @Test
    void aFrameWithAnApostropheIsRead() {
        Structure structure = ExtendedXyz.read(java.nio.file.Path.of("src/test/resources/cases/f44_apostrophe.xyz"))
                .getFirst();

        assertThat(structure.formula()).isEqualTo("Si2");
        assertThat(structure.labels().hasEnergy()).isFalse();
        assertThat(structure.info()).containsEntry("O'Neil", "T").containsEntry("E", "-10.5");
        StringBuilder text = new StringBuilder();
        try {
            ExtendedXyz.write(text, structure, LabelKeys.DEFAULT);
        } catch (java.io.IOException impossible) {
            throw new AssertionError(impossible);
        }
        assertThat(text.toString().lines().skip(1).findFirst().orElse("")).contains("\"O'Neil\"=T", "E=-10.5");
    }

    @Test
    void apostrophesAndBracketsInFreeTextAreText() {
        assertThat(parse("O'Neil run 5, E=-10.5 eV"))
                .containsExactly(
                        Map.entry("O'Neil", "T"),
                        Map.entry("run", "T"),
                        Map.entry("5,", "T"),
                        Map.entry("E", "-10.5"),
                        Map.entry("eV", "T"));
        assertThat(parse("it's O'Neil's a=1")).containsOnlyKeys("it's", "O'Neil's", "a");
        assertThat(parse("'tis a=1 rock 'n roll b=2")).containsEntry("a", "1").containsEntry("b", "2");
        assertThat(parse("5\" pipe [1 energy=-3 {x"))
                .containsEntry("energy", "-3")
                .containsKeys("5\"", "[1", "{x");
        assertThat(parse("charges[0]=5 a{1}=6 b=f[1] c=2'"))
                .containsExactly(
                        Map.entry("charges[0]", "5"),
                        Map.entry("a{1}", "6"),
                        Map.entry("b", "f[1]"),
                        Map.entry("c", "2'"));
        assertThat(parse("author=O'Neil b='O'Neil, J.' energy=1"))
                .containsExactly(Map.entry("author", "O'Neil"), Map.entry("b", "O'Neil, J."), Map.entry("energy", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=\"1 2", "a='x", "b=1 a=[1 2", "a={{1}", "a=\"x\\\""})
    void unclosedQuotesAreErrors(String line) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(InputException.class).hasMessageContaining("never closed");
    }

    @Test
    void aKeyTwiceIsAnErrorUnlessTheValueIsTheSame() {
        assertThat(parse("a=1 b=2 a=1")).containsEntry("a", "1");
        assertThatThrownBy(() -> parse("energy=1 b=2 energy=3"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'energy' occurs twice")
                .hasMessageContaining("'1' and '3'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "",
                "a b",
                "a\"b",
                "it's",
                "C:\\dir\\",
                "a=b",
                "[1, 2]",
                "_JSON {\"a\": [1]}",
                "a,b",
                "\t",
                "ä"
            })
    void whatIsQuotedReadsAsItself(String value) {
        assertThat(parse("k=" + CommentLine.quote(value) + " z=1"))
                .containsExactly(Map.entry("k", value), Map.entry("z", "1"));
        if (!value.isBlank()) {
            assertThat(parse(CommentLine.quote(value) + "=1")).containsExactly(Map.entry(value, "1"));
        }
    }
}
