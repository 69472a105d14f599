package org.gaunt.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.gaunt.nn.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamTest {

    private static Parameters three() {
        Parameters parameters =
                Parameters.builder().add("a", false, 2).add("b", true, 1).build();
        parameters.set("a", new double[] {1.0, -2.0});
        parameters.set("b", new double[] {0.5});
        return parameters;
    }

    /** A gradient that changes sign and size, so that the largest mean square and the present one differ. */
    private static double[] gradient(double[] p, int step) {
        double swing = step % 3 == 0 ? 10 : -0.3;
        return new double[] {swing * p[0], Math.sin(step) + p[1], p[2] * p[2] + swing};
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, false", "true, true", "false, true"})
    void followsTheFormulasOfPyTorchStepByStep(boolean amsgrad, boolean decoupled) {
        Parameters parameters = three();
        double[] p = parameters.values().clone();
        double[] decay = {0, 0, 0.01};
        double[] m = new double[3];
        double[] v = new double[3];
        double[] vMax = new double[3];
        Adam adam = new Adam(parameters, new Adam.Settings(0.9, 0.999, 1e-8, 0.01, decoupled, amsgrad));
        for (int t = 1; t <= 50; t++) {
            double rate = 0.01 / t;
            adam.step(parameters.values(), gradient(parameters.values(), t), rate);
            double[] g = gradient(p, t);
            for (int i = 0; i < 3; i++) {
                // torch.optim.Adam and AdamW, single tensor
                double grad = decoupled ? g[i] : g[i] + decay[i] * p[i];
                p[i] *= decoupled ? 1 - rate * decay[i] : 1;
                m[i] = m[i] * 0.9 + grad * (1 - 0.9);
                v[i] = v[i] * 0.999 + grad * grad * (1 - 0.999);
                double correction1 = 1 - Math.pow(0.9, t);
                double correction2 = 1 - Math.pow(0.999, t);
                vMax[i] = Math.max(vMax[i], v[i]);
                double denominator = Math.sqrt(amsgrad ? vMax[i] : v[i]) / Math.sqrt(correction2) + 1e-8;
                p[i] += -(rate / correction1) * m[i] / denominator;
            }
            assertThat(parameters.values()).containsExactly(p, within(1e-14));
        }
        assertThat(adam.steps()).isEqualTo(50);
    }

    @Test
    void theFirstStepHasTheLengthOfTheRate() {
        Parameters parameters = three();
        new Adam(parameters, Adam.Settings.amsgrad(0)).step(parameters.values(), new double[] {3, -0.001, 1e5}, 0.01);
        assertThat(parameters.values()).containsExactly(new double[] {0.99, -1.99, 0.49}, within(1e-6));
    }

    @Test
    void goesOnFromItsStateToTheBit() {
        Parameters through = three();
        Parameters broken = three();
        Adam one = new Adam(through, Adam.Settings.amsgrad(0.1));
        Adam first = new Adam(broken, Adam.Settings.amsgrad(0.1));
        for (int t = 0; t < 7; t++) {
            one.step(through.values(), gradient(through.values(), t), 0.02);
            first.step(broken.values(), gradient(broken.values(), t), 0.02);
        }
        Adam second = new Adam(three(), Adam.Settings.amsgrad(0.1));
        second.restore(first.state());
        for (int t = 7; t < 20; t++) {
            one.step(through.values(), gradient(through.values(), t), 0.02);
            second.step(broken.values(), gradient(broken.values(), t), 0.02);
        }
        assertThat(broken.values()).containsExactly(through.values());
    }

    @Test
    void refusesWhatBelongsToOtherParameters() {
        Adam adam = new Adam(three(), Adam.Settings.amsgrad(0));
        assertThatIllegalArgumentException().isThrownBy(() -> adam.step(new double[2], new double[3], 0.1));
        Adam plain = new Adam(three(), new Adam.Settings(0.9, 0.999, 1e-8, 0, false));
        assertThatIllegalArgumentException().isThrownBy(() -> adam.restore(plain.state()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Adam.Settings(1, 0.9, 1e-8, 0, true));
    }

    @Test
    void clippingShortensOnlyLongGradients() {
        double[] gradient = {30, 40};
        assertThat(GradientClip.byNorm(gradient, 10)).isEqualTo(50);
        double factor = 10 / (50 + 1e-6);
        assertThat(gradient).containsExactly(30 * factor, 40 * factor);
        double[] small = {3, 4};
        assertThat(GradientClip.byNorm(small, 10)).isEqualTo(5);
        assertThat(small).containsExactly(3, 4);
        double[] broken = {Double.NaN, 4};
        assertThat(GradientClip.byNorm(broken, 10)).isNaN();
        assertThat(broken[1]).isEqualTo(4);
    }

    @Test
    void theAverageFollowsSlowlyAfterAQuickStart() {
        double[] p = {0};
        ExponentialMovingAverage average = new ExponentialMovingAverage(p, 0.3);
        p[0] = 11;
        average.update(p); // d = 2/11
        assertThat(average.average()[0]).isCloseTo(9, within(1e-14));
        p[0] = 0;
        average.update(p); // d = 3/12
        assertThat(average.average()[0]).isCloseTo(2.25, within(1e-14));
        p[0] = 1;
        average.update(p); // d = 4/13 is above 0.3
        assertThat(average.average()[0]).isCloseTo(2.25 * 0.3 + 0.7, within(1e-14));
        assertThat(average.updates()).isEqualTo(3);
        ExponentialMovingAverage none = new ExponentialMovingAverage(p, 0);
        p[0] = 5;
        none.update(p);
        assertThat(none.average()).containsExactly(5);
    }
}
