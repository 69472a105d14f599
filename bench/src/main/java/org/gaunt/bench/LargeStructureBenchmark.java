package org.gaunt.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.model.mace.Mace;
import org.gaunt.potential.model.mace.MaceConfig;
import org.gaunt.potential.network.ModelData;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Energy, forces and stress of a disturbed silicon crystal of 1,000 atoms (28,000 edges), MACE 32x0e+32x1o of two layers with random
 * weights, float32, the neighbour list included, on one thread and on more.
 *
 * <pre>bench/jmh LargeStructure</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20, time = 2)
@Measurement(iterations = 10, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:CompileThresholdScaling=0.1",
            "-XX:+UseParallelGC"
        })
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class LargeStructureBenchmark {
    private static final double[][] DIAMOND = {
        {0, 0, 0},
        {0, .5, .5},
        {.5, 0, .5},
        {.5, .5, 0},
        {.25, .25, .25},
        {.25, .75, .75},
        {.75, .25, .75},
        {.75, .75, .25}
    };

    @Param({"1", "2"})
    public int threads;

    /** Unit cells along an edge. */
    @Param("5")
    public int cells;

    private Structure crystal;
    private ModelPotential potential;

    @Setup
    public void prepare() {
        crystal = crystal(cells);
        MaceConfig config = new MaceConfig("32x0e+32x1o", 2, 2, 2, 5.0, 8, 5, List.of(64, 64, 64), 16, true);
        ModelData data = new ModelData(List.of(14), List.of(-1.0), 1, 0, 28);
        potential = new ModelPotential(new Mace(config, data, 1, Backend.shared()), Precision.FLOAT32, threads);
    }

    private static Structure crystal(int cells) {
        double edge = 5.43;
        Random random = new Random(5);
        double[] positions = new double[3 * DIAMOND.length * cells * cells * cells];
        int n = 0;
        for (int cell = 0; cell < cells * cells * cells; cell++) {
            int[] place = {cell % cells, cell / cells % cells, cell / cells / cells};
            for (double[] atom : DIAMOND) {
                for (int axis = 0; axis < 3; axis++) {
                    positions[n++] = (place[axis] + atom[axis]) * edge + 0.1 * random.nextGaussian();
                }
            }
        }
        int[] numbers = new int[n / 3];
        Arrays.fill(numbers, 14);
        double length = cells * edge;
        return Structure.builder(numbers, positions)
                .cell(Cell.box(length, length, length))
                .pbc(true, true, true)
                .build();
    }

    @Benchmark
    public Prediction evaluate() {
        return potential.evaluate(crystal, Derivatives.STRESS);
    }

    @TearDown
    public void close() {
        potential.close();
    }
}
