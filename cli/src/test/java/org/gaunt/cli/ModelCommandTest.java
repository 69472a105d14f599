package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
    private static final Path GOLDEN = Path.of("../potential/src/test/resources/golden/mace_files");
    private static final String WATER = "3\nProperties=species:S:1:pos:R:3%s\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void cacheInTheFolder() {
        System.setProperty("gaunt.cache", folder.resolve("cache").toString());
    }

    @AfterEach
    void usualCache() {
        System.clearProperty("gaunt.cache");
    }

    private String model(String name) throws IOException {
        Path file = folder.resolve(name + ".model");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(GOLDEN.resolve(name + ".model.gz")))) {
            Files.copy(in, file);
        }
        return file.toString();
    }

    @Test
    void convertsDescribesAndComparesModelsOfMace() throws IOException {
        String heads = model("two_heads");
        String out = folder.resolve("one.safetensors").toString();
        Command convert = Command.run("model", "convert", heads, out, "--head", "Default", "--licence", "MIT");
        assertThat(convert.code()).as(convert.err()).isZero();
        assertThat(convert.err()).contains("Wrote " + out);
        Command info = Command.run("model", "info", out, "--json");
        assertThat(info.code()).isZero();
        assertThat(info.out()).contains("\"kind\" : \"mace\"", "\"licence\" : \"MIT\"", "\"head\" : \"Default\"");
        assertThat(Command.run("model", "info", heads).out())
                .contains("pt_head", "radial_hidden", "H -13.568422178253735");
        assertThat(Command.run("model", "diff", out, out).out()).contains("The models are the same.");
        Command diff = Command.run("model", "diff", heads, out);
        assertThat(diff.code()).isZero();
        assertThat(diff.out()).contains("weights: 5488 -> 5336", "model.heads", "readouts.1.linear_1.weight");

        refused("no head other", "model", "convert", heads, out, "--head", "other");
        refused("nothing to convert", "model", "convert", out);
        refused("there is no such", "model", "info", folder + "/absent.model");
        refused("Say what to do", "model");
    }

    @Test
    void everyCommandTakesTheFileAsItIs() throws IOException {
        Path water = folder.resolve("water.xyz");
        Files.writeString(water, WATER.formatted(""));
        String heads = model("two_heads");
        refused("several heads", "predict", heads, water.toString(), folder + "/out.xyz");
        Files.writeString(water, WATER.formatted(" head=Default"));
        Command predict = Command.run("predict", heads, water.toString(), folder + "/out.xyz");
        assertThat(predict.code()).as(predict.err()).isZero();
        String off = model("off23");
        Command relax = Command.run("relax", off, water.toString(), folder + "/relaxed.xyz", "--steps", "300");
        assertThat(relax.code()).as(relax.err()).isZero();
        assertThat(relax.err()).contains("1 of them converged");
        Path close = folder.resolve("close.xyz");
        Files.writeString(close, "2\nProperties=species:S:1:pos:R:3\nO 0 0 0\nH 0.5 0 0\n");
        String plain = Command.run("predict", off, close.toString(), folder + "/plain.xyz")
                .err();
        Command zbl = Command.run("predict", "--zbl", off, close.toString(), folder + "/zbl.xyz");
        assertThat(zbl.code()).as(zbl.err() + plain).isZero();
        assertThat(Files.readString(Path.of(folder + "/zbl.xyz")))
                .isNotEqualTo(Files.readString(Path.of(folder + "/plain.xyz")));
        refused(
                "repulsion of close nuclei already",
                "predict",
                "--zbl",
                model("mpa0"),
                close.toString(),
                folder + "/x.xyz");
        Files.writeString(water, "1\nProperties=species:S:1:pos:R:3\nU 0 0 0\n");
        refused("an element the model does not know", "predict", off, water.toString(), folder + "/out.xyz");
    }

    private static void refused(String message, String... words) {
        Command command = Command.run(words);
        assertThat(command.code()).as(command.err()).isEqualTo(2);
        assertThat(command.err()).contains(message).doesNotContain("\tat ");
    }
}
