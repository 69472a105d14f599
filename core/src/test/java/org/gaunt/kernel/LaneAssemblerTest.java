package org.gaunt.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Array;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.gaunt.linalg.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LaneAssemblerTest {
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
        check(provider, precision, a -> {}, x -> x);
        check(provider, precision, binary(LaneAssembler::add, 2.5), x -> x + 2.5);
        check(provider, precision, binary(LaneAssembler::sub, 2.5), x -> x - 2.5);
        check(provider, precision, binary(LaneAssembler::mul, -1.5), x -> x * -1.5);
        check(provider, precision, binary(LaneAssembler::div, 4), x -> x / 4);
        check(provider, precision, binary(LaneAssembler::min, 1), x -> Math.min(x, 1));
        check(provider, precision, binary(LaneAssembler::max, 1), x -> Math.max(x, 1));
        check(provider, precision, LaneAssembler::neg, x -> -x);
        check(
                provider,
                precision,
                a -> {
                    a.constant(3);
                    a.constant(0.25);
                    a.fma();
                },
                x -> x * 3 + 0.25);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aNumberIsRepeatedOverAllLanes(Provider provider, Precision precision) {
        // Multiplies each vector by its own sum: reduces, then broadcasts.
        int lanes = provider.lanes(precision);
        double[] result = apply(provider, precision, false, a -> {
            int v = a.newVector();
            a.put(v);
            a.get(v);
            a.reduceAdd();
            a.broadcast();
            a.get(v);
            a.mul();
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
        double[] result = apply(provider, precision, true, LaneAssembler::reduceAdd);
        for (int i = 0; i < SAMPLES.length; i += lanes) {
            double sum = 0;
            for (int j = 0; j < lanes; j++) {
                sum += SAMPLES[i + j];
            }
            assertThat(result[i]).isCloseTo(sum, within(1e-5));
        }
    }

    @Test
    void lanesThatNoVectorHasAreRefused() {
        Provider provider = new Provider(128, true);
        assertThatThrownBy(() -> LaneKernels.map(provider, Precision.FLOAT32, false, a -> a.withLanes(8)))
                .hasStackTraceContaining("8 lanes of FLOAT32 for target vector128");
    }

    private static Consumer<LaneAssembler> binary(Consumer<LaneAssembler> operation, double operand) {
        return a -> {
            a.constant(operand);
            operation.accept(a);
        };
    }

    private static void check(
            Provider provider, Precision precision, Consumer<LaneAssembler> f, DoubleUnaryOperator expected) {
        double[] result = apply(provider, precision, false, f);
        double epsilon = precision == Precision.FLOAT32 ? 1.2e-7 : 2.3e-16;
        for (int i = 0; i < SAMPLES.length; i++) {
            double wanted = expected.applyAsDouble(SAMPLES[i]);
            assertThat(result[i]).as("f(%s)", SAMPLES[i]).isCloseTo(wanted, within(epsilon * Math.abs(wanted)));
        }
    }

    private static double[] apply(Provider provider, Precision precision, boolean reduces, Consumer<LaneAssembler> f) {
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
