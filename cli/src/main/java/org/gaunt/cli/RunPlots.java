package org.gaunt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.cli.plot.LearningPlot;
import org.gaunt.cli.plot.ParityPlot;
import org.gaunt.learn.EpochRecord;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.eval.ErrorTable;
import org.gaunt.potential.train.PotentialMetrics;
import org.gaunt.potential.train.TrainingData;

/**
 * Draws the pictures of a run. A machine without fonts or a full disk must not cost the result of a training: then a
 * warning is printed and the run goes on.
 */
final class RunPlots {

    private static final double MILLI = 1e3;

    private final RunDirectory directory;
    private final PrintWriter err;

    RunPlots(RunDirectory directory, PrintWriter err) {
        this.directory = directory;
        this.err = err;
    }

    /**
     * Draws both pictures.
     *
     * @param data the structures
     * @param shown those whose parity is drawn
     * @param history the epochs
     */
    void draw(TrainingData data, PredictedSet shown, List<EpochRecord> history) {
        try {
            LearningPlot.save(history.stream().map(RunPlots::point).toList(), directory.learningPlot());
            drawParity(data, shown);
        } catch (IOException | RuntimeException | LinkageError | InternalError e) {
            err.println("warning: the pictures could not be drawn: " + e);
        }
    }

    private static LearningPlot.Point point(EpochRecord epoch) {
        return new LearningPlot.Point(
                epoch.epoch(),
                epoch.seconds(),
                MILLI * epoch.training().get(PotentialMetrics.FORCE_RMSE),
                MILLI * epoch.validation().get(PotentialMetrics.FORCE_RMSE),
                MILLI * epoch.training().get(PotentialMetrics.ENERGY_RMSE),
                MILLI * epoch.validation().get(PotentialMetrics.ENERGY_RMSE));
    }

    private void drawParity(TrainingData data, PredictedSet shown) throws IOException {
        List<Structure> structures = shown.structures();
        Map<String, Pairs> energies = new TreeMap<>(new NaturalOrder());
        Map<String, Pairs> forces = new TreeMap<>(new NaturalOrder());
        for (int i = 0; i < structures.size(); i++) {
            Structure structure = structures.get(i);
            Prediction prediction = shown.predictions().get(i);
            Labels labels = structure.labels();
            String type = structure.configType();
            String group = type == null ? ErrorTable.UNNAMED : type;
            if (labels.hasEnergy()) {
                double isolated = data.isolatedEnergy(structure);
                int atoms = structure.size();
                energies.computeIfAbsent(group, key -> new Pairs())
                        .add((labels.energy() - isolated) / atoms, (prediction.energy() - isolated) / atoms);
            }
            if (labels.hasForces() && prediction.hasForces()) {
                double[] predicted = prediction.forces();
                Pairs pairs = forces.computeIfAbsent(group, key -> new Pairs());
                double[] reference = labels.forces();
                for (int k = 0; k < reference.length; k++) {
                    pairs.add(reference[k], predicted[k]);
                }
            }
        }
        ParityPlot.save(shown.name() + " structures", groups(energies), groups(forces), directory.parityPlot());
    }

    private static List<ParityPlot.Group> groups(Map<String, Pairs> pairs) {
        return pairs.entrySet().stream()
                .map(entry -> entry.getValue().group(entry.getKey()))
                .toList();
    }

    /** References and predictions as they come; a pair with a label that is not known is left out. */
    private static final class Pairs {
        private final DoubleStream.Builder reference = DoubleStream.builder();
        private final DoubleStream.Builder predicted = DoubleStream.builder();

        void add(double label, double prediction) {
            if (Double.isFinite(label) && Double.isFinite(prediction)) {
                reference.add(label);
                predicted.add(prediction);
            }
        }

        ParityPlot.Group group(String name) {
            return new ParityPlot.Group(
                    name, reference.build().toArray(), predicted.build().toArray());
        }
    }
}
