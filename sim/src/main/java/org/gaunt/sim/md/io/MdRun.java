package org.gaunt.sim.md.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.Structure;
import org.gaunt.files.AtomicFiles;
import org.gaunt.files.InputException;
import org.gaunt.sim.md.MdState;
import org.gaunt.sim.md.MolecularDynamics;

/**
 * A run in a folder: {@code log.csv}, {@code trajectory.xyz}, {@code trajectory.dcd}, tables of averages, {@code uncertain.xyz}, {@code
 * final.xyz}, and {@code state.safetensors}, from which the same call resumes. A run that was saved, killed and resumed leaves the same
 * bytes as one that ran through.
 */
public final class MdRun implements AutoCloseable {
    /** Name of the file with the saved run. */
    public static final String STATE = "state.safetensors";

    /** Name of the file with the last good frame of a run that exploded. */
    public static final String LAST = "last.xyz";

    /** Name of the file with frames on which a committee disagrees. */
    public static final String COLLECTED = "uncertain.xyz";

    private static final String FRAMES = "trajectory.xyz";
    private static final String DCD_FRAMES = "dcd.frames";
    private static final double MINUTE = 60e9;

    private final MolecularDynamics md;
    private final MdOutput output;
    private final Map<String, String> settings;
    private final Map<String, AppendFile> files = new LinkedHashMap<>();
    private final List<Average> averages = new ArrayList<>();
    private final DcdCounter dcd = new DcdCounter();
    private final long startedAt;
    private long savedAt = System.nanoTime();
    private long lastSaved = -1;

    private static final class DcdCounter {
        int frames;
    }

    /**
     * Prepares a run, or resumes the one in the folder.
     *
     * @param md at its start
     * @param output what to write, and where
     * @param identity whatever else makes two runs different, by name: the model, the structure
     * @throws InputException if the folder has something else, or a run with other settings
     */
    public MdRun(MolecularDynamics md, MdOutput output, Map<String, String> identity) {
        this.md = md;
        this.output = output;
        this.settings = new LinkedHashMap<>(md.settings().texts());
        settings.putAll(output.texts());
        settings.putAll(identity);
        Structure structure = md.state().structure();
        double interval = output.logEvery() * md.settings().timestep();
        if (output.rdf() > 0) {
            averages.add(new RadialDistribution(structure, output.rdf()));
        }
        if (output.msd()) {
            averages.add(TimeCorrelation.displacements(structure, interval, output.window()));
        }
        if (output.vacf()) {
            averages.add(TimeCorrelation.velocities(structure, interval, output.window()));
        }
        Map<String, Long> positions = restore();
        startedAt = md.state().step();
        md.prepare(); // before there are files
        open(positions);
    }

    private Map<String, Long> restore() {
        Path file = output.folder().resolve(STATE);
        if (!Files.exists(file)) {
            requireEmpty();
            return Map.of();
        }
        SavedRun saved = SavedRun.read(file);
        saved.requireSame(settings, output.folder());
        try {
            md.restore(saved.arrays());
            averages.forEach(average -> average.arrays().forEach((name, array) -> {
                double[] from = saved.arrays().getOrDefault(name, new double[0]);
                if (from.length != array.length) {
                    throw new IllegalArgumentException(
                            "the saved state has " + from.length + " numbers of " + name + ", wanted " + array.length);
                }
                System.arraycopy(from, 0, array, 0, array.length);
            }));
        } catch (IllegalArgumentException e) {
            throw InputException.of("the saved run does not go with this one")
                    .file(file)
                    .found(String.valueOf(e.getMessage()))
                    .remedy("start anew in another folder")
                    .cause(e)
                    .build();
        }
        dcd.frames = (int) saved.arrays().getOrDefault(DCD_FRAMES, new double[1])[0];
        lastSaved = md.state().step();
        return saved.positions();
    }

    private void requireEmpty() {
        Path folder = output.folder();
        if (!Files.exists(folder)) {
            return;
        }
        List<String> names;
        try (Stream<Path> all = Files.list(folder)) {
            names = all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        } catch (IOException e) {
            throw InputException.of("the folder cannot be read")
                    .file(folder)
                    .found(e.toString())
                    .cause(e)
                    .build();
        }
        if (!names.isEmpty()) {
            throw InputException.of("the folder is not empty, and has no saved run")
                    .file(folder)
                    .found(String.join(", ", names.subList(0, Math.min(4, names.size()))))
                    .wanted("a new folder, or one with " + STATE)
                    .remedy("name another folder with --output")
                    .build();
        }
    }

    private AppendFile file(String name, Map<String, Long> positions) {
        AppendFile file = new AppendFile(output.folder().resolve(name), positions.getOrDefault(name, 0L));
        files.put(name, file);
        return file;
    }

    private void open(Map<String, Long> positions) {
        md.observe(output.logEvery(), new MdLog(file("log.csv", positions), md));
        averages.forEach(average -> md.observe(output.logEvery(), average));
        AppendFile frames = file(FRAMES, positions);
        md.observe(output.framesEvery(), state -> frames.append(MdFrames.text(MdFrames.full(state, md.time()))));
        if (output.dcd()) {
            DcdFile positionsOnly = new DcdFile(
                    file("trajectory.dcd", positions), dcd.frames, md.settings().timestep(), output.framesEvery());
            md.observe(output.framesEvery(), state -> {
                positionsOnly.observe(state);
                dcd.frames = positionsOnly.frames();
            });
        }
        if (Math.min(output.collectSpread(), output.stopSpread()) < Double.POSITIVE_INFINITY) {
            AppendFile collected = file(COLLECTED, positions);
            md.observe(1, state -> {
                boolean due = state.step() % output.logEvery() == 0 && state.forceSpread() > output.collectSpread();
                if (due || tooUncertain(state)) {
                    collected.append(MdFrames.text(MdFrames.unlabelled(state, md.time())));
                }
            });
        }
        md.observe(output.logEvery(), state -> {
            if (lastSaved < 0 || System.nanoTime() - savedAt >= output.checkpointMinutes() * MINUTE) {
                save();
            }
        });
    }

    private boolean tooUncertain(MdState state) {
        return state.forceSpread() > output.stopSpread();
    }

    /** The step from which the run resumes; 0 for a new one. */
    public long startedAt() {
        return startedAt;
    }

    /** Whether the models disagree by more than allowed, which ends the run. */
    public boolean tooUncertain() {
        return tooUncertain(md.state());
    }

    /**
     * Runs until so many steps have been done since the very start, the models disagree too much or somebody wants it to stop, and saves
     * everything.
     *
     * @throws InputException if a step explodes: the last good frame is then in {@code last.xyz}, and the saved run is the one before
     */
    public void runTo(long steps, BooleanSupplier stop) {
        try {
            md.runTo(steps, () -> tooUncertain() || stop.getAsBoolean());
        } catch (InputException e) {
            if (md.exploded()) {
                ExtendedXyz.write(output.folder().resolve(LAST), List.of(MdFrames.full(md.state(), md.time())));
            }
            throw e;
        }
        save();
        if (md.state().step() >= steps) {
            ExtendedXyz.write(output.folder().resolve("final.xyz"), List.of(MdFrames.full(md.state(), md.time())));
        }
    }

    /** Saves the run: what has been written so far belongs to it. */
    private void save() {
        savedAt = System.nanoTime();
        if (md.state().step() == lastSaved) {
            return;
        }
        Map<String, Long> positions = new LinkedHashMap<>();
        files.forEach((name, file) -> {
            file.force();
            positions.put(name, file.position());
        });
        Map<String, double[]> arrays = md.save();
        averages.forEach(average -> {
            arrays.putAll(average.arrays());
            AtomicFiles.writeText(output.folder().resolve(average.name() + ".csv"), average.csv());
        });
        arrays.put(DCD_FRAMES, new double[] {dcd.frames});
        new SavedRun(settings, positions, arrays).write(output.folder().resolve(STATE));
        lastSaved = md.state().step();
    }

    @Override
    public void close() {
        files.values().forEach(AppendFile::close);
    }
}
