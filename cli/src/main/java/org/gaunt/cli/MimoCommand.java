package org.gaunt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gaunt.form.Backend;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.trilinear.FourierProductMap;
import org.gaunt.kernel.trilinear.GridProductMap;
import org.gaunt.kernel.trilinear.SeparatePathsMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaunt bench mimo}. */
@Command(
        name = "mimo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Times products of all degrees with all degrees: 0 to L times 0 to L, all outputs to 2 L.",
            "",
            "Kind gaunt-grid and gaunt-fourier add up all paths to one output for each degree; clebsch-gordan keeps every"
                    + " path of natural parity apart. A row has --channels pairs; with 1 every pair is a row of its own."
                    + " Times are medians after a warm-up, in milliseconds for the whole batch.",
            ""
        },
        footer = {"", "Example:", "  gaunt bench mimo --lmax 10 --batch 10000 --kind gaunt-grid --json"})
final class MimoCommand implements Runnable {

    /** What is computed, and how. */
    enum Kind {
        CLEBSCH_GORDAN,
        GAUNT_GRID,
        GAUNT_FOURIER;

        TrilinearMap map(int l, int channels) {
            return switch (this) {
                case CLEBSCH_GORDAN -> new SeparatePathsMap(l, l, channels);
                case GAUNT_GRID -> new GridProductMap(l, l, 2 * l, channels);
                case GAUNT_FOURIER -> new FourierProductMap(l, l, 2 * l, channels, true);
            };
        }

        /** Reads the words. */
        static final class Converter extends WordConverter<Kind> {
            Converter() {
                super(Kind.class);
            }
        }
    }

    @Option(
            names = "--lmax",
            paramLabel = "L",
            defaultValue = "10",
            description = "Largest degree of the inputs, 0 to 15 (default: ${DEFAULT-VALUE}).")
    private int lmax;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Pairs of functions (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--channels",
            paramLabel = "C",
            defaultValue = "1",
            description = "Pairs that are channels of one row; the batch is a multiple of it (default:"
                    + " ${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "gaunt-grid",
            converter = Kind.Converter.class,
            description = "clebsch-gordan, gaunt-grid or gaunt-fourier (default: ${DEFAULT-VALUE}).")
    private Kind kind;

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    // picocli fills in the fields before anything runs
    @SuppressWarnings("NullAway.Init")
    MimoCommand() {}

    @Override
    public void run() {
        options.requirePositive("--batch", batch);
        options.requirePositive("--channels", channels);
        if (lmax < 0 || lmax > 15 || batch % channels != 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--lmax must be 0 to 15, and --batch a multiple of --channels; found --lmax " + lmax + " --batch "
                            + batch + " --channels " + channels);
        }
        int threads = options.threads();
        int rows = batch / channels;
        if (threads > rows) {
            throw new ParameterException(
                    spec.commandLine(), "--threads must be at most the number of rows, " + rows + "; found " + threads);
        }
        TrilinearMap map = kind.map(lmax, channels);
        Backend backend = Backend.detect();
        Random random = new Random(1);
        List<TapeWorkload> shares = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int share = rows * (t + 1) / threads - rows * t / threads;
            List<TapeWorkload.Leaf> leaves = new ArrayList<>();
            for (int seat = 0; seat < 2; seat++) {
                leaves.add(TapeWorkload.Leaf.random(
                        random, options.precision(), share, map.components(seat) * channels, true));
            }
            shares.add(new TapeWorkload(
                    backend, leaves, (tape, inputs) -> tape.trilinear(map, share, inputs.get(0), inputs.get(1))));
        }
        BenchTimer.Times times = options.timer().time(shares);
        new BenchReport(times, 2.0 * batch * cost(map))
                .with("batch", batch)
                .with("channels", channels)
                .with("lmax", lmax)
                .with("kind", WordConverter.word(kind))
                .print(spec.commandLine().getOut(), options.json());
    }

    /** Multiply-adds of one pair. */
    private static long cost(TrilinearMap map) {
        return switch (map) {
            case SeparatePathsMap m -> m.cost();
            case GridProductMap m -> m.cost();
            case FourierProductMap m -> m.cost();
            default -> throw new IllegalStateException("no count of operations for " + map);
        };
    }
}
