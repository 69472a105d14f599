package org.gaunt.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.gaunt.autodiff.Backend;
import org.gaunt.kernel.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.model.Facet;
import org.gaunt.potential.model.FacetConfig;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.api.Test;

/** Facet with random weights keeps the contract, on a grid so fine that its aliasing is below the tolerance. */
class FacetContractTest extends ModelContract {

    private static FacetConfig config(String hidden, int lmax, int layers, RadialKind radial) {
        return new FacetConfig(hidden, lmax, layers, 3.5, radial, 6, 5, List.of(8), 8, 36);
    }

    /** The layers' factors start at zero, with which there would be nothing to see. */
    private static Facet model(FacetConfig config) {
        Facet facet = new Facet(config, DATA, 42, Backend.detect());
        RandomGenerator random = new Random(5);
        Parameters parameters = facet.parameters();
        for (Parameters.Entry entry : parameters.entries()) {
            for (int i = entry.offset(); entry.name().endsWith(".factor") && i < entry.end(); i++) {
                parameters.values()[i] = 0.5 * random.nextGaussian();
            }
        }
        return facet;
    }

    @Override
    List<Case> cases() {
        return Stream.of(
                        config("6x0e+4x1o+2x2e", 2, 2, RadialKind.SPLINE),
                        config("4x0e+2x1o", 1, 3, RadialKind.MLP),
                        config("2x0e", 1, 1, RadialKind.SPLINE))
                .map(config -> new Case(config.toString(), () -> model(config)))
                .toList();
    }

    /** At the start layers change nothing, as published, and the energy is that of the elements alone. */
    @Test
    void startsWithoutForces() {
        Facet fresh = new Facet(config("6x0e+4x1o+2x2e", 2, 2, RadialKind.SPLINE), DATA, 42, Backend.detect());
        try (ModelPotential potential = new ModelPotential(fresh, Precision.FLOAT64, 1)) {
            Prediction prediction = potential.evaluate(MOLECULE, Derivatives.FORCES);
            assertThat(prediction.forces()).allMatch(f -> f == 0);
        }
    }
}
