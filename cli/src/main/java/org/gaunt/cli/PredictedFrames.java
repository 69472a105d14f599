package org.gaunt.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.gaunt.atoms.AtomColumn;
import org.gaunt.atoms.ExtendedXyzReader;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.potential.eval.Committee;
import org.gaunt.potential.eval.CommitteePrediction;

/** Reads structures, some at a time, and hands them on with the predictions of one or more models as their labels. */
final class PredictedFrames implements Iterator<Structure> {

    /** Entry for how far the energies of several models are apart. */
    static final String ENERGY_SPREAD = "energy_spread";

    /** Column for how far the forces of several models are apart. */
    static final String FORCES_SPREAD = "forces_spread";

    /** Begins the second line of dumps by LAMMPS in XYZ, which have no cell. */
    private static final String LAMMPS = "Atoms. Timestep";

    private static final int ATOMS_AT_A_TIME = 4096;

    private final ExtendedXyzReader reader;
    private final Committee committee;
    private final Derivatives what;
    private final Deque<Structure> ready = new ArrayDeque<>();
    private final InputResults results;
    private long count;
    private long boxesLeftOut;
    private long charged;

    /**
     * Prepares to read.
     *
     * @param reader reads no labels
     * @param what is computed
     * @param results what becomes of results in the input
     */
    PredictedFrames(ExtendedXyzReader reader, Committee committee, Derivatives what, InputResults results) {
        this.reader = reader;
        this.committee = committee;
        this.what = what;
        this.results = results;
    }

    /** How many structures have been handed on. */
    long count() {
        return count;
    }

    /** How many of them a simulation program wrote without their box, so that they were taken for isolated. */
    long boxesLeftOut() {
        return boxesLeftOut;
    }

    /** Number of those that say they are charged. */
    long charged() {
        return charged;
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
        charged += StructureInput.charge(structure) == null ? 0 : 1;
        String comment = structure.info().getOrDefault("comment", "");
        boxesLeftOut += !structure.isPeriodic() && comment.startsWith(LAMMPS) ? 1 : 0;
        return structure;
    }

    private void fill() {
        List<Structure> structures = new ArrayList<>();
        for (int atoms = 0; atoms < ATOMS_AT_A_TIME; ) {
            Structure structure = reader.next();
            if (structure == null) {
                break;
            }
            structures.add(results.apply(structure));
            atoms += structure.size();
        }
        if (structures.isEmpty()) {
            return;
        }
        List<CommitteePrediction> predictions = committee.predict(structures, what);
        for (int i = 0; i < structures.size(); i++) {
            Structure structure =
                    structures.get(i).withLabels(labels(predictions.get(i).mean()));
            ready.add(committee.size() == 1 ? structure : withSpread(structure, predictions.get(i)));
        }
    }

    private static Structure withSpread(Structure structure, CommitteePrediction prediction) {
        List<AtomColumn> columns = new ArrayList<>(structure.columns());
        columns.add(AtomColumn.reals(FORCES_SPREAD, 3, prediction.forceSpread()));
        return structure.toBuilder()
                .info(ENERGY_SPREAD, Double.toString(prediction.energySpread()))
                .columns(columns)
                .build();
    }

    private static Labels labels(Prediction prediction) {
        Labels labels = Labels.NONE.withEnergy(prediction.energy()).withForces(prediction.forces());
        return prediction.hasStress() ? labels.withStress(prediction.stress()) : labels;
    }
}
