package org.gaunt.potential.model.mace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.ToyData;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.model.GoldenFiles;
import org.gaunt.potential.network.DistanceTransform;
import org.gaunt.potential.network.PotentialWorker;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Splines in place of radial networks: as accurate as they are asked to be, and never without being asked for. */
class RadialSplinesTest {
    private static final Backend BACKEND = Backend.detect();

    private static double largestError(double[] found, double[] wanted) {
        double error = 0;
        double scale = Arrays.stream(wanted).map(Math::abs).max().orElse(1);
        for (int i = 0; i < wanted.length; i++) {
            error = Math.max(error, Math.abs(found[i] - wanted[i]) / scale);
        }
        return error;
    }

    private static Prediction predict(Mace model, Structure structure, EvaluationSettings settings) {
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1, settings)) {
            return potential.evaluate(structure, Derivatives.FORCES);
        }
    }

    /** The models' radial networks, with a distance transform by elements and a density in the second. */
    @ParameterizedTest
    @ValueSource(strings = {"mace_b", "mace_f"})
    void errorsFollowTheTolerance(String name) {
        GoldenMace golden = new GoldenMace(name, BACKEND);
        Structure acac = GoldenFiles.structure("acac");
        double[] forces = golden.expected("acac", "forces");
        double coarse = largestError(
                predict(golden.model, acac, new EvaluationSettings(1e-2, null)).forces(), forces);
        double fine = largestError(
                predict(golden.model, acac, new EvaluationSettings(1e-6, null)).forces(), forces);
        double finest = largestError(
                predict(golden.model, acac, new EvaluationSettings(1e-9, null)).forces(), forces);
        assertThat(coarse).isLessThan(1e-1).isGreaterThan(1e-6);
        assertThat(fine).isLessThan(1e-4);
        assertThat(finest).isLessThan(1e-6);
        assertThat(largestError(
                        predict(golden.model, acac, EvaluationSettings.NONE).forces(), forces))
                .isLessThan(1e-11);
    }

    @Test
    void forcesAreTheSlopeOfTheSplinesEnergy() {
        GoldenMace golden = new GoldenMace("mace_f", BACKEND);
        Structure structure = GoldenFiles.structure("close_contact");
        EvaluationSettings settings = new EvaluationSettings(1e-2, null);
        double[] forces = predict(golden.model, structure, settings).forces();
        double step = 1e-5;
        for (int i = 0; i < forces.length; i++) {
            double[] positions = structure.positions();
            positions[i] += step;
            double up = predict(golden.model, structure.withPositions(positions), settings)
                    .energy();
            positions[i] -= 2 * step;
            double down = predict(golden.model, structure.withPositions(positions), settings)
                    .energy();
            assertThat(forces[i] + (up - down) / (2 * step)).isBetween(-2e-6, 2e-6);
        }
    }

    /** Splines that are trained through the network: of the same weights, and near it. */
    @Test
    void tabulatedNetworksAreNearTheNetworks() {
        GoldenMace golden = new GoldenMace("mace_b", BACKEND);
        MaceConfig c = golden.model.config();
        MaceConfig tabulated = new MaceConfig(
                c.hidden(),
                c.lmax(),
                c.correlation(),
                c.layers(),
                c.cutoff(),
                RadialKind.TABULATED,
                c.radialBasis(),
                c.cutoffPower(),
                c.radialHidden(),
                c.radialKnots(),
                DistanceTransform.NONE,
                c.densityNormalization(),
                c.pairRepulsion(),
                c.interaction(),
                c.gridPoints(),
                c.readoutHidden(),
                c.firstLayerResidual(),
                c.heads());
        Mace model = new Mace(tabulated, golden.model.data(), 1, BACKEND);
        double[] weights = golden.model.parameters().values();
        System.arraycopy(weights, 0, model.parameters().values(), 0, weights.length);
        double[] forces = predict(model, GoldenFiles.structure("acac"), EvaluationSettings.NONE)
                .forces();
        assertThat(largestError(forces, golden.expected("acac", "forces"))).isBetween(1e-9, 2e-2);
    }

    @Test
    void newWeightsGetNewTables() {
        GoldenMace golden = new GoldenMace("mace_a", BACKEND);
        PotentialWorker worker = golden.model.worker(Precision.FLOAT64, 1e-9);
        GraphBatch batch = GraphBatch.of(List.of(new GraphBuilder(golden.model.atomicNumbers(), golden.model.cutoff())
                .build(GoldenFiles.structure("hnco"))));
        worker.load(new double[golden.model.parameters().size()]);
        double[] before = worker.evaluate(batch, Derivatives.FORCES).forces().clone();
        assertThat(Arrays.stream(before).map(Math::abs).max()).hasValue(0);
        worker.load(golden.model.parameters().values());
        double[] after = worker.evaluate(batch, Derivatives.FORCES).forces();
        assertThat(largestError(after, golden.expected("hnco", "forces"))).isLessThan(1e-6);
    }

    @Test
    void gradientsAndImpossibleTolerancesAreRefused() {
        GoldenMace golden = new GoldenMace("mace_a", BACKEND);
        PotentialWorker worker = golden.model.worker(Precision.FLOAT64, 1e-9);
        double[] gradient = new double[golden.model.parameters().size()];
        assertThatThrownBy(() -> worker.accumulateGradient(new double[1], null, null, gradient))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new EvaluationSettings(1e-20, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.0E-20");
        assertThatThrownBy(() ->
                        new ModelPotential(ToyData.model(0), Precision.FLOAT64, 1, new EvaluationSettings(1e-6, null)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("splines");
    }

    @Test
    void headsAreNamedByStructuresOrForAll() {
        GoldenMace golden = new GoldenMace("mace_g", BACKEND);
        Structure own = GoldenFiles.structure("hnco/own");
        assertThat(predict(golden.model, own, EvaluationSettings.NONE).energy())
                .isCloseTo(golden.expected("hnco/own", "energy")[0], org.assertj.core.api.Assertions.within(1e-9));
        assertThat(predict(golden.model, own, new EvaluationSettings(0, "pt")).energy())
                .isCloseTo(golden.expected("hnco/pt", "energy")[0], org.assertj.core.api.Assertions.within(1e-9));
        assertThatThrownBy(() -> predict(golden.model, GoldenFiles.structure("hnco"), EvaluationSettings.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("pt, own");
        assertThatThrownBy(() -> predict(golden.model, own, new EvaluationSettings(0, "other")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("other");
    }
}
