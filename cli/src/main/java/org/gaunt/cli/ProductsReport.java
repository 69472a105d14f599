package org.gaunt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.gaunt.cli.ProductsBenchmark.Operation;
import org.gaunt.cli.ProductsBenchmark.Result;
import org.gaunt.cli.ProductsBenchmark.Setting;
import org.gaunt.cli.plot.ScalingPlot;
import org.gaunt.kernel.MachineRates;

/** The results of {@code gaunt bench products}: tables, CSV, JSON and two pictures. */
record ProductsReport(List<Result> results, MachineRates rates) {

    private static final String CSV_HEADER = "setting,l,operation,milliseconds,expressivity,milliseconds_per_freedom";

    /** One table for each setting. */
    void print(PrintWriter out) {
        for (Setting setting : Setting.values()) {
            List<String> header = new ArrayList<>(List.of(setting + ", ms"));
            for (Operation operation : Operation.values()) {
                header.add(operation.title().replace(", ", "\n"));
            }
            Table table = new Table(1, header.toArray(String[]::new));
            for (int l : degrees()) {
                List<String> row = new ArrayList<>(List.of("L = " + l));
                for (Operation operation : Operation.values()) {
                    row.add(results.stream()
                            .filter(r -> r.setting() == setting && r.l() == l && r.operation() == operation)
                            .map(r -> ProgressLine.number(r.milliseconds()))
                            .findFirst()
                            .orElse("-"));
                }
                table.row(row.toArray(String[]::new));
            }
            table.print(out);
            out.println();
        }
        out.println(rates);
    }

    private List<Integer> degrees() {
        return results.stream().map(Result::l).distinct().sorted().toList();
    }

    /** Writes the table and the pictures into a directory that exists. */
    void write(Path directory) throws IOException {
        StringBuilder csv = new StringBuilder(CSV_HEADER).append('\n');
        for (Result r : results) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%d,%s,%.5f,%d,%.6f%n",
                    r.setting(),
                    r.l(),
                    r.operation().name().toLowerCase(Locale.ROOT),
                    r.milliseconds(),
                    r.expressivity(),
                    r.perDegreeOfFreedom()));
        }
        Files.writeString(directory.resolve("products.csv"), csv.toString().replace("\r\n", "\n"));
        ScalingPlot.save(panels(Result::milliseconds), "time (ms)", directory.resolve("time.png"));
        ScalingPlot.save(
                panels(Result::perDegreeOfFreedom),
                "time per degree of freedom (ms)",
                directory.resolve("time-per-freedom.png"));
    }

    private List<ScalingPlot.Panel> panels(ToDoubleFunction<Result> value) {
        return Arrays.stream(Setting.values())
                .map(setting -> new ScalingPlot.Panel(
                        setting.name(),
                        Arrays.stream(Operation.values())
                                .map(operation -> series(setting, operation, value))
                                .toList()))
                .toList();
    }

    private ScalingPlot.Series series(Setting setting, Operation operation, ToDoubleFunction<Result> value) {
        List<Result> own = results.stream()
                .filter(r -> r.setting() == setting && r.operation() == operation)
                .toList();
        return new ScalingPlot.Series(
                operation.title(),
                own.stream().map(r -> (double) r.l()).toList(),
                own.stream().map(r -> value.applyAsDouble(r)).toList());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "results",
                results.stream()
                        .map(r -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("setting", r.setting().name());
                            one.put("l", r.l());
                            one.put("operation", r.operation().name().toLowerCase(Locale.ROOT));
                            one.put("ms", r.milliseconds());
                            one.put("expressivity", r.expressivity());
                            one.put("ms_per_freedom", r.perDegreeOfFreedom());
                            return one;
                        })
                        .toList());
        json.put("fma_gflops", rates.gigaflops());
        json.put("copy_gb_per_s", rates.gigabytesPerSecond());
        return json;
    }
}
