package org.gaunt.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.util.function.Consumer;
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
    @MethodSource("org.gaunt.kernel.LaneAssemblerTest#kinds")
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
    @MethodSource("org.gaunt.kernel.LaneAssemblerTest#kinds")
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
    @MethodSource("org.gaunt.kernel.LaneAssemblerTest#kinds")
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

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.LaneAssemblerTest#kinds")
    void vectorsGiveTheBitsOfScalars(Provider provider, Precision precision) {
        Object x = grid(precision, 20);
        Object vector = evaluate(provider, precision, x, LaneMath::sigmoid);
        Object scalar = evaluate(Provider.scalar(), precision, x, LaneMath::sigmoid);
        assertThat(vector).isEqualTo(scalar);
    }

    private static Object grid(Precision precision, double range) {
        Object x = precision.newArray(COUNT);
        for (int i = 0; i < COUNT; i++) {
            LaneKernels.set(x, i, range * (2.0 * i / (COUNT - 1) - 1));
        }
        return x;
    }

    private static Object evaluate(Provider provider, Precision precision, Object x, Consumer<LaneAssembler> f) {
        int count = Array.getLength(x);
        Object y = precision.newArray(count);
        LaneKernels.map(provider, precision, false, f).apply(x, y, count);
        return y;
    }
}
