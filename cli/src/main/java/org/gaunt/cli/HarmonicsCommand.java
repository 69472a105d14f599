package org.gaunt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.nn.VectorForms;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaunt bench harmonics}. */
@Command(
        name = "harmonics",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Times the spherical harmonics of many vectors, with first and second derivatives.",
            "",
            "The vectors of a block lie beside each other, x of all, then y, then z, and so do the harmonics.",
            ""
        },
        footer = {"", "Example:", "  gaunt bench harmonics --lmax 6 --json"})
final class HarmonicsCommand implements Runnable {

    /** Vectors of a block. */
    private static final int BLOCK = 64;

    /** What is counted for each harmonic: two products of the recursion, and one with the function of the other angle. */
    private static final double FLOP = 5;

    @Option(
            names = "--lmax",
            paramLabel = "L",
            defaultValue = "3",
            description = "Largest degree, 0 to 20 (default: ${DEFAULT-VALUE}).")
    private int lmax;

    @Option(
            names = "--vectors",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Vectors, rounded up to a multiple of " + BLOCK + " (default: ${DEFAULT-VALUE}).")
    private int vectors;

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    // picocli fills in options and specification before anything runs
    @SuppressWarnings("NullAway.Init")
    HarmonicsCommand() {}

    @Override
    public void run() {
        if (lmax < 0 || lmax > 20) {
            throw new ParameterException(spec.commandLine(), "--lmax must be 0 to 20; found " + lmax);
        }
        options.requirePositive("--vectors", vectors);
        Form form = VectorForms.harmonics(lmax);
        Backend backend = Backend.detect();
        int blocks = (vectors + BLOCK - 1) / BLOCK;
        List<TapeWorkload> shares = new ArrayList<>();
        int threads = options.threads();
        for (int share = 0; share < threads; share++) {
            int count = (int) ((long) blocks * (share + 1) / threads - (long) blocks * share / threads);
            shares.add(new TapeWorkload(
                    backend,
                    List.of(TapeWorkload.Leaf.random(new Random(share), options.precision(), count, 3 * BLOCK, true)),
                    (tape, v) -> tape.form(
                                    form,
                                    BLOCK,
                                    Rows.of(count),
                                    new @Nullable Var[] {v.getFirst(), null},
                                    VectorForms.RESULT)[0]));
        }
        int components = (lmax + 1) * (lmax + 1);
        new BenchReport(options.timer().time(shares), FLOP * components * blocks * BLOCK)
                .with("vectors", blocks * BLOCK)
                .print(spec.commandLine().getOut(), options.json());
    }
}
