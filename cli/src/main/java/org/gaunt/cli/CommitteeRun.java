package org.gaunt.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.files.AtomicFiles;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.CommitteeTraining;

/**
 * Trains several models that differ in their seeds, each in a directory of its own, side by side as far as there are threads, and
 * reports what they say together.
 *
 * @param kind what is trained
 * @param configFile the configuration
 * @param settings values that take precedence over the file's
 * @param plan the configuration of all
 * @param directory where the members' directories go
 * @param options how to run
 */
record CommitteeRun(
        TaskKind kind,
        Path configFile,
        List<String> settings,
        TaskPlan plan,
        RunDirectory directory,
        RunOptions options) {

    /**
     * Trains those members that are not trained yet. A member that fails does not end the others.
     *
     * @return whether all are; false when one was interrupted
     */
    boolean execute(PrintWriter out, PrintWriter err) {
        Backend.detect(); // says which kernels it takes, once and before the threads
        boolean all = CommitteeTraining.run(
                plan.committee(), options.threads(), (member, threads) -> train(member, threads, out, err));
        if (all) {
            report(out);
            err.println("Results are in " + directory.path());
        }
        return all;
    }

    private boolean train(int k, int threads, PrintWriter out, PrintWriter err) {
        RunDirectory own = directory.member(k + 1);
        if (options.resume() && Files.exists(own.summary())) {
            return true;
        }
        boolean resume = options.resume() && Files.isDirectory(own.checkpoint());
        long seed = plan.trainer().compute().seed() + k;
        String name = "model " + (k + 1) + "  ";
        StringWriter table = new StringWriter();
        try (PrintWriter ownErr = PrefixedLines.to(err, name);
                PrintWriter ownOut = new PrintWriter(table)) {
            ownErr.println("seed " + seed + ", " + (k + 1) + " of " + plan.committee());
            try {
                return new TrainingRun(member(seed), configFile, own, options.forMember(threads, resume, k == 0))
                        .execute(ownOut, ownErr);
            } catch (InputException e) {
                // the whole message comes when the others are done, which may be in an hour
                ownErr.println("failed: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; the other models go on");
                throw e;
            }
        } finally {
            if (!table.toString().isEmpty()) {
                out.print("Model " + (k + 1) + " of " + plan.committee() + ":" + System.lineSeparator() + table);
                out.flush();
            }
        }
    }

    private TaskPlan member(long seed) {
        List<String> all = new ArrayList<>(settings);
        all.add("training.committee=1");
        all.add("training.seed=" + seed);
        return kind.plan(configFile, all);
    }

    private void report(PrintWriter out) {
        List<Path> models = new ArrayList<>();
        for (int k = 0; k < plan.committee(); k++) {
            models.add(directory.member(k + 1).model());
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("gaunt", Version.number());
        summary.put("models", models.stream().map(Path::toString).toList());
        summary.putAll(plan.together(models, options.threads(), out));
        AtomicFiles.writeText(directory.summary(), Json.write(summary) + "\n");
    }
}
