package org.gaunt.sim.md;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.potential.Potential;

/**
 * Molecular dynamics of one structure.
 *
 * <pre>{@code
 * MdSettings settings = MdSettings.DEFAULT.withEnsemble(Ensemble.NVT_LANGEVIN).withTemperature(300);
 * MolecularDynamics md = new MolecularDynamics(potential, structure, Set.of(), settings);
 * md.observe(100, state -> System.out.println(state.step() + " " + state.temperature()));
 * md.runTo(10_000);
 * }</pre>
 *
 * <p>The same settings give the same bits, whatever the number of threads and however often the run is saved and restored. A run belongs to
 * one thread.
 */
public final class MolecularDynamics {
    /** Steps between two removals of the momentum that rounding has left, where a thermostat would feed it. */
    private static final int CLEANING = 100;

    private static final String NUMBERS = "numbers";

    private final MdSettings settings;
    private final MdState state;
    private final Integrator integrator;
    private final PotentialForces forces;
    private final LastStep last;
    private final List<Observation> observations = new ArrayList<>();
    private boolean observed;
    private boolean exploded;

    private record Observation(long every, MdObserver observer) {}

    /**
     * Prepares a run: velocities are those of a column {@code momenta} (as ASE writes them) or {@code velocities} (Å/fs) of the structure, or
     * drawn for the temperature at the start and scaled to it. The motion of the whole is taken away as the settings say.
     *
     * @param potential not closed here
     * @param fixed atoms that do not move, from 0 on
     * @throws org.gaunt.files.InputException if the structure and the settings do not go together
     * @throws IllegalArgumentException if the settings contradict each other ({@link MdSettings#check})
     */
    public MolecularDynamics(Potential potential, Structure structure, Set<Integer> fixed, MdSettings settings) {
        this.settings = settings.check();
        MdChecks.require(structure, fixed, settings);
        this.state = new MdState(structure, fixed, settings);
        this.integrator = Integrator.of(settings, state.freedom());
        this.forces = new PotentialForces(potential, settings.timestep());
        this.last = new LastStep(state);
        Velocities.start(
                state, structure, Units.BOLTZMANN * settings.temperature().start(), settings.seed());
        boolean rescales = settings.ensemble() != Ensemble.NVE && settings.ensemble() != Ensemble.NVT_LANGEVIN;
        if (rescales && !(state.kineticEnergy() > 0)) {
            throw BussiThermostat.atRest(state);
        }
    }

    /** Where the run is; it changes with every step. */
    public MdState state() {
        return state;
    }

    /** Whether a step could not be done, so that the state is that before it and the run cannot go on. */
    public boolean exploded() {
        return exploded;
    }

    /** The settings. */
    public MdSettings settings() {
        return settings;
    }

    /** Time since the start, fs. */
    public double time() {
        return state.step * settings.timestep();
    }

    /** Temperature of the thermostat at present, K. */
    public double targetTemperature() {
        return settings.temperature().at(time());
    }

    /** Has the state looked at after the start and after every so many steps; in the order of these calls. */
    public void observe(long every, MdObserver observer) {
        if (every < 1) {
            throw new IllegalArgumentException("one looks every 1 steps or less often, not every " + every);
        }
        observations.add(new Observation(every, observer));
    }

    /** Runs until so many steps have been done since the start. */
    public void runTo(long steps) {
        runTo(steps, () -> false);
    }

    /**
     * Runs until so many steps have been done since the start, or somebody wants it to stop.
     *
     * @param stop asked after every step
     * @throws org.gaunt.files.InputException if a step explodes; the state is then that before the step, and only to be looked at
     */
    public void runTo(long steps, BooleanSupplier stop) {
        prepare();
        if (!observed) {
            observed = true;
            observe();
        }
        while (state.step < steps && !stop.getAsBoolean()) {
            step();
            observe();
        }
    }

    /**
     * Computes energy and forces at the start, where they are not known yet.
     *
     * @throws org.gaunt.files.InputException if the potential cannot take the structure
     */
    public void prepare() {
        if (Double.isNaN(state.conserved)) {
            forces.compute(state);
            state.conserved = conserved();
        }
    }

    private void step() {
        last.remember();
        try {
            double time = (state.step + 1) * settings.timestep();
            integrator.step(
                    state, forces, Units.BOLTZMANN * settings.temperature().at(time));
            state.step++;
            if (state.momentumRemoved && settings.ensemble().hasTemperature() && state.step % CLEANING == 0) {
                state.removeMomentum();
            }
            state.conserved = conserved();
        } catch (RuntimeException | Error e) {
            last.restore();
            exploded = true;
            throw e;
        }
    }

    private double conserved() {
        return state.kineticEnergy() + state.energy + integrator.reservoir(state);
    }

    private void observe() {
        for (Observation one : observations) {
            if (state.step % one.every == 0) {
                one.observer.observe(state);
            }
        }
    }

    /** Copies of the arrays that say where the run is, by name, to be restored in a run with the same structure and settings. */
    public Map<String, double[]> save() {
        Map<String, double[]> saved = new LinkedHashMap<>();
        live().forEach((name, array) -> saved.put(name, array.clone()));
        saved.put(NUMBERS, state.numbers());
        return saved;
    }

    /**
     * Goes back to where a run was when it was saved. Nothing is computed again.
     *
     * @throws IllegalArgumentException if the arrays are not those of such a run
     */
    public void restore(Map<String, double[]> saved) {
        Map<String, double[]> live = live();
        double[] numbers = saved.get(NUMBERS);
        if (numbers == null || numbers.length != state.numbers().length) {
            throw new IllegalArgumentException("the saved state has no numbers of its step");
        }
        live.forEach((name, array) -> {
            double[] from = saved.get(name);
            if (from == null || from.length != array.length) {
                throw new IllegalArgumentException("the saved state has "
                        + (from == null ? "no " : from.length + " numbers of ") + name + ", wanted " + array.length);
            }
            System.arraycopy(from, 0, array, 0, array.length);
        });
        state.numbers(numbers);
        observed = true;
    }

    private Map<String, double[]> live() {
        Map<String, double[]> all = new LinkedHashMap<>(state.arrays());
        all.putAll(integrator.arrays());
        return all;
    }
}
