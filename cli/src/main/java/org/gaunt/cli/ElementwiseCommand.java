package org.gaunt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.ProductLayer;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.Choice;
import org.gaunt.product.ClebschGordan;
import org.gaunt.product.ConnectionMode;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;
import org.gaunt.product.Route;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaunt bench elementwise}. */
@Command(
        name = "elementwise",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Times products of many pairs of functions on the sphere, channel by channel.",
            "",
            "Both inputs and the output have the degrees 0 to L. The pairs are rows times channels. Times are medians after"
                    + " a warm-up, in milliseconds for all pairs.",
            ""
        },
        footer = {"", "Example:", "  gaunt bench elementwise --lmax 4 --kind gaunt-grid --json"})
final class ElementwiseCommand implements Runnable {

    /** What is multiplied, and how. */
    enum Kind {
        /** All paths, of odd sums of degrees too, from the table. */
        CLEBSCH_GORDAN,
        /** Gaunt products from their table. */
        GAUNT_SPARSE,
        /** Gaunt products on the grid. */
        GAUNT_GRID,
        /** Gaunt products in the Fourier basis. */
        GAUNT_FOURIER,
        /** Gaunt products in the way that is chosen for them. */
        AUTO;

        Route route(ProductSpec spec) {
            return switch (this) {
                case CLEBSCH_GORDAN, GAUNT_SPARSE -> Route.SPARSE;
                case GAUNT_GRID -> Route.GRID;
                case GAUNT_FOURIER -> Route.FOURIER;
                case AUTO -> Products.choose(spec).route();
            };
        }

        /** Reads the words. */
        static final class Converter extends WordConverter<Kind> {
            Converter() {
                super(Kind.class);
            }
        }
    }

    private static final int MOST_CHANNELS = 1 << 20;

    @Option(
            names = "--lmax",
            paramLabel = "L",
            defaultValue = "3",
            description = "Largest degree of inputs and output (default: ${DEFAULT-VALUE}).")
    private int lmax;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "16384",
            description = "Pairs of functions (default: ${DEFAULT-VALUE}).")
    private int pairs;

    @Option(
            names = "--channels",
            paramLabel = "C",
            defaultValue = "128",
            description = "Channels of a row; pairs are a multiple of it (default: ${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "auto",
            converter = Kind.Converter.class,
            description =
                    "clebsch-gordan, gaunt-sparse, gaunt-grid, gaunt-fourier or auto (default:" + " ${DEFAULT-VALUE}).")
    private Kind kind;

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    // picocli fills in the fields before anything runs
    @SuppressWarnings("NullAway.Init")
    ElementwiseCommand() {}

    @Override
    public void run() {
        options.requirePositive("--pairs", pairs);
        options.requirePositive("--channels", channels);
        if (lmax < 0 || channels > MOST_CHANNELS || pairs % channels != 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--lmax must be 0 or more, and --pairs a multiple of --channels; found --lmax " + lmax + " --pairs "
                            + pairs + " --channels " + channels);
        }
        int threads = options.threads();
        int rows = pairs / channels;
        if (threads > rows) {
            throw new ParameterException(
                    spec.commandLine(), "--threads must be at most the number of rows, " + rows + "; found " + threads);
        }
        ProductSpec product = product();
        Route route = kind.route(product);
        ProductLayer layer = new ProductLayer(product, route);
        Backend backend = Backend.detect();
        List<TapeWorkload> shares = new ArrayList<>();
        Random random = new Random(1);
        for (int t = 0; t < threads; t++) {
            int share = rows * (t + 1) / threads - rows * t / threads;
            shares.add(workload(backend, layer, options.precision(), share, random));
        }
        BenchTimer.Times times = options.timer().time(shares);
        double flop = 2.0 * rows * multiplyAdds(product, route);
        new BenchReport(times, flop)
                .with("pairs", pairs)
                .with("channels", channels)
                .with("lmax", lmax)
                .with("route", route.name().toLowerCase(Locale.ROOT))
                .print(spec.commandLine().getOut(), options.json());
    }

    private static TapeWorkload workload(
            Backend backend, ProductLayer layer, Precision precision, int rows, Random random) {
        List<TapeWorkload.Leaf> leaves = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            leaves.add(TapeWorkload.Leaf.random(
                    random, precision, rows, layer.spec().operands().get(k).dim(), true));
        }
        return new TapeWorkload(backend, leaves, (tape, inputs) -> layer.apply(inputs.get(0), inputs.get(1)));
    }

    /** Multiply-adds of one row, as the route needs them. */
    static long multiplyAdds(ProductSpec product, Route route) {
        return Products.choose(product)
                .of(route)
                .map(Choice.Estimate::multiplyAdds)
                .orElseThrow();
    }

    private ProductSpec product() {
        return kind == Kind.CLEBSCH_GORDAN
                ? clebschGordan(lmax, channels)
                : GauntProducts.elementwise(lmax, lmax, lmax, channels);
    }

    /** All paths of inputs of natural parity, with outputs of degrees 0..l of both parities where they occur. */
    private static ProductSpec clebschGordan(int l, int channels) {
        Irreps in = naturalIrreps(l, channels);
        List<MulIrrep> outputs = new ArrayList<>();
        List<ClebschGordan.Instruction> paths = new ArrayList<>();
        for (int a = 0; a <= l; a++) {
            for (int b = 0; b <= l; b++) {
                for (Irrep ir : in.get(a).ir().times(in.get(b).ir())) {
                    if (ir.l() <= l) {
                        MulIrrep term = new MulIrrep(channels, ir);
                        if (!outputs.contains(term)) {
                            outputs.add(term);
                        }
                        paths.add(
                                new ClebschGordan.Instruction(a, b, outputs.indexOf(term), ConnectionMode.UUU, false));
                    }
                }
            }
        }
        return ClebschGordan.of(in, in, new Irreps(outputs), paths).spec();
    }

    private static Irreps naturalIrreps(int l, int channels) {
        List<MulIrrep> terms = new ArrayList<>();
        for (int k = 0; k <= l; k++) {
            terms.add(new MulIrrep(channels, new Irrep(k, (k & 1) == 0 ? 1 : -1)));
        }
        return new Irreps(terms);
    }
}
