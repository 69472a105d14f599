package org.gaunt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A molecule of three atoms held by springs, and a model so small that training it takes a moment. */
record Toy(Path folder) {

    private static final double LENGTH = 1.0;
    private static final double STIFFNESS = 10;

    /** Writes {@code train.xyz}, {@code test.xyz} and {@code toy.yaml}. */
    static Toy create(Path folder) throws IOException {
        Toy toy = new Toy(folder);
        Files.writeString(folder.resolve("train.xyz"), frames(12, 1));
        Files.writeString(folder.resolve("test.xyz"), frames(6, 2));
        Files.writeString(toy.config(), """
            data:
              train: train.xyz
              test: [test.xyz]
              validation_fraction: 0.25
            model:
              hidden: 2x0e
              lmax: 1
              correlation: 2
              layers: 1
              cutoff: 3
              radial_hidden: [4]
            training:
              epochs: 3
              batch_size: 3
              checkpoint_minutes: 0
            """);
        return toy;
    }

    Path config() {
        return folder.resolve("toy.yaml");
    }

    Path output() {
        return folder.resolve("run");
    }

    Path model() {
        return output().resolve("model.safetensors");
    }

    Path test() {
        return folder.resolve("test.xyz");
    }

    Command train(String... more) {
        String[] args = new String[4 + more.length];
        args[0] = "train";
        args[1] = config().toString();
        args[2] = "--output";
        args[3] = output().toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return Command.run(args);
    }

    private static String frames(int count, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            double spread = i % 2 == 0 ? 0.05 : 0.15;
            double[][] r = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
            for (double[] atom : r) {
                for (int k = 0; k < 3; k++) {
                    atom[k] += spread * random.nextGaussian();
                }
            }
            double[][] f = new double[3][3];
            double energy = -20 + spring(r, f, 0, 1) + spring(r, f, 0, 2);
            text.append(String.format(
                    Locale.ROOT,
                    "3%nProperties=species:S:1:pos:R:3:forces:R:3 energy=%.8f config_type=%s pbc=\"F F F\"%n",
                    energy,
                    i % 2 == 0 ? "T300" : "T1200"));
            for (int a = 0; a < 3; a++) {
                text.append(String.format(
                        Locale.ROOT,
                        "%s %.8f %.8f %.8f %.8f %.8f %.8f%n",
                        a == 0 ? "O" : "H",
                        r[a][0],
                        r[a][1],
                        r[a][2],
                        f[a][0],
                        f[a][1],
                        f[a][2]));
            }
        }
        return text.toString();
    }

    private static double spring(double[][] r, double[][] f, int a, int b) {
        double square = 0;
        for (int k = 0; k < 3; k++) {
            square += (r[a][k] - r[b][k]) * (r[a][k] - r[b][k]);
        }
        double distance = Math.sqrt(square);
        double pull = STIFFNESS * (distance - LENGTH) / distance;
        for (int k = 0; k < 3; k++) {
            f[a][k] -= pull * (r[a][k] - r[b][k]);
            f[b][k] += pull * (r[a][k] - r[b][k]);
        }
        return 0.5 * STIFFNESS * (distance - LENGTH) * (distance - LENGTH);
    }
}
