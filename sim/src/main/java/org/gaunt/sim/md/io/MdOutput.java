package org.gaunt.sim.md.io;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run writes, and where.
 *
 * @param folder of all files
 * @param logEvery steps between two lines of the log and two samples of averages
 * @param framesEvery steps between two frames of the trajectories
 * @param dcd whether positions are written as DCD, too
 * @param rdf largest distance of the radial distribution, Å; 0 for none
 * @param msd whether mean square displacements are averaged
 * @param vacf whether velocity autocorrelations are averaged
 * @param window longest time lag of both, fs
 * @param checkpointMinutes between two saved states
 * @param collectSpread spread of a committee's forces above which frames are collected, eV/Å
 * @param stopSpread spread of a committee's forces above which the run ends, eV/Å
 */
public record MdOutput(
        Path folder,
        long logEvery,
        long framesEvery,
        boolean dcd,
        double rdf,
        boolean msd,
        boolean vacf,
        double window,
        double checkpointMinutes,
        double collectSpread,
        double stopSpread) {

    /** Checks the numbers. */
    public MdOutput {
        require(logEvery >= 1, "lines of the log come every 1 steps or less often", (double) logEvery);
        require(framesEvery >= 1, "frames come every 1 steps or less often", (double) framesEvery);
        require(rdf >= 0 && rdf <= 50, "the radial distribution ends at 0 to 50 Å", rdf);
        require(window > 0 && window < 1e9, "a time window is above 0 fs", window);
        require(checkpointMinutes >= 0, "the time between two saved states is at least 0", checkpointMinutes);
        require(collectSpread > 0, "a spread is above 0 eV/Å", collectSpread);
        require(stopSpread > 0, "a spread is above 0 eV/Å", stopSpread);
    }

    private static void require(boolean good, String rule, double found) {
        if (!good) {
            throw new IllegalArgumentException(rule + ", not " + found);
        }
    }

    /** A log every 10 steps and frames every 100 steps, a saved state every minute, nothing else. */
    public static MdOutput of(Path folder) {
        return new MdOutput(
                folder, 10, 100, false, 0, false, false, 1000, 1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** With other numbers of steps between lines of the log and between frames. */
    public MdOutput withEvery(long log, long frames) {
        return new MdOutput(
                folder, log, frames, dcd, rdf, msd, vacf, window, checkpointMinutes, collectSpread, stopSpread);
    }

    /** With positions as DCD, too. */
    public MdOutput withDcd(boolean value) {
        return new MdOutput(
                folder,
                logEvery,
                framesEvery,
                value,
                rdf,
                msd,
                vacf,
                window,
                checkpointMinutes,
                collectSpread,
                stopSpread);
    }

    /** With averages: a radial distribution up to a distance in Å (0 for none), displacements and velocities up to a lag in fs. */
    public MdOutput withAverages(double distance, boolean displacements, boolean velocities, double lag) {
        return new MdOutput(
                folder,
                logEvery,
                framesEvery,
                dcd,
                distance,
                displacements,
                velocities,
                lag,
                checkpointMinutes,
                collectSpread,
                stopSpread);
    }

    /** With another time between two saved states, min. */
    public MdOutput withCheckpointMinutes(double value) {
        return new MdOutput(
                folder, logEvery, framesEvery, dcd, rdf, msd, vacf, window, value, collectSpread, stopSpread);
    }

    /** With spreads of a committee's forces, eV/Å, above which frames are collected and the run ends. */
    public MdOutput withSpreads(double collect, double stop) {
        return new MdOutput(
                folder, logEvery, framesEvery, dcd, rdf, msd, vacf, window, checkpointMinutes, collect, stop);
    }

    /** What decides about the content of the files, as texts by their names on the command line. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("log-every", Long.toString(logEvery));
        texts.put("frames-every", Long.toString(framesEvery));
        texts.put("dcd", Boolean.toString(dcd));
        texts.put("rdf", Double.toString(rdf));
        texts.put("msd", Boolean.toString(msd));
        texts.put("vacf", Boolean.toString(vacf));
        if (msd || vacf) {
            texts.put("window", Double.toString(window));
        }
        texts.put("collect-spread", Double.toString(collectSpread));
        return texts;
    }
}
