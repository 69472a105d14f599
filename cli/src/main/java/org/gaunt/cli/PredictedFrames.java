package org.gaunt.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.gaunt.atoms.ExtendedXyzReader;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.jspecify.annotations.Nullable;

/** Reads structures, some at a time, and hands them on with a potential's predictions as their labels. */
final class PredictedFrames implements Iterator<Structure> {

    private static final int ATOMS_AT_A_TIME = 4096;

    private final ExtendedXyzReader reader;
    private final Potential potential;
    private final Derivatives what;
    private final Deque<Structure> ready = new ArrayDeque<>();
    private long count;

    PredictedFrames(ExtendedXyzReader reader, Potential potential, Derivatives what) {
        this.reader = reader;
        this.potential = potential;
        this.what = what;
    }

    /** How many structures have been handed on. */
    long count() {
        return count;
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty()) {
            fill();
        }
        return !ready.isEmpty();
    }

    @Override
    public Structure next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more structures");
        }
        Structure structure = ready.removeFirst();
        count++;
        return structure;
    }

    private void fill() {
        List<Structure> structures = new ArrayList<>();
        for (int atoms = 0; atoms < ATOMS_AT_A_TIME; ) {
            Structure structure = reader.next();
            if (structure == null) {
                break;
            }
            structures.add(structure);
            atoms += structure.size();
        }
        if (structures.isEmpty()) {
            return;
        }
        List<Prediction> predictions = potential.evaluate(structures, what);
        for (int i = 0; i < structures.size(); i++) {
            ready.add(structures.get(i).withLabels(labels(predictions.get(i))));
        }
    }

    private static Labels labels(Prediction prediction) {
        Labels labels = Labels.NONE.withEnergy(prediction.energy()).withForces(prediction.forces());
        double @Nullable [] stress = prediction.stress();
        return stress == null ? labels : labels.withStress(stress);
    }
}
