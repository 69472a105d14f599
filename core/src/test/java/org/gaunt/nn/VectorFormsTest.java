package org.gaunt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.o3.SphericalHarmonics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Harmonics of many vectors against the reference, with derivatives. */
class VectorFormsTest {
    private static final int ROWS = 2;

    private static double[] vectors(int channels, long seed) {
        return new SplittableRandom(seed)
                .doubles((long) ROWS * 3 * channels, -1, 1)
                .toArray();
    }

    private static Var evaluate(Tape tape, Form form, int channels, Var v) {
        return tape.form(form, channels, Rows.of(ROWS), new @Nullable Var[] {v, null}, VectorForms.RESULT)[0];
    }

    @ParameterizedTest
    @CsvSource({"0,1,vector", "3,5,vector", "6,13,vector", "10,8,vector", "4,3,scalar"})
    void valuesAreThoseOfTheReference(int lmax, int channels, String provider) {
        Tape tape = Tape.open(provider.equals("scalar") ? Backend.of("scalar") : Backend.detect());
        double[] v = vectors(channels, 1);
        int components = (lmax + 1) * (lmax + 1);
        Var result = evaluate(tape, VectorForms.harmonics(lmax), channels, tape.leaf(v, ROWS, 3 * channels, 0));
        double[] found = result.toDoubles();
        for (int r = 0; r < ROWS; r++) {
            for (int c = 0; c < channels; c++) {
                int at = r * 3 * channels + c;
                double[] expected = SphericalHarmonics.of(lmax, SphericalHarmonics.Normalization.COMPONENT, true)
                        .values(v[at], v[at + channels], v[at + 2 * channels]);
                for (int k = 0; k < components; k++) {
                    assertThat(found[(r * components + k) * channels + c])
                            .as("vector %d of row %d, component %d", c, r, k)
                            .isCloseTo(expected[k], within(2e-13 * Math.sqrt(2 * lmax + 1)));
                }
            }
        }
    }

    @Test
    void theGradientIsThatOfDifferences() {
        int lmax = 5;
        int channels = 6;
        Tape tape = Tape.open(Backend.detect());
        Form form = VectorForms.harmonics(lmax);
        double[] v = vectors(channels, 2);
        int width = (lmax + 1) * (lmax + 1) * channels;
        double[] seed =
                new SplittableRandom(3).doubles((long) ROWS * width, -1, 1).toArray();
        Var leaf = tape.leaf(v, ROWS, 3 * channels, 1);
        Var value = evaluate(tape, form, channels, leaf);
        Gradients gradients = tape.gradient(List.of(value), List.of(tape.leaf(seed, ROWS, width, 0)), 1, false);
        double[] found = Objects.requireNonNull(gradients.of(leaf)).toDoubles();
        for (int i = 0; i < v.length; i += 5) {
            double difference = (sum(form, channels, v, seed, i, 1e-5) - sum(form, channels, v, seed, i, -1e-5)) / 2e-5;
            assertThat(found[i]).isCloseTo(difference, within(1e-6));
        }
    }

    private static double sum(Form form, int channels, double[] v, double[] seed, int moved, double by) {
        Tape tape = Tape.open(Backend.detect());
        double[] there = v.clone();
        there[moved] += by;
        double[] y = evaluate(tape, form, channels, tape.leaf(there, ROWS, 3 * channels, 0))
                .toDoubles();
        double sum = 0;
        for (int i = 0; i < seed.length; i++) {
            sum += seed[i] * y[i];
        }
        return sum;
    }

    @Test
    void refusesDegreesThatAreNotTested() {
        assertThatThrownBy(() -> VectorForms.harmonics(31))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31")
                .hasMessageContaining("0 to 30");
    }
}
