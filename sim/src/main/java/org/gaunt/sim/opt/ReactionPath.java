package org.gaunt.sim.opt;

import java.util.List;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Prediction;

/**
 * A path of least energy between two structures.
 *
 * @param images from the first end to the other
 * @param predictions the potential at each
 * @param converged whether no force on the band is larger than was asked for
 * @param steps taken
 * @param largestForce on an atom of the band, across it and along its springs, and at the climbing image the whole, eV/Å
 * @param endForce largest force on an atom at one of the ends, eV/Å
 */
public record ReactionPath(
        List<Structure> images,
        List<Prediction> predictions,
        boolean converged,
        int steps,
        double largestForce,
        double endForce) {

    /** Copies the lists. */
    public ReactionPath {
        images = List.copyOf(images);
        predictions = List.copyOf(predictions);
    }

    /** Number of the image of highest energy. */
    public int highest() {
        int highest = 0;
        for (int i = 1; i < predictions.size(); i++) {
            highest = predictions.get(i).energy() > predictions.get(highest).energy() ? i : highest;
        }
        return highest;
    }

    /** Highest energy above that of the first end, eV. */
    public double barrier() {
        return predictions.get(highest()).energy() - predictions.getFirst().energy();
    }

    /** Highest energy above that of the last end, eV. */
    public double barrierBack() {
        return predictions.get(highest()).energy() - predictions.getLast().energy();
    }
}
