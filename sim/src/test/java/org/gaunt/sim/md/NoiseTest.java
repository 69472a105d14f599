package org.gaunt.sim.md;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generator against its authors' numbers, and the distributions made of it. */
class NoiseTest {

    /** The known answers of Random123 (kat_vectors, philox4x64 of ten rounds); numpy's Philox gives the same. */
    @Test
    void knownAnswers() {
        long[] zero = new long[4];
        Noise.philox(zero, 0, 0);
        assertThat(zero)
                .containsExactly(0x16554d9eca36314cL, 0xdb20fe9d672d0fdcL, 0xd7e772cee186176bL, 0x7e68b68aec7ba23bL);
        long[] pi = {0x243f6a8885a308d3L, 0x13198a2e03707344L, 0xa4093822299f31d0L, 0x082efa98ec4e6c89L};
        Noise.philox(pi, 0x452821e638d01377L, 0xbe5466cf34e90c6cL);
        assertThat(pi)
                .containsExactly(0xa528f45403e61d95L, 0x38c72dbd566e9788L, 0xa5a1610e72fd18b5L, 0x57bd43b5e52b7fe6L);
    }

    @Test
    void normalNumbers() {
        Noise noise = new Noise(5, Noise.Use.ATOMS);
        double[] samples = new double[40_000];
        double[] four = new double[4];
        double product = 0;
        for (int i = 0; i < samples.length; i += 4) {
            noise.normal(i / 400, i % 400, 0, four);
            System.arraycopy(four, 0, samples, i, 4);
            product += four[0] * four[1] + four[1] * four[2] + four[2] * four[3];
        }
        // P of the normal distribution by the incomplete gamma function: x² / 2 has the shape 1/2
        double p = Statistics.kolmogorovSmirnov(
                samples, x -> 0.5 + Math.signum(x) / 2 * Statistics.gammaCumulative(0.5, x * x / 2));
        assertThat(p).isGreaterThan(1e-4);
        assertThat(Math.abs(product) / Math.sqrt(3 * samples.length / 4.0)).isLessThan(4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 14.5, 1000})
    void gammaNumbers(double shape) {
        Noise noise = new Noise(6, Noise.Use.THERMOSTAT);
        double[] samples = new double[10_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = noise.gamma(shape, i, 1);
        }
        assertThat(Statistics.kolmogorovSmirnov(samples, x -> Statistics.gammaCumulative(shape, x)))
                .isGreaterThan(1e-4);
    }

    @Test
    void everySeedStepAtomAndUseHasItsOwn() {
        Set<Double> seen = new HashSet<>();
        double[] four = new double[4];
        for (long seed = -2; seed < 3; seed++) {
            for (Noise.Use use : Noise.Use.values()) {
                for (long step = 0; step < 20; step++) {
                    for (long id = 0; id < 20; id++) {
                        new Noise(seed, use).normal(step, id, 0, four);
                        seen.add(four[0]);
                    }
                }
            }
        }
        assertThat(seen).hasSize(5 * Noise.Use.values().length * 400);
    }
}
