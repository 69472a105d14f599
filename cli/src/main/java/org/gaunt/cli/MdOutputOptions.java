package org.gaunt.cli;

import java.nio.file.Path;
import org.gaunt.sim.md.io.MdOutput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the files of {@code gaunt md}. */
final class MdOutputOptions {
    private static final double FS_PER_PS = 1e3;

    @Option(
            names = "--log-every",
            paramLabel = "N",
            defaultValue = "10",
            description = "Steps between two lines of the log and two samples of averages (default: ${DEFAULT-VALUE}).")
    private long logEvery;

    @Option(
            names = "--frames-every",
            paramLabel = "N",
            defaultValue = "100",
            description = "Steps between two frames of the trajectory (default: ${DEFAULT-VALUE}).")
    private long framesEvery;

    @Option(names = "--dcd", description = "Writes positions to trajectory.dcd, too.")
    private boolean dcd;

    @Option(
            names = "--rdf",
            paramLabel = "R",
            description = "Averages radial distributions up to this distance in Å (rdf.csv).")
    private double rdf;

    @Option(names = "--msd", description = "Averages mean square displacements (msd.csv).")
    private boolean msd;

    @Option(names = "--vacf", description = "Averages velocity autocorrelations (vacf.csv).")
    private boolean vacf;

    @Option(
            names = "--window",
            paramLabel = "PS",
            defaultValue = "1",
            description = "Longest time lag of --msd and --vacf, ps (default: ${DEFAULT-VALUE}).")
    private double window;

    @Option(
            names = "--checkpoint-minutes",
            paramLabel = "M",
            defaultValue = "1",
            description =
                    "Time between two saved states; the last one is what kill -9 leaves (default: ${DEFAULT-VALUE}).")
    private double checkpointMinutes;

    @Option(
            names = "--collect-spread",
            paramLabel = "S",
            description =
                    "Collects frames (of those in the log) in which the largest spread of a committee's forces is above S"
                            + " eV/Å, in uncertain.xyz, without labels.")
    private @Nullable Double collectSpread;

    @Option(
            names = "--stop-spread",
            paramLabel = "S",
            description = "Ends the run where this spread is above S eV/Å, with that frame in uncertain.xyz.")
    private @Nullable Double stopSpread;

    /** Called by picocli. */
    MdOutputOptions() {}

    /**
     * The files to write.
     *
     * @param models their number
     * @throws IllegalArgumentException if a number cannot be
     */
    MdOutput output(Path folder, int models) {
        if (models < 2 && (collectSpread != null || stopSpread != null)) {
            throw new IllegalArgumentException(
                    "--collect-spread and --stop-spread are about a committee: give several models");
        }
        return MdOutput.of(folder)
                .withEvery(logEvery, framesEvery)
                .withDcd(dcd)
                .withAverages(rdf, msd, vacf, FS_PER_PS * window)
                .withCheckpointMinutes(checkpointMinutes)
                .withSpreads(
                        collectSpread == null ? Double.POSITIVE_INFINITY : collectSpread,
                        stopSpread == null ? Double.POSITIVE_INFINITY : stopSpread);
    }
}
