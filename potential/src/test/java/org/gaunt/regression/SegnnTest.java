package org.gaunt.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Rotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegnnTest {

    private static final Particles SYSTEMS = Systems.of(4, 5, 3);

    private static Segnn model(String product, int lmax, int attributes) {
        SegnnConfig config = new SegnnConfig(product, 8, lmax, attributes, 2, 6);
        return new Segnn(config, SegnnData.of(SYSTEMS), 5, Backend.detect());
    }

    private static double[] predict(Segnn model, Particles particles) {
        try (SegnnWorker worker = model.newWorker(Precision.FLOAT64)) {
            worker.load(model.parameters().values());
            return worker.predict(particles);
        }
    }

    private static void close(double[] found, double[] wanted) {
        assertThat(found).hasSameSizeAs(wanted);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("number " + i).isCloseTo(wanted[i], org.assertj.core.data.Offset.offset(1e-11));
        }
    }

    /** What the network adds to the drift must be there, or the tests of symmetry would test nothing. */
    private static void saysSomething(Segnn model, double[] predicted) {
        double largest = 0;
        for (int i = 0; i < predicted.length; i++) {
            double drift = SYSTEMS.positions()[i] + model.data().drift() * SYSTEMS.velocities()[i];
            largest = Math.max(largest, Math.abs(predicted[i] - drift));
        }
        assertThat(largest).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @CsvSource({"clebsch-gordan, 1, 1", "gaunt, 1, 1", "clebsch-gordan, 2, 2", "gaunt, 2, 3", "gaunt, 3, 1"})
    void turnsAndMovesWithTheSystem(String product, int lmax, int attributes) {
        Segnn model = model(product, lmax, attributes);
        double[] reference = predict(model, SYSTEMS);
        saysSomething(model, reference);
        Rotation rotation = Rotation.random(new Random(1));
        for (double sign : new double[] {1, -1}) {
            double[] shift = {3, -1, 0.5};
            double[] x = turned(rotation, sign, SYSTEMS.positions());
            double[] wanted = turned(rotation, sign, reference);
            for (int i = 0; i < x.length; i++) {
                x[i] += shift[i % 3];
                wanted[i] += shift[i % 3];
            }
            Particles moved = new Particles(
                    4, 5, x, turned(rotation, sign, SYSTEMS.velocities()), SYSTEMS.charges(), SYSTEMS.targets());
            close(predict(model, moved), wanted);
        }
    }

    private static double[] turned(Rotation rotation, double sign, double[] vectors) {
        return Arrays.stream(rotation.apply(vectors)).map(v -> sign * v).toArray();
    }

    @ParameterizedTest
    @CsvSource({"clebsch-gordan", "gaunt"})
    void permutesWithTheParticlesAndKnowsNothingOfOtherSystems(String product) {
        Segnn model = model(product, 1, 1);
        double[] reference = predict(model, SYSTEMS);
        int[] order = {3, 0, 4, 1, 2};
        Particles one = SYSTEMS.pick(2);
        double[] x = new double[15];
        double[] v = new double[15];
        double[] q = new double[5];
        double[] wanted = new double[15];
        for (int k = 0; k < 5; k++) {
            System.arraycopy(one.positions(), 3 * order[k], x, 3 * k, 3);
            System.arraycopy(one.velocities(), 3 * order[k], v, 3 * k, 3);
            System.arraycopy(reference, 30 + 3 * order[k], wanted, 3 * k, 3);
            q[k] = one.charges()[order[k]];
        }
        close(predict(model, new Particles(1, 5, x, v, q, wanted)), wanted);
    }

    @ParameterizedTest
    @CsvSource({"clebsch-gordan, 1, 1", "gaunt, 1, 1", "gaunt, 2, 2"})
    void gradientsAreDifferenceQuotients(String product, int lmax, int attributes) {
        Segnn model = model(product, lmax, attributes);
        double[] values = model.parameters().values();
        Random random = new Random(2);
        double[] cotangent = random.doubles(60, -1, 1).toArray();
        double[] direction = random.doubles(values.length, -1, 1).toArray();
        double[] gradient = new double[values.length];
        double[] start = values.clone();
        try (SegnnWorker worker = model.newWorker(Precision.FLOAT64)) {
            worker.load(values);
            worker.predict(SYSTEMS);
            worker.accumulateGradient(cotangent, gradient);
            double slope = 0;
            for (int i = 0; i < values.length; i++) {
                slope += gradient[i] * direction[i];
            }
            double step = 1e-5;
            double[] ends = new double[2];
            for (int k = 0; k < 2; k++) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = start[i] + (2 * k - 1) * step * direction[i];
                }
                worker.load(values);
                double[] predicted = worker.predict(SYSTEMS);
                for (int i = 0; i < predicted.length; i++) {
                    ends[k] += cotangent[i] * predicted[i];
                }
            }
            assertThat(slope)
                    .isCloseTo(
                            (ends[1] - ends[0]) / (2 * step),
                            org.assertj.core.data.Offset.offset(1e-6 * Math.abs(slope)));
            assertThat(Math.abs(slope)).isGreaterThan(1e-3);
        }
        // every array has a part in the result
        model.parameters()
                .entries()
                .forEach(entry -> assertThat(Arrays.stream(gradient, entry.offset(), entry.end())
                                .anyMatch(g -> g != 0))
                        .as(entry.name())
                        .isTrue());
    }

    @Test
    void singlePrecisionIsNearDouble() {
        Segnn model = model("gaunt", 1, 1);
        double[] reference = predict(model, SYSTEMS);
        try (SegnnWorker worker = model.newWorker(Precision.FLOAT32)) {
            worker.load(model.parameters().values());
            double[] single = worker.predict(SYSTEMS);
            for (int i = 0; i < single.length; i++) {
                assertThat(single[i]).isCloseTo(reference[i], org.assertj.core.data.Offset.offset(1e-5));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"clebsch-gordan", "gaunt"})
    void aFileGivesTheSameBits(String product, @TempDir Path folder) {
        Segnn model = model(product, 1, 1);
        Path file = folder.resolve("model.safetensors");
        SegnnFile.write(file, model, Precision.FLOAT64, Map.of("epochs", 3));
        assertThat(SegnnFile.isOne(file)).isTrue();
        assertThat(SegnnFile.isOne(folder)).isFalse();
        assertThat(SegnnFile.read(file, Backend.detect()).precision()).isEqualTo(Precision.FLOAT64);
        Segnn read = SegnnFile.read(file, Backend.detect()).model();
        assertThat(read.config()).isEqualTo(model.config());
        assertThat(predict(read, SYSTEMS)).isEqualTo(predict(model, SYSTEMS));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> SegnnFile.read(folder.resolve("other.safetensors"), Backend.detect()));
    }

    /** Files of before did not say their precision. */
    @Test
    void aFileOfVersionOneIsRead(@TempDir Path folder) {
        Segnn model = model("gaunt", 1, 1);
        Path file = folder.resolve("model.safetensors");
        SegnnFile.write(file, model, Precision.FLOAT64, Map.of());
        Safetensors now = Safetensors.read(file);
        String header = now.metadata()
                .get("gaunt")
                .replace("\"version\":2", "\"version\":1")
                .replace("\"precision\":\"FLOAT64\",", "");
        new Safetensors(Map.of("gaunt", header), now.tensors()).write(file);
        SegnnFile read = SegnnFile.read(file, Backend.detect());
        assertThat(read.precision()).isEqualTo(Precision.FLOAT32);
        assertThat(predict(read.model(), SYSTEMS)).isEqualTo(predict(model, SYSTEMS));
    }

    @Test
    void aCommitteeGivesMeanAndSpread(@TempDir Path folder) {
        Path one = folder.resolve("one.safetensors");
        Path two = folder.resolve("two.safetensors");
        Segnn first = model("gaunt", 1, 1);
        Segnn second = model("gaunt", 1, 1);
        second.parameters().values()[0] += 0.5;
        SegnnFile.write(one, first, Precision.FLOAT64, Map.of());
        SegnnFile.write(two, second, Precision.FLOAT64, Map.of());
        try (ParticleCommittee committee = ParticleCommittee.read(List.of(one, two), null, 2);
                ParticleCommittee alone = ParticleCommittee.of(first, Precision.FLOAT64, 1)) {
            ParticlePrediction together = committee.predict(SYSTEMS, one);
            double[] a = alone.predict(SYSTEMS, one).positions();
            double[] b = predict(second, SYSTEMS);
            assertThat(together.networks()).isEqualTo(2);
            for (int i = 0; i < a.length; i++) {
                assertThat(together.positions()[i]).isCloseTo((a[i] + b[i]) / 2, within(1e-12));
                assertThat(together.spread()[i]).isCloseTo(Math.abs(a[i] - b[i]) / Math.sqrt(2), within(1e-12));
            }
            assertThat(alone.predict(SYSTEMS, one).spread()).containsOnly(0);
            ParticleErrors errors = committee.errors(SYSTEMS, one);
            assertThat(errors.rmse()).isCloseTo(Math.sqrt(errors.mse()), within(1e-15));
            assertThat(errors.mae()).isPositive().isLessThanOrEqualTo(errors.rmse());
            assertThat(errors.spread()).isPositive();
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> committee.predict(Systems.of(1, 4, 1), folder.resolve("four.npz")))
                    .withMessageContaining("four.npz")
                    .withMessageContaining("4 particles in each")
                    .withMessageContaining("5 particles");
        }
    }

    @Test
    void systemsOfAnotherSizeAreRefused() {
        Segnn model = model("gaunt", 1, 1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> predict(model, Systems.of(1, 4, 1)))
                .withMessageContaining("systems of 5 particles, not of 4");
    }

    /** Model files name weights so: another name would make old files unreadable. */
    @Test
    void namesOfWeightsStay() {
        assertThat(model("gaunt", 1, 1).parameters().entries().stream()
                        .map(org.gaunt.nn.Parameters.Entry::name)
                        .filter(name -> !name.startsWith("layers.1.")))
                .containsExactlyInAnyOrder(
                        "input.linear.weight",
                        "input.mix.weight",
                        "input.product.weight.features",
                        "input.product.weight.attributes",
                        "edge.linear.weight",
                        "layers.0.message.receiver.weight",
                        "layers.0.message.sender.weight",
                        "layers.0.message.scalars.weight",
                        "layers.0.message.linear_1.weight",
                        "layers.0.message.linear_2.weight",
                        "layers.0.message.product_1.weight.features",
                        "layers.0.message.product_1.weight.attributes",
                        "layers.0.message.product_2.weight.features",
                        "layers.0.message.product_2.weight.attributes",
                        "layers.0.update.own.weight",
                        "layers.0.update.received.weight",
                        "layers.0.update.linear_1.weight",
                        "layers.0.update.linear_2.weight",
                        "layers.0.update.product_1.weight.features",
                        "layers.0.update.product_1.weight.attributes",
                        "layers.0.update.product_2.weight.features",
                        "layers.0.update.product_2.weight.attributes",
                        "head.linear_1.weight",
                        "head.mix.weight",
                        "head.product.weight.features",
                        "head.product.weight.attributes",
                        "head.linear_2.weight");
    }
}
