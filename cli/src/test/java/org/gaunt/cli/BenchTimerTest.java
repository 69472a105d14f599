package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.ProductForms;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irreps;
import org.gaunt.product.ProductSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the benchmarks share: laps, windows, the three times of a computation, and their report. */
class BenchTimerTest {

    @Test
    void warmsUpAndTakesSomeLapsOfWhatIsSlow() {
        AtomicInteger runs = new AtomicInteger();
        BenchTimer.Timing timing = new BenchTimer(0, 1e-9).time(() -> {
            runs.incrementAndGet();
            try {
                Thread.sleep(runs.get() == 1 ? 60 : 3);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(timing.milliseconds()).isBetween(3.0, 1000.0);
        assertThat(timing.firstCall()).isBetween(60.0, 1000.0);
        assertThat(timing.fullSpeedAfter()).isBetween(63e-3, 10.0);
        assertThat(runs.get()).isGreaterThanOrEqualTo(1 + 2 * 5);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void timesAProductOnOneAndOnTwoThreads(Precision precision) {
        BenchTimer timer = new BenchTimer(0, 1e-3);
        BenchTimer.Times one = timer.time(product(precision));
        assertThat(List.of(one.forward(), one.forwardBackward(), one.doubleBackward()))
                .allMatch(timing -> timing.milliseconds() > 0);
        BenchTimer.Times two = timer.time(List.of(product(precision), product(precision)));
        assertThat(List.of(two.forward(), two.forwardBackward(), two.doubleBackward()))
                .allMatch(timing -> timing.milliseconds() > 0);
    }

    private static TapeWorkload product(Precision precision) {
        Irreps irreps = Irreps.parse("5x0e+5x1o");
        ProductSpec spec = ProductSpec.channelwise(irreps, Irreps.sphericalHarmonics(1), irreps);
        Form form = ProductForms.of(spec, Collections.nCopies(4, Operand.Access.row()));
        Random random = new Random(0);
        int rows = 7;
        List<TapeWorkload.Leaf> leaves = List.of(
                TapeWorkload.Leaf.random(
                        random, precision, rows, spec.operands().get(0).dim(), true),
                TapeWorkload.Leaf.random(
                        random, precision, rows, spec.operands().get(1).dim(), false),
                TapeWorkload.Leaf.random(
                        random, precision, rows, spec.operands().get(2).dim(), true));
        return new TapeWorkload(
                Backend.of("scalar"),
                leaves,
                (tape, vars) -> tape.form(
                                form, 5, Rows.of(rows), new Var[] {vars.get(0), vars.get(1), vars.get(2), null}, 3)[0]);
    }

    @Test
    void reportsTheFiguresBesideTheMachine() {
        StringWriter text = new StringWriter();
        new BenchReport(
                        new BenchTimer.Times(
                                new BenchTimer.Timing(2, 50, 0.1),
                                new BenchTimer.Timing(6, 70, 0.2),
                                new BenchTimer.Timing(20, 90, 0.3)),
                        4e6)
                .with("route", "grid")
                .with("absent", null)
                .print(new PrintWriter(text), true);
        assertThat(text.toString())
                .contains("\"forward_ms\" : 2.0", "\"forward_backward_ms\" : 6.0", "\"double_backward_ms\" : 20.0")
                .contains("\"forward_gflops\" : 2.0", "\"fma_gflops\" : ", "\"copy_gb_per_s\" : ")
                .contains("\"forward_first_call_ms\" : 50.0", "\"forward_backward_full_speed_after_s\" : 0.2")
                .contains("\"route\" : \"grid\"", "\"absent\" : null");
    }
}
