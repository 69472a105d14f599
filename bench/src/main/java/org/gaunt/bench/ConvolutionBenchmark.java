package org.gaunt.bench;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.ProductSpec;
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

/**
 * The channelwise convolution of 20,000 edges on 1,000 nodes, 64 channels, float32: gather, product, weights, sum; and its
 * gradients by features, harmonics and weights. {@code gaunt bench conv} times the same beside the machine's rates.
 *
 * <pre>bench/jmh Convolution -p lmax=2</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class ConvolutionBenchmark {
    private static final int EDGES = 20_000;
    private static final int NODES = 1_000;
    private static final int CHANNELS = 64;
    private static final int KINDS = 4;

    /** Largest degree of both inputs and of the result. */
    @Param({"1", "2", "3"})
    public int lmax;

    /** Whether a few rows of weights are used again and again, or each edge has its own. */
    @Param({"true", "false"})
    public boolean cachedWeights;

    private Tape tape;
    private ConvolutionMap map;
    private Rows rows;
    private float[][] data;
    private int[] lengths;

    /** Draws the graph and the numbers. */
    @Setup
    public void prepare() {
        Irreps harmonics = Irreps.sphericalHarmonics(lmax);
        Irreps x = new Irreps(harmonics.terms().stream()
                .map(t -> new MulIrrep(CHANNELS, t.ir()))
                .toList());
        ProductSpec spec = ProductSpec.channelwise(x, harmonics, x);
        map = new ConvolutionMap(spec, CHANNELS);
        tape = Tape.open(Backend.detect());
        Random random = new Random(1);
        int[] sender = random.ints(EDGES, 0, NODES).toArray();
        int[] kind = cachedWeights
                ? random.ints(EDGES, 0, KINDS).toArray()
                : IntStream.range(0, EDGES).toArray();
        int[] receiver = new int[EDGES];
        for (int e = 0; e < EDGES; e++) {
            receiver[e] = e / (EDGES / NODES);
        }
        int weights = cachedWeights ? KINDS : EDGES;
        rows = new Rows(EDGES, List.of(sender, kind, receiver), List.of(NODES, weights, NODES));
        lengths = new int[] {NODES, EDGES, weights, NODES};
        data = new float[4][];
        for (int k = 0; k < 4; k++) {
            data[k] = new float[lengths[k] * spec.operands().get(k).dim()];
            for (int i = 0; i < data[k].length; i++) {
                data[k][i] = random.nextFloat() - 0.5f;
            }
        }
    }

    private Var value(int tag) {
        tape.reset();
        Var[] v = new Var[3];
        for (int k = 0; k < 3; k++) {
            v[k] = tape.leaf(data[k], lengths[k], data[k].length / lengths[k], tag);
        }
        return tape.convolution(map, rows, v[0], v[1], v[2]);
    }

    /** The value. */
    @Benchmark
    public Object forward() {
        return value(0);
    }

    /** The value and all first derivatives. */
    @Benchmark
    public Object forwardBackward() {
        Var z = value(1);
        Var seed = tape.leaf(data[3], NODES, data[3].length / NODES, 0);
        return tape.gradient(List.of(z), List.of(seed), 1, false);
    }
}
