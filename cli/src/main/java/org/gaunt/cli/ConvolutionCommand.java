package org.gaunt.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.gaunt.autodiff.Backend;
import org.gaunt.autodiff.ConvolutionMap;
import org.gaunt.autodiff.Rows;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.ProductSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaunt bench conv}. */
@Command(
        name = "conv",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Times the channelwise convolution of interatomic potentials: gather, product, weights, sum.",
            "",
            "All irreps of natural parity up to --lmax in both inputs and in the result; every node receives as many edges,"
                    + " from nodes drawn at random. The second derivatives include the time of value and first ones.",
            ""
        },
        footer = {"", "Example:", "  gaunt bench conv --lmax 2 --weights memory --json"})
final class ConvolutionCommand implements Runnable {

    /** Where the weights of the edges come from. */
    enum Weights {
        /** A few rows that stay in the cache. */
        CACHED,
        /** A row for each edge, streamed from memory. */
        MEMORY
    }

    private static final int CACHED_ROWS = 4;

    @Option(
            names = "--lmax",
            paramLabel = "L",
            defaultValue = "2",
            description = "Largest degree, 0 to 4 (default: ${DEFAULT-VALUE}).")
    private int lmax;

    @Option(
            names = "--channels",
            paramLabel = "C",
            defaultValue = "64",
            description = "Channels (default: ${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--edges",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Edges (default: ${DEFAULT-VALUE}).")
    private int edges;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Nodes (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--weights",
            paramLabel = "WHERE",
            defaultValue = "memory",
            description = "cached: a few rows that stay in the cache; memory: a row for each edge (default:"
                    + " ${DEFAULT-VALUE}).")
    private Weights weights;

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    // picocli fills in options and specification before anything runs
    @SuppressWarnings("NullAway.Init")
    ConvolutionCommand() {}

    @Override
    public void run() {
        if (lmax < 0 || lmax > 4) {
            throw new ParameterException(spec.commandLine(), "--lmax must be 0 to 4; found " + lmax);
        }
        options.requirePositive("--channels", channels);
        options.requirePositive("--edges", edges);
        options.requirePositive("--nodes", nodes);
        Irreps harmonics = Irreps.sphericalHarmonics(lmax);
        Irreps x = new Irreps(harmonics.terms().stream()
                .map(t -> new MulIrrep(channels, t.ir()))
                .toList());
        ProductSpec product = ProductSpec.channelwise(x, harmonics, x);
        ConvolutionMap map = new ConvolutionMap(product, channels);
        Backend backend = Backend.detect();
        List<TapeWorkload> shares = new ArrayList<>();
        for (int share = 0; share < options.threads(); share++) {
            shares.add(share(backend, map, product, share));
        }
        new BenchReport(options.timer().time(shares), 2.0 * multiplyAdds(product) * channels * edges)
                .with("paths", product.paths().size())
                .print(spec.commandLine().getOut(), options.json());
    }

    private TapeWorkload share(Backend backend, ConvolutionMap map, ProductSpec product, int share) {
        Random random = new Random(share);
        int threads = options.threads();
        int count = (int) ((long) edges * (share + 1) / threads - (long) edges * share / threads);
        int receivers = Math.max(1, nodes / threads);
        int[] sender = new int[count];
        int[] receiver = new int[count];
        int[] kind = new int[count];
        for (int e = 0; e < count; e++) {
            sender[e] = random.nextInt(nodes);
            receiver[e] = (int) ((long) e * receivers / count);
            kind[e] = weights == Weights.CACHED ? random.nextInt(CACHED_ROWS) : e;
        }
        int weightRows = weights == Weights.CACHED ? CACHED_ROWS : count;
        Rows rows = new Rows(count, List.of(sender, kind, receiver), List.of(nodes, weightRows, receivers));
        int[] lengths = {nodes, count, weightRows};
        List<TapeWorkload.Leaf> leaves = new ArrayList<>();
        for (int k = 0; k < lengths.length; k++) {
            // harmonics depend on positions alone
            leaves.add(TapeWorkload.Leaf.random(
                    random,
                    options.precision(),
                    lengths[k],
                    product.operands().get(k).dim(),
                    k != 1));
        }
        return new TapeWorkload(
                backend, leaves, (tape, v) -> tape.convolution(map, rows, v.get(0), v.get(1), v.get(2)));
    }

    /** Multiply-adds of an edge and channel: one for each entry of a path's matrix, one for each component of its result. */
    private static long multiplyAdds(ProductSpec product) {
        long count = 0;
        for (ProductSpec.Path path : product.paths()) {
            Set<List<Integer>> entries = new HashSet<>();
            Set<Integer> results = new HashSet<>();
            for (ProductSpec.Coefficient c : path.coefficients()) {
                entries.add(List.of(c.components().get(0), c.components().get(3)));
                results.add(c.components().get(3));
            }
            count += entries.size() + results.size();
        }
        return count;
    }
}
