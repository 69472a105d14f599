package org.gaunt.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.model.facet.Facet;
import org.gaunt.potential.model.facet.FacetConfig;
import org.gaunt.potential.model.mace.Mace;
import org.gaunt.potential.model.mace.MaceConfig;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.api.Test;

/** Models with a network on a grid, Facet and MACE, keep the contract with random weights, up to the grid's aliasing. */
class FacetContractTest extends ModelContract {

    private static FacetConfig config(String hidden, int lmax, int layers, RadialKind radial) {
        return new FacetConfig(hidden, lmax, layers, 3.5, radial, 6, 5, List.of(8), 8, 28);
    }

    private static final MaceConfig MACE = new MaceConfig(
            "4x0e+4x1o",
            2,
            List.of(1),
            1,
            3.5,
            RadialKind.MLP,
            6,
            6,
            List.of(8),
            7,
            DistanceTransform.NONE,
            false,
            false,
            "grid-mlp",
            28,
            4,
            true,
            List.of());

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

    /** A grid with an odd number of points around the axis does not turn into itself in the mirror of z. */
    @Override
    List<Integer> exactMirrors() {
        return List.of(0, 1);
    }

    @Override
    List<Case> cases() {
        Case mace = new Case("MACE with " + MACE.interaction(), () -> new Mace(MACE, DATA, 42, Backend.detect()));
        Stream<Case> facets = Stream.of(
                        config("6x0e+4x1o+2x2e", 2, 2, RadialKind.SPLINE),
                        config("4x0e+2x1o", 1, 2, RadialKind.MLP),
                        config("2x0e", 1, 1, RadialKind.SPLINE))
                .map(config -> new Case(config.toString(), () -> model(config)));
        return Stream.concat(facets, Stream.of(mace)).toList();
    }

    /** What the grid cannot tell apart: 3e-8 with 36 points from pole to pole, for these large features. */
    @Override
    double tolerance() {
        return 1e-5;
    }

    @Override
    double singleTolerance() {
        return 1e-4;
    }

    /** At the start layers change nothing, as published, and without a shift that goes with neighbours the energy is that of the elements alone. */
    @Test
    void startsWithoutForces() {
        Facet fresh = new Facet(
                config("6x0e+4x1o+2x2e", 2, 2, RadialKind.SPLINE),
                DATA.withIsolatedLimit(IsolatedLimit.FREE),
                42,
                Backend.detect());
        try (ModelPotential potential = new ModelPotential(fresh, Precision.FLOAT64, 1)) {
            Prediction prediction = potential.evaluate(MOLECULE, Derivatives.FORCES);
            assertThat(Arrays.stream(prediction.forces()).map(Math::abs).max()).hasValue(0);
        }
    }
}
