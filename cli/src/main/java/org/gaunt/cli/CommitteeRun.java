package org.gaunt.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gaunt.cli.config.ConfigReader;
import org.gaunt.files.AtomicFiles;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.potential.data.LabelNeeds;
import org.gaunt.potential.data.StructureSource;
import org.gaunt.potential.eval.EvaluationSettings;

/**
 * Trains several models that differ in their seeds, each in a directory of its own, and reports what they say together. They are
 * trained side by side as far as there are threads: two models on one thread each learn more in a time than one after the other
 * on two threads, because the threads of one model wait for each other at every step.
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
     * Trains those members that are not trained yet. A member that fails does not end the others.
     *
     * @return whether all are; false when one was interrupted
     */
    boolean execute(PrintWriter out, PrintWriter err) {
        Backend.detect(); // says which kernels it takes, once and before the threads
        int together = Math.min(members, options.threads());
        AtomicBoolean interrupted = new AtomicBoolean();
        List<Future<Boolean>> trainings = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(together)) {
            for (int k = 0; k < members; k++) {
                int member = k;
                int threads = threadsOf(k, together, options.threads());
                trainings.add(pool.submit(() -> {
                    boolean finished = !interrupted.get() && train(member, threads, out, err);
                    interrupted.compareAndSet(false, !finished);
                    return finished;
                }));
            }
        }
        boolean all = true;
        for (Future<Boolean> training : trainings) {
            all &= result(training);
        }
        if (all) {
            report(memberConfig(0), out);
            err.println("Results are in " + directory.path());
        }
        return all;
    }

    /**
     * Threads of one model: those of any models that are trained at the same time are at most all.
     *
     * @param together number of models at a time, at most {@code threads}
     */
    static int threadsOf(int k, int together, int threads) {
        return threads / together + (k % together < threads % together ? 1 : 0);
    }

    private boolean train(int k, int threads, PrintWriter out, PrintWriter err) {
        RunDirectory own = directory.member(k + 1);
        if (options.resume() && Files.exists(own.summary())) {
            return true;
        }
        boolean resume = options.resume() && Files.isDirectory(own.checkpoint());
        String name = "model " + (k + 1) + "  ";
        StringWriter table = new StringWriter();
        try (PrintWriter ownErr = PrefixedLines.to(err, name);
                PrintWriter ownOut = new PrintWriter(table)) {
            ownErr.println("seed " + (firstSeed + k) + ", " + (k + 1) + " of " + members);
            try {
                return new TrainingRun(
                                StartingModel.of(memberConfig(k)),
                                configFile,
                                own,
                                options.forMember(threads, resume, k == 0))
                        .execute(ownOut, ownErr);
            } catch (InputException e) {
                // the whole message comes when the others are done, which may be in an hour
                ownErr.println("failed: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; the other models go on");
                throw e;
            }
        } finally {
            if (!table.toString().isEmpty()) {
                out.print("Model " + (k + 1) + " of " + members + ":" + System.lineSeparator() + table);
                out.flush();
            }
        }
    }

    private static boolean result(Future<Boolean> training) {
        try {
            return training.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private RunConfig memberConfig(int k) {
        List<String> all = new ArrayList<>(settings);
        all.add("training.committee=1");
        all.add("training.seed=" + (firstSeed + k));
        return ConfigReader.read(RunConfig.class, configFile, all);
    }

    private void report(RunConfig config, PrintWriter out) {
        List<Path> models = new ArrayList<>();
        for (int k = 0; k < members; k++) {
            models.add(directory.member(k + 1).model());
        }
        StartingModel shape = StartingModel.of(config);
        RunData data = RunData.read(config.data(), shape.config().model(), LabelNeeds.NONE, configFile);
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
