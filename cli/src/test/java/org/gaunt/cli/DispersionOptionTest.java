package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.dispersion.D3Dispersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --dispersion} adds the correction to what a model says. */
class DispersionOptionTest {
    private static final Path FILES = Path.of("src/test/resources/version-1");

    @TempDir
    Path folder = Path.of("");

    private List<Structure> predict(String name, String... options) {
        Path out = folder.resolve(name);
        List<String> args = new ArrayList<>(List.of("predict"));
        args.addAll(List.of(options));
        args.add(FILES.resolve("model.safetensors").toString());
        args.add(FILES.resolve("train.xyz").toString());
        args.add(out.toString());
        Command command = Command.run(args.toArray(new String[0]));
        assertThat(command.code()).as(command.err()).isZero();
        return ExtendedXyz.read(out);
    }

    @Test
    void predictionsAreTheSum() {
        List<Structure> plain = predict("plain.xyz");
        List<Structure> with = predict("with.xyz", "--dispersion", "d3bj/pbe");
        assertThat(with).hasSameSizeAs(plain).isNotEmpty();
        D3Dispersion d3 = D3Dispersion.of("d3bj/pbe");
        for (int i = 0; i < plain.size(); i++) {
            Prediction correction = d3.evaluate(plain.get(i));
            assertThat(with.get(i).labels().energy())
                    .isCloseTo(plain.get(i).labels().energy() + correction.energy(), within(1e-9));
            double[] sum =
                    Objects.requireNonNull(plain.get(i).labels().forces()).clone();
            for (int k = 0; k < sum.length; k++) {
                sum[k] += correction.forces()[k];
            }
            assertThat(with.get(i).labels().forces()).containsExactly(sum, within(1e-9));
        }
    }

    @Test
    void anUnknownFunctionalIsRefusedBeforeAnythingIsWritten() {
        Path out = folder.resolve("out.xyz");
        Command command = Command.run(
                "predict",
                "--dispersion",
                "d3bj/none",
                FILES.resolve("model.safetensors").toString(),
                FILES.resolve("train.xyz").toString(),
                out.toString());
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("d3bj/none", "b3lyp").doesNotContain("\tat ");
        assertThat(Files.exists(out)).isFalse();
    }
}
