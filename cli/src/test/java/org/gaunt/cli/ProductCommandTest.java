package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code gaunt product} and {@code gaunt bench products}. */
class ProductCommandTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void showsAGauntProduct() {
        Command command = Command.run("product", "4x0e+4x1o", "0e+1o", "--kind", "gaunt");
        assertThat(command.code()).isZero();
        assertThat(command.out())
                .contains("gaunt product 4x0e+4x1o x 1x0e+1x1o -> 4x0e+4x1o+4x2e")
                .contains("5 paths, 0 weights")
                .contains("expressivity     5")
                .contains("missing 1 x 1 -> 1")
                .contains("route            sparse: ");
    }

    /** Paths, weights, expressivity, triples and the first route of every kind. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        8x0e+8x1o | 8x0e+8x1o | clebsch-gordan | --out=8x0e+8x1o        |  4 | 2048 |  4 | 4 | gemm
        8x0e+8x1o | 0e+1o     | clebsch-gordan | --mode=uvu             |  6 |   48 |  6 | 6 | sparse
        8x0e+8x1o | 0e+1o     | clebsch-gordan | --json                 |  6 |    0 |  6 | 6 | sparse
        8x0e+8x1o | 8x0e+8x1o | gaunt          | --out=8x0e+8x1o+8x2e   |  5 |    0 |  5 | 5 | sparse
        2x0e+2x1o | 2x0e+2x1o | matrix         | --out=2x0e+2x1o        |  5 |    0 |  4 | 5 | sparse
        3x1o      | 3x1o      | vector-gaunt   | --out=3x1e             |  1 |    0 |  1 | 1 | sparse
        2x0e+2x1o | 2x0e+2x1o | cp             | --rank=8               |  8 |    0 |  4 | 5 | factored
        """)
    void countsAsJson(
            String in1,
            String in2,
            String kind,
            String option,
            int paths,
            int weights,
            int expressivity,
            int interacting,
            String route) {
        Command command =
                Command.run("product", in1, in2, "--kind", kind, "--json", option.replace("--json", "--debug"));
        assertThat(command.code()).as(command.err()).isZero();
        JsonNode json = JsonMapper.shared().readTree(command.out());
        assertThat(json.get("cost").get("paths").asInt()).isEqualTo(paths);
        assertThat(json.get("cost").get("weights").asInt()).isEqualTo(weights);
        assertThat(json.get("expressivity").asInt()).isEqualTo(expressivity);
        assertThat(json.get("interactability").get("interacting").size()).isEqualTo(interacting);
        assertThat(json.get("route").asString()).isEqualTo(route);
        assertThat(json.get("estimates").size()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2x0o      | 2x0o      | --out=1o            | no irrep of 0e is in the output    | choose an output among 0e
        4x0e+4x1p | 0e        | --kind=gaunt        | '4x1p'                             | write for example
        4x0e+4x1o | 0e        | --out=4x0e+4x5e     | reaches term 1 (4x5e)              | drop the term
        4x0e+4x1o | 3x0e      | --mode=uuu          | pairs the channels                 | make the multiplicities equal
        4x0e      | 4x0e      | --mode=uwu          | "uwu" is no connection mode        | uvw
        4x0e+4x1e | 0e        | --kind=gaunt        | natural parity                     | 8x0e+8x1o
        4x0e+4x1e | 4x0e      | --kind=vector-gaunt | is a function on the sphere        | 4x1o
        2x0e+2x1o | 2x0e      | --kind=cup          | cup                                | vector-gaunt
        2x0e      | 2x0e      | --kind=matrix,      | matrix                             | clebsch-gordan
        1x20e     | 1x25e     | --out=1x20e         | too large                          | 60
        0x0e      | 1x0e      | --kind=gaunt        | without channels                   | 4x0e+4x1o
        """)
    void refusesWhatDoesNotCouple(String in1, String in2, String option, String first, String second) {
        Command command = Command.run("product", in1, in2, option);
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err())
                .contains(first)
                .contains(second)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        assertThat(command.out()).isEmpty();
    }

    @Test
    void comparesProductsOfDegreeOne() throws IOException {
        Path output = folder.resolve("products");
        Command command = Command.run(
                "bench",
                "products",
                "--lmax",
                "1",
                "--batch",
                "100",
                "--warmup",
                "0",
                "--seconds",
                "0.001",
                "--output",
                output.toString());
        assertThat(command.code()).as(command.err()).isZero();
        assertThat(command.out()).contains("SISO, ms", "SIMO, ms", "MIMO, ms", "GFLOP/s");
        assertThat(Files.readAllLines(output.resolve("products.csv")))
                .first()
                .isEqualTo("setting,l,operation,milliseconds,expressivity,milliseconds_per_freedom");
        assertThat(Files.readString(output.resolve("products.csv")))
                .contains("MIMO,1,clebsch_gordan,", "MIMO,1,gaunt_grid,", "MIMO,1,vector_gaunt,");
        assertThat(output.resolve("time.png")).isNotEmptyFile();
        assertThat(output.resolve("time-per-freedom.png")).isNotEmptyFile();
    }

    @Test
    void refusesABenchmarkBeyondItsDegrees() {
        Command command = Command.run("bench", "products", "--lmax", "99", "--output", folder.toString());
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("--lmax must be at most 12; found 99");
        Command none = Command.run("bench", "products", "--lmax", "0", "--output", folder.toString());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("--lmax must be at least --lmin, 1; found 0");
    }
}
