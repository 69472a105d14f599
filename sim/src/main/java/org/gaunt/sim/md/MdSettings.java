package org.gaunt.sim.md;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What there is to choose in a simulation.
 *
 * @param ensemble what is sampled
 * @param shape how the cell may change where it moves
 * @param temperature of the thermostat, and of the velocities at the start
 * @param pressure against which the cell moves, GPa; positive where it compresses
 * @param timestep length of a step, fs
 * @param thermostatTime time in which the thermostat acts, fs: 1/γ of Langevin dynamics, τ of the others
 * @param barostatTime time in which the cell answers, fs
 * @param compressibility estimated, 1/GPa; stochastic cell rescaling divides by it, and only the speed of the cell depends on it
 * @param chain number of thermostats in a Nosé-Hoover chain, at least 1
 * @param momentumRemoved whether the centre of mass rests (and an isolated molecule does not turn, but in Langevin dynamics); false keeps
 *     what the atoms have
 * @param seed of all random numbers
 */
public record MdSettings(
        Ensemble ensemble,
        CellShape shape,
        TemperatureRamp temperature,
        double pressure,
        double timestep,
        double thermostatTime,
        double barostatTime,
        double compressibility,
        int chain,
        boolean momentumRemoved,
        long seed) {

    private static final double LARGEST_PRESSURE = 1e4;
    private static final double LONGEST_STEP = 100;
    private static final int LONGEST_CHAIN = 100;

    /** Constant energy from 300 K in steps of 0.5 fs; 100 fs for thermostats, 1000 fs for barostats, seed 1. */
    public static final MdSettings DEFAULT = new MdSettings(
            Ensemble.NVE, CellShape.ISOTROPIC, TemperatureRamp.constant(300), 0, 0.5, 100, 1000, 0.1, 3, true, 1);

    /** Checks the numbers. */
    public MdSettings {
        require(timestep > 0 && timestep <= LONGEST_STEP, "a time step", "at most " + LONGEST_STEP + " fs", timestep);
        require(
                thermostatTime >= timestep,
                "the time of the thermostat",
                "at least the time step (fs)",
                thermostatTime);
        require(barostatTime >= timestep, "the time of the barostat", "at least the time step (fs)", barostatTime);
        require(compressibility > 0 && compressibility < 1e6, "a compressibility", "above 0 (1/GPa)", compressibility);
        require(Math.abs(pressure) <= LARGEST_PRESSURE, "a pressure", "at most " + LARGEST_PRESSURE + " GPa", pressure);
        require(chain >= 1 && chain <= LONGEST_CHAIN, "the length of a chain", "1 to " + LONGEST_CHAIN, chain);
    }

    /**
     * Checks that nothing was asked for that the ensemble does not do; a run does it, too.
     *
     * @return these settings
     * @throws IllegalArgumentException if something was
     */
    public MdSettings check() {
        if (pressure != 0 && !ensemble.hasPressure()) {
            throw new IllegalArgumentException(
                    "a pressure acts on a cell that moves: the ensemble is npt-scr or npt-mtk, not " + word(ensemble));
        }
        if (temperature.start() != temperature.end() && !ensemble.hasTemperature()) {
            throw new IllegalArgumentException("a temperature cannot be changed at constant energy (nve)");
        }
        return this;
    }

    private static void require(boolean good, String what, String wanted, double found) {
        if (!good || !(Math.abs(found) < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " is " + wanted + ", not " + found);
        }
    }

    /** With another ensemble. */
    public MdSettings withEnsemble(Ensemble value) {
        return new MdSettings(
                value,
                shape,
                temperature,
                pressure,
                timestep,
                thermostatTime,
                barostatTime,
                compressibility,
                chain,
                momentumRemoved,
                seed);
    }

    /** With a cell that changes in another way. */
    public MdSettings withShape(CellShape value) {
        return new MdSettings(
                ensemble,
                value,
                temperature,
                pressure,
                timestep,
                thermostatTime,
                barostatTime,
                compressibility,
                chain,
                momentumRemoved,
                seed);
    }

    /** With another temperature, K, that stays. */
    public MdSettings withTemperature(double kelvin) {
        return withTemperature(TemperatureRamp.constant(kelvin));
    }

    /** With another temperature. */
    public MdSettings withTemperature(TemperatureRamp value) {
        return new MdSettings(
                ensemble,
                shape,
                value,
                pressure,
                timestep,
                thermostatTime,
                barostatTime,
                compressibility,
                chain,
                momentumRemoved,
                seed);
    }

    /** With another ensemble at constant pressure, GPa. */
    public MdSettings withPressure(Ensemble npt, double gigapascal) {
        return new MdSettings(
                npt,
                shape,
                temperature,
                gigapascal,
                timestep,
                thermostatTime,
                barostatTime,
                compressibility,
                chain,
                momentumRemoved,
                seed);
    }

    /** With another time step, fs. */
    public MdSettings withTimestep(double value) {
        return new MdSettings(
                ensemble,
                shape,
                temperature,
                pressure,
                value,
                thermostatTime,
                barostatTime,
                compressibility,
                chain,
                momentumRemoved,
                seed);
    }

    /** With another time of the thermostat, fs. */
    public MdSettings withThermostatTime(double value) {
        return new MdSettings(
                ensemble,
                shape,
                temperature,
                pressure,
                timestep,
                value,
                barostatTime,
                compressibility,
                chain,
                momentumRemoved,
                seed);
    }

    /** With another time of the barostat, fs, and another compressibility, 1/GPa. */
    public MdSettings withBarostat(double time, double estimate) {
        return new MdSettings(
                ensemble,
                shape,
                temperature,
                pressure,
                timestep,
                thermostatTime,
                time,
                estimate,
                chain,
                momentumRemoved,
                seed);
    }

    /** With Nosé-Hoover chains of another length. */
    public MdSettings withChain(int value) {
        return new MdSettings(
                ensemble,
                shape,
                temperature,
                pressure,
                timestep,
                thermostatTime,
                barostatTime,
                compressibility,
                value,
                momentumRemoved,
                seed);
    }

    /** With the motion of the whole removed, or kept. */
    public MdSettings withMomentumRemoved(boolean value) {
        return new MdSettings(
                ensemble,
                shape,
                temperature,
                pressure,
                timestep,
                thermostatTime,
                barostatTime,
                compressibility,
                chain,
                value,
                seed);
    }

    /** With another seed. */
    public MdSettings withSeed(long value) {
        return new MdSettings(
                ensemble,
                shape,
                temperature,
                pressure,
                timestep,
                thermostatTime,
                barostatTime,
                compressibility,
                chain,
                momentumRemoved,
                value);
    }

    /** The settings as texts by their names on the command line, in order; those without effect on the ensemble are left out. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("ensemble", word(ensemble));
        texts.put("temperature", temperature.toString());
        texts.put("timestep", Double.toString(timestep));
        texts.put("keep-momentum", Boolean.toString(!momentumRemoved));
        texts.put("seed", Long.toString(seed));
        if (ensemble.hasTemperature()) {
            texts.put("thermostat-time", Double.toString(thermostatTime));
        }
        if (ensemble.hasPressure()) {
            texts.put("shape", word(shape));
            texts.put("pressure", Double.toString(pressure));
            texts.put("barostat-time", Double.toString(barostatTime));
        }
        if (ensemble == Ensemble.NPT_SCR) {
            texts.put("compressibility", Double.toString(compressibility));
        }
        if (ensemble == Ensemble.NVT_NHC || ensemble == Ensemble.NPT_MTK) {
            texts.put("chain", Integer.toString(chain));
        }
        return texts;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
