package org.gaunt.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.gaunt.kernel.MachineRates;
import org.gaunt.kernel.PanelGemm;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Gemm;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Matrix products of the sizes of linear layers and radial networks. Besides calls per second it reports GFLOP/s and
 * their share of this core's multiply-add peak, measured just before (half the single-precision rate in double).
 *
 * <pre>
 * ./mvnw -q -pl bench -am package dependency:build-classpath -DskipTests
 * java -cp "bench/target/classes:$(cat bench/target/runtime.classpath)" org.openjdk.jmh.Main GemmBenchmark \
 *     -p rows=1050 -p inner=64 -p columns=64,320 -p precision=FLOAT32
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class GemmBenchmark {
    /** Rows of the left matrix. */
    @Param({"105", "1050", "2100"})
    public int rows;

    /** Columns of the left matrix; rows of the right one, and of the gradient. */
    @Param({"8", "64", "32"})
    public int inner;

    /** Columns of the right matrix. */
    @Param({"64", "128", "320", "32"})
    public int columns;

    /** Arithmetic. */
    @Param({"FLOAT32", "FLOAT64"})
    public Precision precision;

    private Gemm gemm;
    private final Workspace workspace = new Workspace();
    private double peak;
    private Object left;
    private Object right;
    private Object result;
    private Object gradient;
    private int[] leftRows;
    private int[] resultRows;

    /** Rates of the work done, beside the number of calls. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {
        /** 1e9 floating-point operations. */
        public double gigaflops;

        /** What the core could have done at its peak. */
        public double shareOfPeak;

        void add(double flops, double peak) {
            gigaflops += flops * 1e-9;
            shareOfPeak += flops * 1e-9 / peak;
        }
    }

    /** Fills the matrices and measures the peak. */
    @Setup
    public void prepare() {
        Provider provider = Provider.detect();
        gemm = PanelGemm.of(Target.of(provider), precision);
        peak = MachineRates.measure(provider).gigaflops() * Precision.FLOAT32.bytes() / precision.bytes();
        Random random = new Random(1);
        left = matrix(rows * inner, random);
        right = matrix(inner * columns, random);
        result = matrix(rows * columns, random);
        gradient = matrix(inner * columns, random);
        leftRows = Gemm.rows(rows, inner);
        resultRows = Gemm.rows(rows, columns);
    }

    private Object matrix(int length, Random random) {
        if (precision == Precision.FLOAT32) {
            float[] matrix = new float[length];
            for (int i = 0; i < length; i++) {
                matrix[i] = random.nextFloat() - 0.5f;
            }
            return matrix;
        }
        return random.doubles(length, -0.5, 0.5).toArray();
    }

    /** A layer: rows times weights. */
    @Benchmark
    public Object multiply(Work work) {
        gemm.multiply(
                0,
                rows,
                inner,
                columns,
                1,
                left,
                leftRows,
                0,
                right,
                0,
                columns,
                result,
                resultRows,
                0,
                false,
                workspace);
        work.add(2.0 * rows * inner * columns, peak);
        return result;
    }

    /** The gradient of a layer's weights: a sum over rows. */
    @Benchmark
    public Object multiplyTransposed(Work work) {
        gemm.multiplyTransposed(
                0,
                rows,
                inner,
                columns,
                1,
                left,
                leftRows,
                0,
                result,
                resultRows,
                0,
                gradient,
                0,
                columns,
                false,
                workspace);
        work.add(2.0 * rows * inner * columns, peak);
        return gradient;
    }
}
