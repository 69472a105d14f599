package org.gaunt.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.gaunt.atoms.Structure;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.model.escn.Escn;
import org.gaunt.potential.model.escn.EscnConfig;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Convolutions in the frames of edges with random weights keep the contract of a potential and of a trainable model. Activations on
 * the sphere turn with the features only as well as their grid is fine.
 */
class EscnContractTest extends ModelContract {

    private static final double CUTOFF = 3.5;

    private static final EscnConfig SMALL = config(3, 1, 1, 2, RadialKind.MLP, 18, true);
    private static final EscnConfig TENSORS = config(2, 2, 2, 2, RadialKind.MLP, 22, true);
    private static final EscnConfig FEWER_ORDERS = config(2, 2, 1, 1, RadialKind.SPLINE, 22, false);
    private static final EscnConfig SCALARS = config(9, 0, 0, 2, RadialKind.MLP, 1, true);

    private static EscnConfig config(
            int channels, int lmax, int mmax, int layers, RadialKind radial, int grid, boolean selfmix) {
        return new EscnConfig(channels, lmax, mmax, layers, CUTOFF, radial, 5, 5, List.of(8), 8, grid, selfmix, 4);
    }

    @Override
    List<Case> cases() {
        return Stream.of(SMALL, TENSORS, FEWER_ORDERS, SCALARS)
                .map(config -> new Case(config.toString(), () -> new Escn(config, DATA, 42, Backend.detect())))
                .toList();
    }

    @Override
    double tolerance() {
        return 1e-6;
    }

    /**
     * Where an edge lies on the polar axis of the harmonics, frames that are made from the edge and that axis would be undefined:
     * energy and forces must pass such a place smoothly.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void passesThePolarAxisSmoothly(Case of) {
        try (ModelPotential potential = new ModelPotential(of.model(), Precision.FLOAT64, 1)) {
            for (double sign : new double[] {1, -1}) {
                double step = 1e-4;
                Prediction before = at(potential, sign, -step);
                Prediction on = at(potential, sign, 0);
                Prediction after = at(potential, sign, step);
                double[] forces = forces(on);
                assertThat(forces[3]).isCloseTo(-(after.energy() - before.energy()) / (2 * step), Offset.offset(1e-6));
                for (int i = 0; i < forces.length; i++) {
                    double middle = (forces(before)[i] + forces(after)[i]) / 2;
                    assertThat(forces[i]).as("force component " + i).isCloseTo(middle, Offset.offset(1e-6));
                }
            }
        }
    }

    /** The second atom passes the place above (or below) the first one, along x. */
    private static Prediction at(ModelPotential potential, double sign, double x) {
        Structure structure = Structure.builder(
                        new int[] {6, 8, 1}, new double[] {0, 0, 0, x, 1.3 * sign, 0, 0.9, 0.3, -0.8})
                .build();
        return potential.evaluate(List.of(structure), Derivatives.FORCES).getFirst();
    }

    private static double[] forces(Prediction prediction) {
        double[] forces = prediction.forces();
        if (forces == null) {
            throw new AssertionError("there are no forces");
        }
        return forces;
    }
}
