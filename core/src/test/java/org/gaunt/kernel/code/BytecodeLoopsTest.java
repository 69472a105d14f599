package org.gaunt.kernel.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Array;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gaunt.linalg.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BytecodeLoopsTest {
    private static final double[] SAMPLES = {
        0.5, -1.25, 3, -0.0078125, 100, -7.5, 1e-3, 2, 0.75, -3, 5, 11, -13, 17, 0, 1
    };

    static Stream<Arguments> kinds() {
        return LaneKernels.providers().stream()
                .flatMap(provider -> Stream.of(Precision.values()).map(p -> Arguments.of(provider, p)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void arithmeticActsOnEachLane(Provider provider, Precision precision) {
        check(provider, precision, v -> v, x -> x);
        check(provider, precision, v -> v.plus(2.5), x -> x + 2.5);
        check(provider, precision, v -> v.minus(2.5), x -> x - 2.5);
        check(provider, precision, v -> v.times(-1.5), x -> x * -1.5);
        check(provider, precision, v -> v.over(Value.of(4)), x -> x / 4);
        check(provider, precision, v -> v.min(Value.of(1)), x -> Math.min(x, 1));
        check(provider, precision, v -> v.max(Value.of(1)), x -> Math.max(x, 1));
        check(provider, precision, Value::negative, x -> -x);
        check(provider, precision, v -> v.timesPlus(Value.of(3), Value.of(0.25)), x -> x * 3 + 0.25);
        check(provider, precision, v -> v.times(v).sqrt(), Math::abs);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aNumberIsRepeatedOverAllLanes(Provider provider, Precision precision) {
        // Multiplies each vector by its own sum: reduces, then broadcasts.
        int lanes = provider.lanes(precision);
        double[] result = apply(provider, precision, false, (b, x) -> {
            Value v = b.let(x);
            return new Value.Repeated(b.sumOfLanes(v)).times(v);
        });
        for (int i = 0; i < SAMPLES.length; i++) {
            double sum = 0;
            for (int j = 0; j < lanes; j++) {
                sum += SAMPLES[i / lanes * lanes + j];
            }
            double expected = sum * SAMPLES[i];
            assertThat(result[i]).as("lane %d", i).isCloseTo(expected, within(1e-6 * Math.abs(expected) + 1e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSumOverLanesIsANumber(Provider provider, Precision precision) {
        int lanes = provider.lanes(precision);
        double[] result = apply(provider, precision, true, LoopBuilder::sumOfLanes);
        for (int i = 0; i < SAMPLES.length; i += lanes) {
            double sum = 0;
            for (int j = 0; j < lanes; j++) {
                sum += SAMPLES[i + j];
            }
            assertThat(result[i]).isCloseTo(sum, within(1e-5));
        }
    }

    /** As many whole steps of vectors as there are, and the rest one by one. */
    @ParameterizedTest
    @MethodSource("kinds")
    void loopsHaveTails(Provider provider, Precision precision) {
        LaneKernels.Map map = LaneKernels.map(provider, precision, b -> {
            Numbers in = b.untyped(0);
            Numbers out = b.untyped(1);
            LoopBuilder one = b.single();
            Int.Variable i = b.let(Int.of(0));
            b.wholeSteps(
                    i, b.integer(2), b.lanes(), () -> b.store(out, i, in.at(i).plus(1)));
            b.wholeSteps(i, b.integer(2), 1, () -> one.store(out, i, in.at(i).plus(2)));
            b.end();
        });
        int lanes = provider.lanes(precision);
        for (int length = 0; length < 40; length++) {
            Object in = precision.newArray(40);
            Object out = precision.newArray(40);
            map.apply(in, out, length);
            for (int i = 0; i < 40; i++) {
                double expected = i >= length ? 0 : lanes == 1 || i < length - length % lanes ? 1 : 2;
                assertThat(Array.getDouble(out, i)).as("%d of %d", i, length).isEqualTo(expected);
            }
        }
    }

    @Test
    void loopsRunDownAndChooseAndCompute() {
        LaneKernels.Map map = LaneKernels.map(Provider.scalar(), Precision.FLOAT64, b -> {
            Numbers out = b.untyped(1);
            Int.Variable count = b.let(Int.of(0));
            Int.Variable i = b.let(b.integer(2).minus(1));
            b.loopDown(i, () -> {
                // 100 (count) + 10 i, for even i one more
                b.store(out, i, Value.of(0));
                b.loop(
                        Int.of(0),
                        count.times(100).plus(i.times(10)),
                        1,
                        j -> b.store(out, i, out.at(i).plus(1)));
                Int odd = b.let(i.minus(i.times(1)).plus(count));
                b.choose(
                        odd,
                        () -> b.store(out, i, out.at(i).plus(0.5)),
                        () -> b.store(out, i, out.at(i).plus(0.25)));
                b.advance(count, 1);
            });
            b.clear(out, b.integer(2), b.integer(2).plus(2));
            b.end();
        });
        double[] out = new double[8];
        java.util.Arrays.fill(out, 7);
        map.apply(new double[0], out, 4);
        assertThat(out).containsExactly(300.5, 210.5, 120.5, 30.25, 0, 0, 7, 7);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void sumsOfElementsRunInOrder(Provider provider, Precision precision) {
        LaneKernels.Map map = LaneKernels.map(provider, precision, b -> {
            Numbers in = b.untyped(0);
            b.single().store(b.untyped(1), Int.of(0), b.sumOfElements(in, b.integer(2), 2, 5));
            b.end();
        });
        Object in = precision.newArray(16);
        for (int i = 0; i < 16; i++) {
            LaneKernels.set(in, i, i * i);
        }
        Object out = precision.newArray(1);
        map.apply(in, out, 3);
        assertThat(Array.getDouble(out, 0)).isEqualTo(25 + 36 + 49 + 64 + 81);
    }

    @Test
    void lanesThatNoVectorHasAreRefused() {
        Target target = Target.of(new Provider(128, true));
        assertThatThrownBy(() -> new BytecodeLoops(unused(), Precision.FLOAT32, target, 8))
                .hasMessageContaining("8 lanes of FLOAT32 for target vector128");
    }

    /** A builder of code; found by making a class. */
    private static CodeBuilder unused() {
        CodeBuilder[] found = new CodeBuilder[1];
        ClassFile.of()
                .build(
                        ClassDesc.of("Unused"),
                        c -> c.withMethodBody("none", MethodTypeDesc.of(ConstantDescs.CD_void), 0, code -> {
                            found[0] = code;
                            code.return_();
                        }));
        return found[0];
    }

    private static void check(
            Provider provider, Precision precision, UnaryOperator<Value> f, DoubleUnaryOperator expected) {
        double[] result = apply(provider, precision, false, (b, x) -> f.apply(x));
        double epsilon = precision == Precision.FLOAT32 ? 1.2e-7 : 2.3e-16;
        for (int i = 0; i < SAMPLES.length; i++) {
            double wanted = expected.applyAsDouble(SAMPLES[i]);
            assertThat(result[i]).as("f(%s)", SAMPLES[i]).isCloseTo(wanted, within(epsilon * Math.abs(wanted)));
        }
    }

    private static double[] apply(Provider provider, Precision precision, boolean reduces, LaneKernels.Function f) {
        int n = SAMPLES.length;
        Object in = precision.newArray(n);
        Object out = precision.newArray(n);
        for (int i = 0; i < n; i++) {
            LaneKernels.set(in, i, SAMPLES[i]);
        }
        LaneKernels.map(provider, precision, reduces, f).apply(in, out, n);
        double[] result = new double[n];
        for (int i = 0; i < n; i++) {
            result[i] = Array.getDouble(out, i);
        }
        return result;
    }
}
