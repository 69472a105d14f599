package org.gaunt.bench;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.trilinear.FourierProductMap;
import org.gaunt.kernel.trilinear.GridProductMap;
import org.gaunt.kernel.trilinear.SeparatePathsMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Degrees 0..L times 0..L to 0..2 L, 10,000 pairs, each a row of its own; {@code gaunt bench mimo} under JMH. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class MimoBenchmark {
    private static final int BATCH = 10_000;

    /** Largest degree of the inputs. */
    @Param({"10"})
    public int lmax;

    /** What and how: one output for each degree on the grid or in waves, or one for each path. */
    @Param({"gaunt-grid", "gaunt-fourier", "clebsch-gordan"})
    public String kind;

    private Tape tape;
    private TrilinearMap map;
    private float[] x;
    private float[] y;

    /** Makes the map. */
    @Setup
    public void prepare() {
        tape = Tape.open(Backend.detect());
        map = switch (kind) {
            case "gaunt-grid" -> new GridProductMap(lmax, lmax, 2 * lmax, 1);
            case "gaunt-fourier" -> new FourierProductMap(lmax, lmax, 2 * lmax, 1, true);
            case "clebsch-gordan" -> new SeparatePathsMap(lmax, lmax, 1);
            default ->
                throw new IllegalArgumentException(
                        "kind " + kind + "; wanted gaunt-grid, gaunt-fourier or clebsch-gordan");
        };
        Random random = new Random(1);
        x = numbers(random);
        y = numbers(random);
    }

    private float[] numbers(Random random) {
        float[] numbers = new float[BATCH * (lmax + 1) * (lmax + 1)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }

    private Var value(int tag) {
        tape.reset();
        int width = (lmax + 1) * (lmax + 1);
        return tape.trilinear(map, BATCH, tape.leaf(x, BATCH, width, tag), tape.leaf(y, BATCH, width, tag));
    }

    /** The product. */
    @Benchmark
    public Object forward() {
        return value(0);
    }

    /** The product and its gradients by both inputs. */
    @Benchmark
    public Object forwardBackward() {
        Var z = value(1);
        return tape.gradient(List.of(z), List.of(z), 1, false);
    }
}
