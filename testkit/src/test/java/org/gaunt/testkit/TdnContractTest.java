package org.gaunt.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gaunt.atoms.Structure;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Rotation;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.model.tdn.Tdn;
import org.gaunt.potential.model.tdn.TdnConfig;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.api.Test;

/** A tensor decomposition network with random weights keeps the contract of a potential and of a trainable model. */
class TdnContractTest extends ModelContract {

    private static final double CUTOFF = 3.5;

    private static final TdnConfig EXACT =
            new TdnConfig(4, 2, 2, 2, CUTOFF, RadialKind.MLP, 5, 6, List.of(6), 9, 6, 0, true);
    private static final TdnConfig SCALARS =
            new TdnConfig(5, 0, 1, 5, CUTOFF, RadialKind.MLP, 5, 6, List.of(6), 9, 4, 0, true);
    /** Decomposed as far as double precision goes. */
    private static final TdnConfig DECOMPOSED =
            new TdnConfig(4, 1, 2, 1, CUTOFF, RadialKind.MLP, 5, 6, List.of(6), 9, 6, 1e-12, true);

    private static final TdnConfig SPLINES =
            new TdnConfig(4, 1, 2, 1, CUTOFF, RadialKind.SPLINE, 1, 6, List.of(), 7, 6, 0, true);

    @Override
    List<Case> cases() {
        return Stream.of(EXACT, SCALARS, DECOMPOSED, SPLINES)
                .map(config -> new Case(config.toString(), () -> tdn(config)))
                .toList();
    }

    private static Tdn tdn(TdnConfig config) {
        return new Tdn(config, DATA, 42, Backend.detect());
    }

    private static TdnConfig within(double tolerance, boolean parity) {
        return new TdnConfig(4, 2, 2, 2, CUTOFF, RadialKind.MLP, 5, 6, List.of(6), 9, 6, tolerance, parity);
    }

    /** Energies turn with the structure to about the tolerance, and a tighter one takes a higher rank. */
    @Test
    void equivarianceFollowsTheTolerance() {
        int rank = 0;
        for (double tolerance : new double[] {0.1, 1e-2, 1e-4}) {
            Tdn model = tdn(within(tolerance, true));
            assertThat(model.rank()).isGreaterThan(rank);
            rank = model.rank();
            assertThat(changeByTurning(model, true)).isLessThan(tolerance);
        }
    }

    /** All paths of scalars and vectors are the product of quaternions, of rank 8; they do not know left from right. */
    @Test
    void allPathsKeepRotationsOnly() {
        Tdn model = tdn(new TdnConfig(4, 1, 3, 2, CUTOFF, RadialKind.MLP, 5, 6, List.of(6), 9, 6, 1e-12, false));
        assertThat(model.rank()).isEqualTo(8);
        assertThat(changeByTurning(model, false)).isLessThan(1e-9);
        assertThat(changeByTurning(model, true)).isGreaterThan(1e-6);
    }

    /** How much the energy of a cluster changes when it is turned, or turned and inverted. */
    private static double changeByTurning(Tdn model, boolean inversion) {
        Structure plain = cluster(8);
        Random random = new Random(3);
        double[] energies = new double[5];
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            for (int k = 0; k < energies.length; k++) {
                double[][] r = Transforms.matrix(Rotation.random(random), inversion && k % 2 == 1);
                Structure turned = k == 0 ? plain : Transforms.mapped(plain, r);
                energies[k] = potential
                        .evaluate(List.of(turned), Derivatives.ENERGY)
                        .getFirst()
                        .energy();
            }
        }
        double change = 0;
        for (double e : energies) {
            change = Math.max(change, Math.abs(e - energies[0]));
        }
        return change;
    }
}
