package org.gaunt.sim.opt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * Relaxes structures side by side: those that have converged leave, and the next take their places, so that the potential always has many
 * to compute at once. What becomes of one has no influence on the others.
 *
 * <pre>{@code
 * List<Relaxed> relaxed = new ArrayList<>();
 * new Relaxer(potential, RelaxSettings.DEFAULT).relax(structures.iterator(), s -> Set.of(), relaxed::add);
 * }</pre>
 */
public final class Relaxer {
    /** Atoms that are relaxed at a time. */
    private static final int ATOMS_AT_A_TIME = 4096;

    private final Potential potential;
    private final RelaxSettings settings;

    /** A relaxer with a potential, which is not closed here. */
    public Relaxer(Potential potential, RelaxSettings settings) {
        this.potential = potential;
        this.settings = settings;
    }

    /** One structure under way. */
    private static final class Running {
        final int number;
        final Coordinates coordinates;
        final Optimizer optimizer;
        Structure here;
        Structure last;

        @Nullable
        Prediction prediction;

        int steps;
        double largest = Double.NaN;

        Running(int number, Structure start, Coordinates coordinates, Optimizer optimizer) {
            this.number = number;
            this.coordinates = coordinates;
            this.optimizer = optimizer;
            this.here = start;
            this.last = start;
        }
    }

    /**
     * Relaxes structures.
     *
     * @param fixed atoms of a structure that do not move, from 0 on
     * @param done gets the structures in the order given, each as soon as it and all before it have ended; those that the potential cannot
     *     take, or whose cell cannot move, have failed without a step
     */
    public void relax(Iterator<Structure> structures, Function<Structure, Set<Integer>> fixed, Consumer<Relaxed> done) {
        List<Running> running = new ArrayList<>();
        Map<Integer, Relaxed> ended = new HashMap<>(); // by number, until handed on
        int begun = 0;
        int handedOn = 0;
        int atoms = 0;
        while (true) {
            while (structures.hasNext() && (running.isEmpty() || atoms < ATOMS_AT_A_TIME)) {
                Structure start = structures.next();
                try {
                    checkCell(start);
                    running.add(new Running(
                            begun,
                            start,
                            new Coordinates(start, settings, fixed.apply(start)),
                            Optimizer.of(settings.optimizer())));
                    atoms += start.size();
                } catch (InputException e) {
                    ended.put(
                            begun,
                            new Relaxed(
                                    start, null, Relaxed.Status.FAILED, 0, Double.NaN, String.valueOf(e.getMessage())));
                }
                begun++;
            }
            if (!running.isEmpty()) {
                evaluate(running, ended);
            }
            for (Iterator<Running> all = running.iterator(); all.hasNext(); ) {
                Running one = all.next();
                if (ended.containsKey(one.number)) {
                    all.remove();
                    atoms -= one.here.size();
                }
            }
            for (Relaxed next = ended.remove(handedOn); next != null; next = ended.remove(handedOn)) {
                done.accept(next);
                handedOn++;
            }
            if (running.isEmpty() && !structures.hasNext()) {
                return;
            }
        }
    }

    private void checkCell(Structure start) {
        if (settings.cell() != CellMotion.NONE && !start.isFullyPeriodic()) {
            throw start.problem("the cell of a structure cannot move that is not periodic in three directions")
                    .found(start.isPeriodic() ? "a slab or chain" : "an isolated structure")
                    .wanted("a crystal")
                    .remedy("leave the cell as it is (--cell none)")
                    .build();
        }
    }

    private void evaluate(List<Running> running, Map<Integer, Relaxed> ended) {
        Derivatives what = settings.cell() == CellMotion.NONE ? Derivatives.FORCES : Derivatives.STRESS;
        List<Structure> structures = running.stream().map(one -> one.here).toList();
        List<Prediction> predictions;
        try {
            predictions = potential.evaluate(structures, what);
        } catch (InputException together) {
            for (Running one : running) { // whose fault it is shows one at a time
                advance(one, ended, what);
            }
            return;
        }
        for (int i = 0; i < running.size(); i++) {
            advance(running.get(i), predictions.get(i), ended);
        }
    }

    private void advance(Running one, Map<Integer, Relaxed> ended, Derivatives what) {
        try {
            advance(one, potential.evaluate(one.here, what), ended);
        } catch (InputException e) {
            end(one, Relaxed.Status.FAILED, String.valueOf(e.getMessage()), ended);
        }
    }

    private void advance(Running one, Prediction prediction, Map<Integer, Relaxed> ended) {
        double[] forces = one.coordinates.forces(one.here, prediction);
        double largest = Optimizer.longest(forces);
        if (!Double.isFinite(prediction.energy()) || !Double.isFinite(largest)) {
            end(one, Relaxed.Status.FAILED, "the energy or a force is not finite", ended);
            return;
        }
        one.prediction = prediction;
        one.largest = largest;
        one.last = one.here;
        if (largest < settings.fmax()) {
            end(one, Relaxed.Status.CONVERGED, "", ended);
        } else if (one.steps == settings.steps()) {
            end(one, Relaxed.Status.UNCONVERGED, "", ended);
        } else {
            one.coordinates.move(one.optimizer.step(one.coordinates.values(), forces));
            one.here = one.coordinates.structure();
            one.steps++;
        }
    }

    private static void end(Running one, Relaxed.Status status, String message, Map<Integer, Relaxed> ended) {
        ended.put(one.number, new Relaxed(one.last, one.prediction, status, one.steps, one.largest, message));
    }
}
