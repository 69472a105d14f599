package org.gaunt.kernel.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Array;
import java.util.List;
import org.gaunt.linalg.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors of the elementwise functions against {@code Math.exp}, whose own error is below one unit in the last place. */
class LaneMathTest {
    private static final int COUNT = 1 << 16;
    private static final double RANGE = 100;

    private static double tolerance(Precision precision) {
        return precision == Precision.FLOAT32 ? 2e-7 : 5e-16;
    }

    private static double smallestNormal(Precision precision) {
        return precision == Precision.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    }

    private static double largest(Precision precision) {
        return precision == Precision.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    }

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void exponentialIsAccurateWhereNormalAndLimitedElsewhere(Provider provider, Precision precision) {
        Object x = grid(precision, RANGE);
        Object y = evaluate(provider, precision, x, LaneMath::exp);
        double worst = 0;
        for (int i = 0; i < COUNT; i++) {
            double exact = Math.exp(Array.getDouble(x, i));
            double found = Array.getDouble(y, i);
            if (exact > largest(precision)) {
                assertThat(found).isPositive().isInfinite();
            } else if (exact < smallestNormal(precision)) {
                assertThat(found).isBetween(0.0, 1.01 * smallestNormal(precision));
            } else {
                worst = Math.max(worst, Math.abs(found / exact - 1));
            }
        }
        assertThat(worst).as("largest relative error").isLessThan(tolerance(precision));
    }

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void sigmoidGoesFromZeroToOne(Provider provider, Precision precision) {
        Object x = grid(precision, RANGE);
        Object y = evaluate(provider, precision, x, LaneMath::sigmoid);
        double worst = 0;
        for (int i = 0; i < COUNT; i++) {
            double exact = 1 / (1 + Math.exp(-Array.getDouble(x, i)));
            double found = Array.getDouble(y, i);
            assertThat(found).isBetween(0.0, 1.0);
            if (exact > 2 * smallestNormal(precision)) {
                worst = Math.max(worst, Math.abs(found / exact - 1));
            }
        }
        assertThat(worst).as("largest relative error").isLessThan(2 * tolerance(precision));
        assertThat(Array.getDouble(y, COUNT - 1)).isEqualTo(1.0);
    }

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void extremeArgumentsHaveTheirLimits(Provider provider, Precision precision) {
        double[] special = {
            Double.NEGATIVE_INFINITY, -1e30, -800, 0, -0.0, 800, 1e30, Double.POSITIVE_INFINITY, Double.NaN
        };
        double[] exp = {
            0, 0, 0, 1, 1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN
        };
        double[] sigmoid = {0, 0, 0, 0.5, 0.5, 1, 1, 1, Double.NaN};
        Object x = precision.newArray(16);
        for (int i = 0; i < special.length; i++) {
            LaneKernels.set(x, i, special[i]);
        }
        Object e = evaluate(provider, precision, x, LaneMath::exp);
        Object s = evaluate(provider, precision, x, LaneMath::sigmoid);
        for (int i = 0; i < special.length; i++) {
            assertThat(Double.compare(Array.getDouble(e, i), exp[i]))
                    .as("exp(%s)", special[i])
                    .isZero();
            assertThat(Double.compare(Array.getDouble(s, i), sigmoid[i]))
                    .as("sigmoid(%s)", special[i])
                    .isZero();
        }
    }

    /** Over the whole range of normal and subnormal numbers, and close to 1, where the result is small. */
    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void logarithmIsAccurateEverywhere(Provider provider, Precision precision) {
        double most = Math.log(largest(precision)) - 1e-3;
        double least = precision == Precision.FLOAT32 ? Math.log(Float.MIN_VALUE) : Math.log(Double.MIN_VALUE);
        Object x = precision.newArray(COUNT);
        for (int i = 0; i < COUNT; i++) {
            double part = i / (COUNT - 1.0);
            LaneKernels.set(x, i, i % 2 == 0 ? Math.exp(least + part * (most - least)) : 0.5 + part);
        }
        Object y = evaluate(provider, precision, x, LaneLog::log);
        double worst = 0;
        for (int i = 0; i < COUNT; i++) {
            double at = Array.getDouble(x, i);
            if (at == 0) {
                continue;
            }
            double exact = Math.log(at);
            double found = Array.getDouble(y, i);
            worst = Math.max(worst, exact == 0 ? Math.abs(found) : Math.abs(found / exact - 1));
        }
        assertThat(worst).as("largest relative error").isLessThan(2 * tolerance(precision));
    }

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void softplusIsAccurate(Provider provider, Precision precision) {
        Object x = grid(precision, 80);
        Object y = evaluate(provider, precision, x, LaneLog::softplus);
        double worst = 0;
        for (int i = 0; i < COUNT; i++) {
            double at = Array.getDouble(x, i);
            double exact = Math.max(at, 0) + Math.log1p(Math.exp(-Math.abs(at)));
            worst = Math.max(worst, Math.abs(Array.getDouble(y, i) / exact - 1));
        }
        assertThat(worst).as("largest relative error").isLessThan(2 * tolerance(precision));
    }

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void logarithmsOfExtremes(Provider provider, Precision precision) {
        double[] special = {
            Double.NEGATIVE_INFINITY, -1e30, -1, -1e-30, -0.0, 0, 1, Double.POSITIVE_INFINITY, Double.NaN
        };
        double[] log = {
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            0,
            Double.POSITIVE_INFINITY,
            Double.NaN
        };
        double[] softplus = {
            0,
            0,
            Math.log1p(Math.exp(-1)),
            Math.log(2),
            Math.log(2),
            Math.log(2),
            1 + Math.log1p(Math.exp(-1)),
            Double.POSITIVE_INFINITY,
            Double.NaN
        };
        Object x = precision.newArray(16);
        for (int i = 0; i < special.length; i++) {
            LaneKernels.set(x, i, special[i]);
        }
        Object l = evaluate(provider, precision, x, LaneLog::log);
        Object s = evaluate(provider, precision, x, LaneLog::softplus);
        for (int i = 0; i < special.length; i++) {
            assertThat(Double.compare(Array.getDouble(l, i) + 0.0, log[i]))
                    .as("log(%s)", special[i])
                    .isZero();
            double found = Array.getDouble(s, i);
            if (Double.isFinite(softplus[i])) {
                assertThat(found).as("softplus(%s)", special[i]).isCloseTo(softplus[i], within(1e-6));
            } else {
                assertThat(Double.compare(found, softplus[i]))
                        .as("softplus(%s)", special[i])
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void vectorsGiveTheBitsOfScalars(Provider provider, Precision precision) {
        Object x = grid(precision, 20);
        for (LaneKernels.Function f :
                List.<LaneKernels.Function>of(LaneMath::sigmoid, LaneLog::log, LaneLog::softplus)) {
            Object vector = evaluate(provider, precision, x, f);
            Object scalar = evaluate(Provider.scalar(), precision, x, f);
            assertThat(vector).isEqualTo(scalar);
        }
    }

    private static Object grid(Precision precision, double range) {
        Object x = precision.newArray(COUNT);
        for (int i = 0; i < COUNT; i++) {
            LaneKernels.set(x, i, range * (2.0 * i / (COUNT - 1) - 1));
        }
        return x;
    }

    private static Object evaluate(Provider provider, Precision precision, Object x, LaneKernels.Function f) {
        int count = Array.getLength(x);
        Object y = precision.newArray(count);
        LaneKernels.map(provider, precision, false, f).apply(x, y, count);
        return y;
    }
}
