package org.gaunt.bench;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.nn.ProductLayer;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Route;
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

/** Gaunt products of 16,384 pairs, degrees 0..L in inputs and output, by each route; {@code gaunt bench elementwise} under JMH. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class ElementwiseBenchmark {
    private static final int CHANNELS = 128;
    private static final int ROWS = 128;

    /** Largest degree. */
    @Param({"1", "2", "3", "4", "5", "6"})
    public int lmax;

    /** How. */
    @Param({"SPARSE", "GRID", "FOURIER"})
    public Route route;

    private Tape tape;
    private ProductLayer layer;
    private float[] x;
    private float[] y;

    /** Plans the product. */
    @Setup
    public void prepare() {
        tape = Tape.open(Backend.detect());
        ProductSpec spec = GauntProducts.elementwise(lmax, lmax, lmax, CHANNELS);
        layer = new ProductLayer(spec, route);
        Random random = new Random(1);
        x = numbers(random);
        y = numbers(random);
    }

    private float[] numbers(Random random) {
        float[] numbers = new float[ROWS * (lmax + 1) * (lmax + 1) * CHANNELS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }

    private Var value(int tag) {
        tape.reset();
        int width = (lmax + 1) * (lmax + 1) * CHANNELS;
        return layer.apply(tape.leaf(x, ROWS, width, tag), tape.leaf(y, ROWS, width, tag));
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
