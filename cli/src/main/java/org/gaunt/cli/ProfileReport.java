package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gaunt.learn.Phase;
import org.gaunt.learn.Profile;

/** Where the time of a training has gone, for people and as JSON. */
final class ProfileReport {

    private ProfileReport() {}

    /** Prints a table: seconds of all threads together, and their share. */
    static void print(Profile profile, PrintWriter err) {
        double total = profile.threads() * profile.seconds();
        Table table = new Table(1, "where the time goes", "thread seconds", "%");
        seconds(profile)
                .forEach((name, seconds) -> table.row(
                        name,
                        String.format(Locale.ROOT, "%.2f", seconds),
                        String.format(Locale.ROOT, "%.1f", 100 * seconds / total)));
        table.rule();
        table.row(
                String.format(Locale.ROOT, "%d threads for %.1f s", profile.threads(), profile.seconds()),
                String.format(Locale.ROOT, "%.2f", total),
                "100.0");
        table.print(err);
        PeakMemory memory = PeakMemory.now();
        err.printf(
                Locale.ROOT,
                "Peak memory: %.0f MB of the process, %.0f MB of Java's heap.%n",
                memory.process() / 1e6,
                memory.heap() / 1e6);
        err.flush();
    }

    /** Seconds of all threads together by phase, and those without work. */
    static Map<String, Double> seconds(Profile profile) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        double known = 0;
        for (Phase phase : profile.phases()) {
            double spent = profile.seconds(phase);
            known += spent;
            seconds.put(phase.name(), spent);
        }
        seconds.put("waiting", Math.max(0, profile.threads() * profile.seconds() - known));
        return seconds;
    }

    /** What {@code summary.json} holds. */
    static Map<String, Object> json(Profile profile) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("threads", profile.threads());
        json.put("seconds", profile.seconds());
        json.put("thread_seconds", seconds(profile));
        return json;
    }
}
