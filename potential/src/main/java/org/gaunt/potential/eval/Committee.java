package org.gaunt.potential.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.Symmetry;

/**
 * Several potentials asked together: their mean is usually better than each of them, and where they are far apart, none of them is
 * to be trusted. The potentials stay the caller's to close.
 */
public final class Committee implements Potential {

    private final List<Potential> members;

    /**
     * Makes a committee.
     *
     * @param members at least one
     */
    public Committee(List<Potential> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a committee needs at least one potential");
        }
        this.members = List.copyOf(members);
    }

    /** Number of potentials. */
    public int size() {
        return members.size();
    }

    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        return predict(structures, what).stream().map(CommitteePrediction::mean).toList();
    }

    /** The motions that no member minds. */
    @Override
    public Symmetry symmetry() {
        return members.stream().allMatch(member -> member.symmetry() == Symmetry.E3) ? Symmetry.E3 : Symmetry.SE3;
    }

    /** Mean and spread for each structure. */
    public List<CommitteePrediction> predict(List<Structure> structures, Derivatives what) {
        List<List<Prediction>> all = members.stream()
                .map(member -> member.evaluate(structures, what))
                .toList();
        List<CommitteePrediction> result = new ArrayList<>();
        for (int s = 0; s < structures.size(); s++) {
            int index = s;
            result.add(together(all.stream().map(list -> list.get(index)).toList()));
        }
        return result;
    }

    private static CommitteePrediction together(List<Prediction> predictions) {
        double[] energies = predictions.stream().mapToDouble(Prediction::energy).toArray();
        Prediction first = predictions.getFirst();
        Prediction mean = new Prediction(
                mean(energies),
                mean(predictions, Prediction::atomEnergies),
                first.hasForces() ? mean(predictions, Prediction::forces) : null,
                first.hasStress() ? mean(predictions, Prediction::stress) : null);
        double[] spread = new double[first.hasForces() ? first.forces().length : 0];
        for (int k = 0; k < spread.length; k++) {
            double[] values = new double[predictions.size()];
            for (int m = 0; m < values.length; m++) {
                values[m] = predictions.get(m).forces()[k];
            }
            spread[k] = spread(values);
        }
        return new CommitteePrediction(mean, spread(energies), spread);
    }

    private static double[] mean(List<Prediction> predictions, Function<Prediction, double[]> part) {
        double[] sum = new double[part.apply(predictions.getFirst()).length];
        for (Prediction prediction : predictions) {
            double[] values = part.apply(prediction);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += values[k] / predictions.size();
            }
        }
        return sum;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value / values.length;
        }
        return sum;
    }

    private static double spread(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1));
    }
}
