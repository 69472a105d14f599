package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.Locale;
import org.gaunt.kernel.code.BytecodeLoops;
import org.gaunt.kernel.code.GeneratedClass;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.code.Value;
import org.gaunt.linalg.Precision;

/**
 * What one core of this machine can do at best: the two numbers that a roofline is made of.
 *
 * @param provider the kernels' provider, with which arithmetic was measured
 * @param gigaflops peak of single-precision multiply-adds on registers, GFLOP/s of one thread; a multiply-add counts two
 * @param gigabytesPerSecond rate of copying an array far larger than the caches, one thread: bytes read plus bytes
 *     written (a cache line that the processor reads before it overwrites it is not counted)
 */
public record MachineRates(Provider provider, double gigaflops, double gigabytesPerSecond) {
    private static final long NANOS = 500_000_000L;

    /** As many independent sums as hide the latency of a multiply-add on two units. */
    private static final int SUMS = 12;

    private static final int STEPS = 20_000;

    /** GFLOP/s per lane that any processor exceeds: half a multiply-add per nanosecond. Less is not compiled yet. */
    private static final double COMPILED = 1;

    private static final long COMPILED_WITHIN = 20_000_000_000L;
    private static final int COPY_BYTES = 64 * 1024 * 1024;

    /** The emitted loop. */
    interface Peak {
        /** Runs {@code steps} rounds on sums that start from, and end in, {@code values[0 .. SUMS * lanes)}. */
        void run(Object values, int steps);
    }

    /**
     * Measures for about a second, after the virtual machine has compiled the loop. The best of many short windows is taken, since other programs can only slow it down.
     *
     * @param provider vectors or scalars
     * @return the rates of the calling thread's core
     */
    public static MachineRates measure(Provider provider) {
        return new MachineRates(provider, flops(provider), bandwidth());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f GFLOP/s (float32, one core, %s), copy %.1f GB/s",
                gigaflops,
                provider,
                gigabytesPerSecond);
    }

    private static double flops(Provider provider) {
        Precision precision = Precision.FLOAT32;
        Peak peak = emit(provider, precision);
        int lanes = provider.lanes(precision);
        int numbers = SUMS * lanes;
        Object values = precision.newArray(numbers);
        long giveUp = System.nanoTime() + COMPILED_WITHIN;
        double best = 0;
        do {
            best = Math.max(best, rate(peak, values, numbers));
        } while (best < COMPILED * lanes && System.nanoTime() < giveUp);
        long end = System.nanoTime() + NANOS;
        while (System.nanoTime() < end) {
            best = Math.max(best, rate(peak, values, numbers));
        }
        return best;
    }

    private static double rate(Peak peak, Object values, int numbers) {
        long start = System.nanoTime();
        peak.run(values, STEPS);
        return 2.0 * numbers * STEPS / (System.nanoTime() - start);
    }

    private static double bandwidth() {
        byte[] source = new byte[COPY_BYTES];
        byte[] target = new byte[COPY_BYTES];
        long end = System.nanoTime() + NANOS;
        double best = 0;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            System.arraycopy(source, 0, target, 0, COPY_BYTES);
            best = Math.max(best, 2.0 * COPY_BYTES / (System.nanoTime() - start));
        }
        return best;
    }

    private static Peak emit(Provider provider, Precision precision) {
        byte[] bytes = GeneratedClass.assemble(
                "GeneratedPeak",
                Peak.class,
                builder -> builder.withMethodBody(
                        "run",
                        MethodTypeDesc.of(CD_void, CD_Object, CD_int),
                        ClassFile.ACC_PUBLIC,
                        code -> body(new BytecodeLoops(code, precision, Target.of(provider)))));
        return GeneratedClass.instantiate(bytes, Peak.class, MethodHandles.lookup());
    }

    /** {@code sum = sum * 0.9 + 0.1} for each of the sums, {@code steps} times. */
    private static void body(LoopBuilder b) {
        Numbers array = b.untyped(0);
        Int start = b.let(Int.of(0));
        Value.Variable[] sums = new Value.Variable[SUMS];
        for (int s = 0; s < SUMS; s++) {
            sums[s] = b.let(array.at(start, s * b.lanes()));
        }
        Value factor = b.let(Value.of(0.9));
        Value summand = b.let(Value.of(0.1));
        b.loop(Int.of(0), b.integer(1), 1, step -> {
            for (Value.Variable sum : sums) {
                b.set(sum, sum.timesPlus(factor, summand));
            }
        });
        for (int s = 0; s < SUMS; s++) {
            b.store(array, start, s * b.lanes(), sums[s]);
        }
        b.end();
    }
}
