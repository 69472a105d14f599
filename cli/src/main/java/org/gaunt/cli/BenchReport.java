package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gaunt.kernel.MachineRates;
import org.gaunt.kernel.code.Provider;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark of one computation prints: its times beside what one core of this machine can do at best, measured in the same
 * run.
 */
final class BenchReport {

    private static final double FLOP_PER_MS_PER_GFLOPS = 1e6;

    private final Map<String, @Nullable Object> figures = new LinkedHashMap<>();

    /**
     * Collects the figures.
     *
     * @param forwardFlop floating-point operations of a forward run, a multiply-add counts two
     */
    BenchReport(BenchTimer.Times times, double forwardFlop) {
        double forward = times.forward().milliseconds();
        figures.put("forward_ms", forward);
        figures.put("forward_backward_ms", times.forwardBackward().milliseconds());
        figures.put("double_backward_ms", times.doubleBackward().milliseconds());
        figures.put("forward_gflops", forwardFlop / forward / FLOP_PER_MS_PER_GFLOPS);
        MachineRates rates = MachineRates.measure(Provider.detect());
        figures.put("fma_gflops", rates.gigaflops());
        figures.put("copy_gb_per_s", rates.gigabytesPerSecond());
        figures.put("forward_first_call_ms", times.forward().firstCall());
        figures.put("forward_full_speed_after_s", times.forward().fullSpeedAfter());
        figures.put("forward_backward_first_call_ms", times.forwardBackward().firstCall());
        figures.put(
                "forward_backward_full_speed_after_s", times.forwardBackward().fullSpeedAfter());
    }

    /** Adds a figure or a word of a benchmark's own, at the end; null where it was not measured. */
    BenchReport with(String key, @Nullable Object value) {
        figures.put(key, value);
        return this;
    }

    /** Prints the figures as JSON, or as a table for people. */
    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Json.write(figures));
        } else {
            Table table = new Table(1, "figure", "value");
            figures.forEach((key, value) -> table.row(
                    key,
                    switch (value) {
                        case null -> "-";
                        case Integer whole -> whole.toString();
                        case Number number -> ProgressLine.number(number.doubleValue());
                        default -> value.toString();
                    }));
            table.print(out);
        }
        out.flush();
    }
}
