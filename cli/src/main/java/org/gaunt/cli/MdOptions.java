package org.gaunt.cli;

import org.gaunt.sim.md.CellShape;
import org.gaunt.sim.md.Ensemble;
import org.gaunt.sim.md.MdSettings;
import org.gaunt.sim.md.TemperatureRamp;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options of the integration of {@code gaunt md}. */
final class MdOptions {

    @Option(
            names = "--ensemble",
            paramLabel = "NAME",
            converter = Converter.class,
            description =
                    "nve (default), nvt-langevin, nvt-bussi, nvt-nhc, npt-scr or npt-mtk: velocity Verlet, BAOAB, stochastic"
                            + " velocity rescaling, Nosé-Hoover chains, stochastic cell rescaling, Martyna-Tobias-Klein.")
    private Ensemble ensemble = MdSettings.DEFAULT.ensemble();

    @ArgGroup
    private Shape shape = new Shape();

    /** One of three. */
    static final class Shape {
        @Option(
                names = "--isotropic",
                description = "Under pressure all lengths of the cell change by one factor (default).")
        private boolean isotropic;

        @Option(
                names = "--anisotropic",
                description = "Under pressure the edges of a box along x, y and z change by themselves.")
        private boolean anisotropic;

        @Option(names = "--triclinic", description = "Under pressure edges and angles change.")
        private boolean triclinic;
    }

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description =
                    "Temperature in K, or start:end:rate such as 20:300:10/ps; also that of the velocities at the start"
                            + " (default: 300).")
    private String temperature = MdSettings.DEFAULT.temperature().toString();

    @Option(names = "--pressure", paramLabel = "P", description = "Pressure on the cell, GPa (default: 0).")
    private double pressure;

    @Option(
            names = "--timestep",
            paramLabel = "FS",
            defaultValue = "0.5",
            description = "Length of a step, fs (default: ${DEFAULT-VALUE}).")
    private double timestep;

    @Option(
            names = "--thermostat-time",
            paramLabel = "FS",
            defaultValue = "100",
            description = "Time in which the thermostat acts, fs; the inverse friction of nvt-langevin (default:"
                    + " ${DEFAULT-VALUE}).")
    private double thermostatTime;

    @Option(
            names = "--barostat-time",
            paramLabel = "FS",
            defaultValue = "1000",
            description = "Time in which the cell answers, fs (default: ${DEFAULT-VALUE}).")
    private double barostatTime;

    @Option(
            names = "--compressibility",
            paramLabel = "K",
            defaultValue = "0.1",
            description =
                    "For npt-scr: estimated compressibility, 1/GPa; a wrong one makes the cell slow or fast, not its"
                            + " distribution wrong (default: ${DEFAULT-VALUE}).")
    private double compressibility;

    @Option(
            names = "--chain",
            paramLabel = "N",
            defaultValue = "3",
            description = "For nvt-nhc and npt-mtk: thermostats in a chain (default: ${DEFAULT-VALUE}).")
    private int chain;

    @Option(
            names = "--keep-momentum",
            description =
                    "Keeps the motion of the centre of mass, and the rotation of molecules, instead of removing it at the"
                            + " start; nvt-langevin then moves the centre of mass, too.")
    private boolean keepMomentum;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the velocities at the start and of the noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** Called by picocli. */
    MdOptions() {}

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if a number cannot be
     */
    MdSettings settings() {
        return new MdSettings(
                        ensemble,
                        shape(),
                        TemperatureRamp.parse(temperature),
                        pressure,
                        timestep,
                        thermostatTime,
                        barostatTime,
                        compressibility,
                        chain,
                        !keepMomentum,
                        seed)
                .check();
    }

    private CellShape shape() {
        @Nullable
        CellShape asked = shape.triclinic
                ? CellShape.TRICLINIC
                : shape.anisotropic ? CellShape.ANISOTROPIC : shape.isotropic ? CellShape.ISOTROPIC : null;
        if (asked != null && !ensemble.hasPressure()) {
            throw new IllegalArgumentException("--" + WordConverter.word(asked)
                    + " is for a cell that moves: --ensemble npt-scr or npt-mtk, not " + WordConverter.word(ensemble));
        }
        return asked == null ? CellShape.ISOTROPIC : asked;
    }

    /** Reads the name of an ensemble. */
    static final class Converter extends WordConverter<Ensemble> {
        Converter() {
            super(Ensemble.class);
        }
    }
}
