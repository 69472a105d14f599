package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.atoms.AtomicFiles;
import org.gaunt.cli.config.ConfigReader;
import org.gaunt.potential.data.StructureSource;
import org.gaunt.potential.eval.EvaluationSettings;

/**
 * Trains several models that differ in their seeds, one after the other, each in a directory of its own, and reports what they say
 * together.
 *
 * @param configFile the configuration
 * @param settings values that take precedence over the file's
 * @param members number of models
 * @param firstSeed seed of the first model
 * @param directory where the members' directories go
 * @param options how to run
 */
record CommitteeRun(
        Path configFile,
        List<String> settings,
        int members,
        long firstSeed,
        RunDirectory directory,
        RunOptions options) {

    /**
     * Trains those members that are not trained yet.
     *
     * @return whether all are; false when one was interrupted
     */
    boolean execute(PrintWriter out, PrintWriter err) {
        List<Path> models = new ArrayList<>();
        RunConfig config = memberConfig(0);
        for (int k = 0; k < members; k++) {
            RunDirectory own = directory.member(k + 1);
            models.add(own.model());
            if (options.resume() && Files.exists(own.summary())) {
                continue;
            }
            err.println("Model " + (k + 1) + " of " + members + ", seed " + (firstSeed + k));
            config = memberConfig(k);
            RunOptions ours = options.withResume(options.resume() && Files.isDirectory(own.checkpoint()));
            if (!new TrainingRun(StartingModel.of(config), configFile, own, ours).execute(out, err)) {
                return false;
            }
        }
        report(models, config, out);
        err.println("Results are in " + directory.path());
        return true;
    }

    private RunConfig memberConfig(int k) {
        List<String> all = new ArrayList<>(settings);
        all.add("training.committee=1");
        all.add("training.seed=" + (firstSeed + k));
        return ConfigReader.read(RunConfig.class, configFile, all);
    }

    private void report(List<Path> models, RunConfig config, PrintWriter out) {
        StartingModel shape = StartingModel.of(config);
        RunData data = RunData.read(config.data(), shape.config().model(), false, configFile);
        Map<String, Object> sets = new LinkedHashMap<>();
        try (OpenCommittee committee = OpenCommittee.of(models, null, options.threads(), EvaluationSettings.NONE)) {
            for (Map.Entry<String, StructureSource> set : data.sets().entrySet()) {
                if (!set.getKey().equals("training")) {
                    CommitteeErrors errors = CommitteeErrors.of(committee.committee(), set.getValue());
                    out.println("All " + models.size() + " models together, " + set.getKey() + " structures:");
                    errors.print(out);
                    sets.put(set.getKey(), errors.json());
                }
            }
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("gaunt", Version.number());
        summary.put("models", models.stream().map(Path::toString).toList());
        summary.put("errors", sets);
        AtomicFiles.writeText(directory.summary(), Json.write(summary) + "\n");
    }
}
