package org.gaunt.potential.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gaunt.learn.ErrorFunction;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.LabelWeights;
import org.gaunt.potential.data.LabelledGraph;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {

    private static final double NAN = Double.NaN;

    /** Two structures of one and two atoms, with labels missing here and there. */
    private static final List<LabelledGraph> BATCH = List.of(
            structure(
                    1,
                    new double[] {0.1, 0.2, NAN},
                    new double[] {1, 2, 3, 2, NAN, 4, 3, 4, 5},
                    new LabelWeights(0.5, 2, 3)),
            structure(NAN, new double[] {1, 2, 3, 4, 5, 6}, null, new LabelWeights(1, 0.25, 1)));

    private static final double[] ENERGIES = {1.5, 7};
    private static final double[] FORCES = {1, -1, 2, 0.5, 0.25, 0.125, -3, 2, 1};
    private static final double[] STRESS = {1.5, 2, 2.5, 1, 0, 4.1, 3, -1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1};

    /** A structure of some atoms without edges. */
    private static LabelledGraph structure(
            double energy, double[] forces, double @Nullable [] stress, LabelWeights weights) {
        int atoms = forces.length / 3;
        Graph graph = new Graph(
                new double[3 * atoms],
                new int[atoms],
                new int[0],
                new int[0],
                new double[0],
                new int[0],
                new int[0],
                10);
        return new LabelledGraph(graph, energy, forces, stress, weights, null, null);
    }

    private static LabelledGraph structure(double energy, double... forces) {
        return structure(energy, forces, null, LabelWeights.ONE);
    }

    private static Evaluation evaluation(double[] energies, double[] forces, double @Nullable [] stress) {
        return new Evaluation(energies, new double[forces.length / 3], forces, stress);
    }

    private static double[] counts(List<LabelledGraph> batch) {
        return new KnownLabels(GraphSource.of(batch), PotentialLoss.of(ErrorFunction.l2(), 1, 1, 1)).all();
    }

    private static double value(PotentialLoss loss, List<LabelledGraph> batch, Evaluation evaluation) {
        double[] counts = counts(batch);
        return loss.value(loss.compare(batch, evaluation, counts, Map.of()), counts);
    }

    @Test
    void isTheLossOfThePyTorchProgram() {
        Safetensors golden = Safetensors.read(Path.of("src/test/resources/golden/mace_a_loss.safetensors"));
        double[] energies = golden.tensor("loss/energy").doubles();
        double[] forces = golden.tensor("loss/forces").doubles();
        List<LabelledGraph> batch = List.of(
                structure(energies[0], Arrays.copyOf(forces, 12)),
                structure(energies[1], Arrays.copyOfRange(forces, 12, 45)));
        Evaluation predicted = evaluation(
                golden.tensor("loss/predicted_energy").doubles(),
                golden.tensor("loss/predicted_forces").doubles(),
                null);
        double value = value(PotentialLoss.of(ErrorFunction.l2(), 1, 100, 0), batch, predicted);
        assertThat(value).isCloseTo(golden.tensor("loss/loss").doubles()[0], within(1e-11));
    }

    /** torch.nn.HuberLoss: half the square up to delta, delta (|x| - delta / 2) beyond; weights as factors. */
    @Test
    void huberIsThatOfPyTorch() {
        List<LabelledGraph> batch = List.of(structure(1, new double[] {0, 0, 0}, null, new LabelWeights(3, 5, 1)));
        PotentialLoss loss = PotentialLoss.of(ErrorFunction.huber(0.1), 2, 7, 0);
        double value = value(loss, batch, evaluation(new double[] {1.05}, new double[] {0.3, -0.02, 0}, null));
        double energy = 3 * 0.5 * 0.05 * 0.05;
        double forces = 5 * (0.1 * (0.3 - 0.05) + 0.5 * 0.02 * 0.02) / 3;
        assertThat(value).isCloseTo(2 * energy + 7 * forces, within(1e-15));
    }

    @Test
    void meansAreOverTheKnownLabels() {
        assertThat(counts(BATCH)).containsExactly(1, 8, 8);
        double value =
                value(PotentialLoss.of(ErrorFunction.l2(), 3, 7, 11), BATCH, evaluation(ENERGIES, FORCES, STRESS));
        double energy = 0.5 * 0.25;
        double forces = 2 * (0.9 * 0.9 + 1.2 * 1.2);
        double[] second = {1, 2, 3, 4, 5, 6};
        for (int k = 0; k < 6; k++) {
            forces += 0.25 * (FORCES[3 + k] - second[k]) * (FORCES[3 + k] - second[k]);
        }
        double stress = 3 * (0.25 + 0 + 0.25 + 1 + 0.01 + 0 + 25 + 25);
        assertThat(value).isCloseTo(3 * energy + 7 * forces / 8 + 11 * stress / 8, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.6})
    void slopesAreThoseOfTheLoss(double huberDelta) {
        PotentialLoss loss = huberDelta == 0
                ? PotentialLoss.of(ErrorFunction.l2(), 3, 7, 11)
                : PotentialLoss.of(ErrorFunction.huber(huberDelta), 3, 7, 11);
        double[] energies = {9, 9};
        double[] forces = new double[9];
        double[] stress = new double[18];
        Map<String, double[]> cotangents =
                Map.of(Evaluation.ENERGY, energies, Evaluation.FORCES, forces, Evaluation.STRESS, stress);
        loss.compare(BATCH, evaluation(ENERGIES, FORCES, STRESS), counts(BATCH), cotangents);
        assertThat(energies).containsExactly(numeric(loss, 0), within(1e-6));
        assertThat(forces).containsExactly(numeric(loss, 1), within(1e-6));
        assertThat(stress).containsExactly(numeric(loss, 2), within(1e-6));
        assertThat(forces[2]).isZero(); // not labelled
        assertThat(energies[1]).isZero();
        assertThat(stress[4]).isZero();
        assertThat(stress).endsWith(0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Difference quotients by energies (0), forces (1) or stress (2). */
    private static double[] numeric(PotentialLoss loss, int which) {
        double step = 1e-6;
        double[] slopes = new double[List.of(ENERGIES, FORCES, STRESS).get(which).length];
        for (int k = 0; k < slopes.length; k++) {
            slopes[k] = (moved(loss, which, k, step) - moved(loss, which, k, -step)) / (2 * step);
        }
        return slopes;
    }

    private static double moved(PotentialLoss loss, int which, int k, double step) {
        List<double[]> arrays = List.of(ENERGIES.clone(), FORCES.clone(), STRESS.clone());
        arrays.get(which)[k] += step;
        return value(loss, BATCH, evaluation(arrays.get(0), arrays.get(1), arrays.get(2)));
    }

    @Test
    void theLossOfABatchIsThatOfItsParts() {
        PotentialLoss loss = PotentialLoss.of(ErrorFunction.l2(), 3, 7, 11);
        double[] counts = counts(BATCH);
        double[] parts = loss.compare(BATCH, evaluation(ENERGIES, FORCES, STRESS));
        assertThat(loss.value(parts, counts))
                .isCloseTo(value(loss, BATCH, evaluation(ENERGIES, FORCES, STRESS)), within(1e-12));
    }

    @Test
    void aBatchWithoutLabelsHasNoLoss() {
        List<LabelledGraph> batch = List.of(structure(NAN, NAN, NAN, NAN));
        assertThat(value(
                        PotentialLoss.of(ErrorFunction.l2(), 1, 1, 1),
                        batch,
                        evaluation(new double[] {3}, new double[3], new double[9])))
                .isZero();
    }

    @Test
    void termsWithoutWeightAreNotCounted() {
        double[] known = {1, 2, 3};
        assertThat(PotentialLoss.of(ErrorFunction.l2(), 1, 0, 0).counted(known)).containsExactly(1, 0, 0);
        assertThat(PotentialLoss.of(ErrorFunction.l2(), 0, 1, 1).counted(known)).containsExactly(1, 2, 3);
    }
}
