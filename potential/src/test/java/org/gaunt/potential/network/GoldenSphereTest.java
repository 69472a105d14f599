package org.gaunt.potential.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.gaunt.autodiff.Tape;
import org.gaunt.form.Backend;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.nn.Nonlinearity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The activation on the sphere of EquiformerV2, on a converged grid, is {@link SphereActivation} up to the scale of the harmonics and the
 * constant of SiLU: their "component" grids give degree l the factor 1/√((2l+1)(lmax+1)) times component harmonics, their "integral"
 * grids are orthonormal like ours, and their SiLU has no constant.
 */
class GoldenSphereTest {
    private static final int ATOMS = 3;
    private static final int CHANNELS = 4;
    private static final Path FILE = Path.of("../core/src/test/resources/golden/so2.safetensors");

    /** Their factor of degree l over ours. */
    private static double factor(int l, int lmax, boolean component) {
        return component ? Math.sqrt(4 * Math.PI / ((2 * l + 1.0) * (lmax + 1))) : 1;
    }

    @ParameterizedTest
    @CsvSource({"s2_l2_component, 2, true", "s2_l4_component, 4, true", "s2_l2_integral, 2, false"})
    void isTheSeparableActivation(String name, int lmax, boolean component) {
        Safetensors tensors = Safetensors.read(FILE);
        int components = (lmax + 1) * (lmax + 1);
        double[] x = tensors.tensor(name + "/x").doubles();
        double[] scalars = tensors.tensor(name + "/scalars").doubles();
        double[] expected = tensors.tensor(name + "/converged/separable").doubles();
        double[] factors = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int l = (int) Math.sqrt(i / CHANNELS % components);
            factors[i] = factor(l, lmax, component);
            x[i] *= factors[i];
        }
        try (Tape tape = Tape.open(Backend.detect())) {
            double[] found = SphereActivation.separable(lmax, 64)
                    .apply(tape, tape.leaf(x, ATOMS, components * CHANNELS, 0), tape.leaf(scalars, ATOMS, CHANNELS, 0))
                    .toDoubles();
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.length; i++) {
                double scale = i / CHANNELS % components == 0 ? 1 : factors[i];
                assertThat(found[i] / scale / Nonlinearity.SILU.moment())
                        .as("%s [%d]", name, i)
                        .isCloseTo(expected[i], within(1e-10));
            }
        }
    }
}
