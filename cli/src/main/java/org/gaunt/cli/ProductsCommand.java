package org.gaunt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gaunt.cli.ProductsBenchmark.Operation;
import org.gaunt.cli.ProductsBenchmark.Result;
import org.gaunt.cli.ProductsBenchmark.Setting;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.kernel.MachineRates;
import org.gaunt.kernel.code.Provider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaunt bench products}. */
@Command(
        name = "products",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Compares all equivariant products: time, and time for each degree of freedom, over the degree.",
            "",
            "The protocol is that of Xie et al. 2025 (The Price of Freedom): a single input degree to a single output"
                    + " degree (SISO), to all (SIMO), and all degrees to all (MIMO), forward, one channel. Times are of the"
                    + " whole batch on one thread, after a warm-up; a degree of freedom is a dimension of the set of"
                    + " bilinear maps that the product reaches between linear layers.",
            ""
        },
        footer = {"", "Example:", "  gaunt bench products --lmax 6 --output runs/products"})
final class ProductsCommand implements Runnable {

    private static final int MOST_DEGREE = 12;

    @Option(
            names = "--lmin",
            paramLabel = "L",
            defaultValue = "1",
            description = "Smallest degree of the inputs (default: ${DEFAULT-VALUE}).")
    private int lmin;

    @Option(
            names = "--lmax",
            paramLabel = "L",
            defaultValue = "10",
            description = "Largest degree of the inputs (default: ${DEFAULT-VALUE}).")
    private int lmax;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Pairs, rounded up to a multiple of " + ProductsBenchmark.LANES + " (default:"
                    + " ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--table-limit",
            paramLabel = "N",
            defaultValue = "300000",
            description = "Products with more coefficients are not computed from their table (default:"
                    + " ${DEFAULT-VALUE}).")
    private int tableLimit;

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            defaultValue = "runs/products",
            description = "Where products.csv, time.png and time-per-freedom.png go (default: ${DEFAULT-VALUE}).")
    private Path output;

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    // picocli fills in options and specification before anything runs
    @SuppressWarnings("NullAway.Init")
    ProductsCommand() {}

    @Override
    public void run() {
        options.requirePositive("--batch", batch);
        options.requirePositive("--lmin", lmin);
        if (lmax < lmin) {
            throw new ParameterException(
                    spec.commandLine(), "--lmax must be at least --lmin, " + lmin + "; found " + lmax);
        }
        if (lmax > MOST_DEGREE) {
            throw new ParameterException(
                    spec.commandLine(), "--lmax must be at most " + MOST_DEGREE + "; found " + lmax);
        }
        if (options.threads() != 1) {
            throw new ParameterException(
                    spec.commandLine(), "bench products compares on one thread; found --threads " + options.threads());
        }
        createOutput();
        ProductsBenchmark benchmark =
                new ProductsBenchmark(Backend.detect(), options.precision(), batch, tableLimit, options.timer());
        List<Result> results = new ArrayList<>();
        PrintWriter err = spec.commandLine().getErr();
        for (int l = lmin; l <= lmax; l++) {
            for (Setting setting : Setting.values()) {
                for (Operation operation : Operation.values()) {
                    Result result = benchmark.time(setting, l, operation);
                    if (result != null) {
                        results.add(result);
                    }
                }
            }
            err.println("degree " + l + " of " + lmax + " done");
            err.flush();
        }
        ProductsReport report = new ProductsReport(results, MachineRates.measure(Provider.detect()));
        PrintWriter out = spec.commandLine().getOut();
        try {
            report.write(output);
        } catch (IOException e) {
            throw InputException.of("the results cannot be written")
                    .file(output)
                    .found(String.valueOf(e.getMessage()))
                    .remedy("name another directory with --output")
                    .cause(e)
                    .build();
        }
        if (options.json()) {
            out.println(Json.write(report.json()));
        } else {
            report.print(out);
            out.println("written to " + output + ": products.csv, time.png, time-per-freedom.png");
        }
        out.flush();
    }

    private void createOutput() {
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw InputException.of("the directory for the results cannot be made")
                    .file(output)
                    .found(String.valueOf(e.getMessage()))
                    .remedy("name another directory with --output")
                    .cause(e)
                    .build();
        }
    }
}
