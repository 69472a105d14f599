package org.gaunt.cli;

import java.io.PrintWriter;
import org.gaunt.files.InputException;
import org.gaunt.o3.Irreps;
import org.gaunt.product.ConnectionMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt product}. */
@Command(
        name = "product",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Shows what an equivariant product is: its paths and weights, what it costs, which maps it can express,"
                    + " which degrees interact, and how it would be computed.",
            "",
            "Irreps are written as in e3nn: 4x0e+4x1o is four scalars and four vectors (e even, o odd, y the parity of"
                    + " spherical harmonics).",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  gaunt product 4x0e+4x1o 0e+1o --kind gaunt",
            "  gaunt product 8x0e+8x1o 8x0e+8x1o --out 8x0e+8x1o+8x2e",
            "  gaunt product 64x0e+64x1o+64x2e 0e+1o+2e --mode uvu --out 0e+1o+2e --json"
        })
final class ProductCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "IN1", description = "Irreps of the first input.")
    private String in1;

    @Parameters(index = "1", paramLabel = "IN2", description = "Irreps of the second input.")
    private String in2;

    @Option(
            names = "--out",
            paramLabel = "IRREPS",
            description = "Irreps of the output (default: all that can be reached). Where every path has an output of"
                    + " its own, only the irreps count, not their multiplicities.")
    private @Nullable String out;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "clebsch-gordan",
            converter = ProductKind.Converter.class,
            description = "clebsch-gordan, gaunt, matrix, vector-gaunt or cp (default: ${DEFAULT-VALUE}).")
    private ProductKind kind;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "How the channels of a Clebsch-Gordan product are connected: uvw, uvu, uvv, uuw, uuu, uvuv,"
                    + " \"uvu<v\" or \"u<vw\" (default: uvw with --out, uvuv without).")
    private @Nullable String mode;

    @Option(
            names = "--rank",
            paramLabel = "R",
            description = "Products of vectors in a decomposed product (default: what the tolerance needs).")
    private @Nullable Integer rank;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            defaultValue = "1e-3",
            description = "Largest relative error of a decomposed product (default: ${DEFAULT-VALUE}).")
    private double tolerance;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    // picocli fills in parameters, options and specification before anything runs
    @SuppressWarnings("NullAway.Init")
    ProductCommand() {}

    @Override
    public void run() {
        ProductSummary summary;
        try {
            ProductRequest request = new ProductRequest(
                    Irreps.parse(in1),
                    Irreps.parse(in2),
                    out == null ? null : Irreps.parse(out),
                    kind,
                    mode == null ? null : ConnectionMode.parse(mode),
                    new ProductRequest.Approximation(rank, tolerance));
            summary = ProductSummary.of(kind, request.resolve());
        } catch (IllegalArgumentException e) {
            throw InputException.of(String.valueOf(e.getMessage())).cause(e).build();
        }
        PrintWriter writer = spec.commandLine().getOut();
        if (json) {
            writer.println(Json.write(summary.json()));
        } else {
            summary.print(writer);
        }
        writer.flush();
    }
}
