package org.gaunt.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.nn.EdgeFrame;
import org.gaunt.nn.Edges;
import org.gaunt.nn.GauntConvolution;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;
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
            "",
            "Kind clebsch-gordan has a weight for each path and takes the harmonics as an input; kind gaunt, in the frame of"
                    + " the edge, has a weight for each degree of the filter and makes the frames from the vectors.",
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

    /** What is computed, and how. */
    enum Kind {
        /** The Clebsch-Gordan product with a weight for each path. */
        CLEBSCH_GORDAN,
        /** The Gaunt product in the edge's frame. */
        GAUNT;

        /** Reads the words. */
        static final class Converter extends WordConverter<Kind> {
            Converter() {
                super(Kind.class);
            }
        }
    }

    private static final int CACHED_ROWS = 4;

    private static final int MAX_DEGREE = 4;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "clebsch-gordan",
            converter = Kind.Converter.class,
            description = "clebsch-gordan or gaunt (default: ${DEFAULT-VALUE}).")
    private Kind kind;

    @Option(
            names = "--lmax",
            paramLabel = "L",
            defaultValue = "2",
            description = "Largest degree, 0 to 4, of kind gaunt 0 to 8 (default: ${DEFAULT-VALUE}).")
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
        int most = kind == Kind.GAUNT ? EdgeFrame.MAX_DEGREE : MAX_DEGREE;
        if (lmax < 0 || lmax > most) {
            throw new ParameterException(
                    spec.commandLine(), "--lmax of this kind must be 0 to " + most + "; found " + lmax);
        }
        options.requirePositive("--channels", channels);
        options.requirePositive("--edges", edges);
        options.requirePositive("--nodes", nodes);
        Convolution convolution = kind == Kind.GAUNT ? gaunt() : clebschGordan();
        Backend backend = Backend.detect();
        List<TapeWorkload> shares = new ArrayList<>();
        for (int share = 0; share < options.threads(); share++) {
            shares.add(share(backend, convolution, share));
        }
        new BenchReport(options.timer().time(shares), 2.0 * convolution.multiplyAdds() * channels * edges)
                .with("paths", convolution.paths())
                .print(spec.commandLine().getOut(), options.json());
    }

    /**
     * What a kind takes and does.
     *
     * @param multiplyAdds of an edge and channel
     * @param width of a row of features, of what an edge has (not learned), and of weights
     * @param on makes, of edges with index arrays receiver, sender, row of weights, what computes the result of the three inputs
     */
    private record Convolution(
            int paths, long multiplyAdds, List<Integer> width, Function<Rows, BiFunction<Tape, List<Var>, Var>> on) {}

    private Convolution clebschGordan() {
        Irreps harmonics = Irreps.sphericalHarmonics(lmax);
        Irreps x = new Irreps(harmonics.terms().stream()
                .map(t -> new MulIrrep(channels, t.ir()))
                .toList());
        ProductSpec product = Products.channelwise(x, harmonics, x);
        ConvolutionMap map = new ConvolutionMap(product);
        List<Integer> width = product.operands().subList(0, 3).stream()
                .map(ProductSpec.Operand::dim)
                .toList();
        return new Convolution(product.paths().size(), multiplyAdds(product), width, edges -> {
            List<int[]> index = edges.index();
            List<Integer> domain = edges.domain();
            Rows rows = new Rows(
                    edges.count(),
                    List.of(index.get(1), index.get(2), index.get(0)),
                    List.of(domain.get(1), domain.get(2), domain.get(0)));
            return (tape, v) -> tape.convolution(map, rows, v.get(0), v.get(1), v.get(2));
        });
    }

    private Convolution gaunt() {
        GauntConvolution convolution = new GauntConvolution(lmax, lmax, lmax, channels);
        EdgeFrame frames = convolution.frame();
        int components = (lmax + 1) * (lmax + 1);
        return new Convolution(
                GauntProducts.elementwise(lmax, lmax, lmax, 1).paths().size(),
                convolution.multiplyAdds(),
                List.of(components * channels, 3, convolution.weightWidth()),
                rows -> {
                    Edges edges = Edges.of(
                                    rows.index().get(1),
                                    rows.domain().get(1),
                                    rows.index().get(0),
                                    rows.domain().get(0))
                            .withWeights(rows.index().get(2), rows.domain().get(2));
                    return (tape, v) -> convolution.apply(edges, v.get(0), frames.of(v.get(1)), v.get(2));
                });
    }

    private TapeWorkload share(Backend backend, Convolution convolution, int share) {
        Random random = new Random(share);
        int threads = options.threads();
        int count = (int) ((long) edges * (share + 1) / threads - (long) edges * share / threads);
        int receivers = Math.max(1, nodes / threads);
        int[] sender = new int[count];
        int[] receiver = new int[count];
        int[] row = new int[count];
        for (int e = 0; e < count; e++) {
            sender[e] = random.nextInt(nodes);
            receiver[e] = (int) ((long) e * receivers / count);
            row[e] = weights == Weights.CACHED ? random.nextInt(CACHED_ROWS) : e;
        }
        int weightRows = weights == Weights.CACHED ? CACHED_ROWS : count;
        Rows rows = new Rows(count, List.of(receiver, sender, row), List.of(receivers, nodes, weightRows));
        int[] lengths = {nodes, count, weightRows};
        List<TapeWorkload.Leaf> leaves = new ArrayList<>();
        for (int k = 0; k < lengths.length; k++) {
            // harmonics and vectors depend on positions alone
            leaves.add(TapeWorkload.Leaf.random(
                    random, options.precision(), lengths[k], convolution.width().get(k), k != 1));
        }
        return new TapeWorkload(backend, leaves, convolution.on().apply(rows));
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
