package org.gaunt.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.nn.VectorForms;
import org.jspecify.annotations.Nullable;
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
 * Spherical harmonics of 100,032 vectors in blocks of 64, float32, and their gradients. {@code gaunt bench harmonics} times the
 * same beside the machine's rates.
 *
 * <pre>bench/jmh Harmonics -p lmax=6</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class HarmonicsBenchmark {
    private static final int BLOCKS = 1_563;
    private static final int LANES = 64;

    /** Largest degree. */
    @Param({"3", "6", "10"})
    public int lmax;

    private Tape tape;
    private Form form;
    private float[] vectors;
    private float[] seed;

    /** Draws the vectors. */
    @Setup
    public void prepare() {
        tape = Tape.open(Backend.detect());
        form = VectorForms.harmonics(lmax);
        Random random = new Random(1);
        vectors = new float[BLOCKS * 3 * LANES];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (float) random.nextGaussian();
        }
        seed = new float[BLOCKS * (lmax + 1) * (lmax + 1) * LANES];
        Arrays.fill(seed, 0.5f);
    }

    private Var evaluate(Var leaf) {
        return tape.form(form, LANES, Rows.of(BLOCKS), new @Nullable Var[] {leaf, null}, VectorForms.RESULT)[0];
    }

    /** The harmonics. */
    @Benchmark
    public Object forward() {
        tape.reset();
        return evaluate(tape.leaf(vectors, BLOCKS, 3 * LANES, 0));
    }

    /** The harmonics and the gradient by the vectors. */
    @Benchmark
    public Object forwardBackward() {
        tape.reset();
        Var y = evaluate(tape.leaf(vectors, BLOCKS, 3 * LANES, 1));
        Var cotangent = tape.leaf(seed, BLOCKS, seed.length / BLOCKS, 0);
        return tape.gradient(List.of(y), List.of(cotangent), 1, false);
    }
}
