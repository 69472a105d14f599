package org.gaunt.potential.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.io.Safetensors;
import org.gaunt.potential.train.EnergyForcesLoss.Counts;
import org.gaunt.potential.train.EnergyForcesLoss.Squares;
import org.junit.jupiter.api.Test;

class EnergyForcesLossTest {

    private static final double NAN = Double.NaN;

    /** A structure of some atoms without edges. */
    private static LabelledGraph structure(double energy, double... forces) {
        int atoms = forces.length / 3;
        Graph graph = new Graph(
                new double[3 * atoms],
                new int[atoms],
                new int[0],
                new int[0],
                new double[0],
                new int[0],
                new int[0],
                NAN);
        return new LabelledGraph(graph, energy, forces, null);
    }

    private static Evaluation evaluation(double[] energies, double[] forces) {
        return new Evaluation(energies, new double[forces.length / 3], forces, null);
    }

    @Test
    void isTheLossOfThePyTorchProgram() {
        Safetensors golden = Safetensors.read(Path.of("src/test/resources/golden/mace_a_loss.safetensors"));
        double[] energies = golden.tensor("loss/energy").doubles();
        double[] forces = golden.tensor("loss/forces").doubles();
        List<LabelledGraph> batch = List.of(
                structure(energies[0], java.util.Arrays.copyOf(forces, 12)),
                structure(energies[1], java.util.Arrays.copyOfRange(forces, 12, 45)));
        Evaluation predicted = evaluation(
                golden.tensor("loss/predicted_energy").doubles(),
                golden.tensor("loss/predicted_forces").doubles());
        EnergyForcesLoss loss = new EnergyForcesLoss(1, 100);
        Counts counts = Counts.of(batch);
        double value = loss.value(loss.compare(batch, predicted, counts, null, null), counts);
        assertThat(value).isCloseTo(golden.tensor("loss/loss").doubles()[0], within(1e-11));
    }

    @Test
    void cotangentsAreTheSlopeOfTheLoss() {
        List<LabelledGraph> batch = List.of(structure(1, 0.1, 0.2, NAN), structure(NAN, 1, 2, 3, 4, 5, 6));
        double[] energies = {1.5, 7};
        double[] forces = {1, -1, 2, 0.5, 0.25, 0.125, -3, 2, 1};
        EnergyForcesLoss loss = new EnergyForcesLoss(3, 7);
        Counts counts = Counts.of(batch);
        assertThat(counts).isEqualTo(new Counts(1, 8));
        double[] energyCotangent = {9, 9};
        double[] forceCotangent = new double[9];
        loss.compare(batch, evaluation(energies, forces), counts, energyCotangent, forceCotangent);
        double step = 1e-6;
        for (int k = 0; k < 9; k++) {
            double[] up = forces.clone();
            double[] down = forces.clone();
            up[k] += step;
            down[k] -= step;
            double slope = (value(loss, batch, energies, up) - value(loss, batch, energies, down)) / (2 * step);
            assertThat(forceCotangent[k]).isCloseTo(slope, within(1e-8));
        }
        for (int s = 0; s < 2; s++) {
            double[] up = energies.clone();
            double[] down = energies.clone();
            up[s] += step;
            down[s] -= step;
            double slope = (value(loss, batch, up, forces) - value(loss, batch, down, forces)) / (2 * step);
            assertThat(energyCotangent[s]).isCloseTo(slope, within(1e-8));
        }
        assertThat(forceCotangent[2]).isZero(); // not labelled
        assertThat(energyCotangent[1]).isZero();
    }

    private static double value(EnergyForcesLoss loss, List<LabelledGraph> batch, double[] energies, double[] forces) {
        Counts counts = Counts.of(batch);
        return loss.value(loss.compare(batch, evaluation(energies, forces), counts, null, null), counts);
    }

    @Test
    void theLossOfABatchIsThatOfItsParts() {
        List<LabelledGraph> batch = List.of(structure(1, 0.1, 0.2, 0.3), structure(2, 1, 2, 3, 4, 5, 6));
        double[] forces = {1, -1, 2, 0.5, 0.25, 0.125, -3, 2, 1};
        EnergyForcesLoss loss = new EnergyForcesLoss(3, 7);
        Counts counts = Counts.of(batch);
        Squares first = loss.compare(
                batch.subList(0, 1),
                evaluation(new double[] {4}, java.util.Arrays.copyOf(forces, 3)),
                counts,
                null,
                null);
        Squares second = loss.compare(
                batch.subList(1, 2),
                evaluation(new double[] {5}, java.util.Arrays.copyOfRange(forces, 3, 9)),
                counts,
                null,
                null);
        assertThat(loss.value(first.plus(second), counts))
                .isCloseTo(value(loss, batch, new double[] {4, 5}, forces), within(1e-12));
    }

    @Test
    void aBatchWithoutLabelsHasNoLoss() {
        List<LabelledGraph> batch = List.of(structure(NAN, NAN, NAN, NAN));
        assertThat(value(new EnergyForcesLoss(1, 1), batch, new double[] {3}, new double[3]))
                .isZero();
    }
}
