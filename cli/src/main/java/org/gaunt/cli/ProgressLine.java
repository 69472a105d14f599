package org.gaunt.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.gaunt.learn.EpochRecord;

/** Writes a {@link ProgressState} as one line for a terminal of some width, and the parts of one for a log. */
final class ProgressLine {

    private static final int GAP = 2;
    private static final int LEAST_BAR = 8;
    private static final int MOST_BAR = 32;

    private ProgressLine() {}

    /**
     * A bar with numbers. What matters least is left out where the terminal is narrow.
     *
     * @param words of the training
     * @param width columns, all of which may be used
     */
    static String bar(ProgressState state, ProgressWords words, int width) {
        String head = epoch(state);
        List<Part> parts = parts(state, words);
        while (parts.size() > 1 && head.length() + GAP + LEAST_BAR + length(parts) > width) {
            parts.remove(Collections.max(parts, Comparator.comparingInt(Part::rank)));
        }
        int bar = Math.clamp((long) width - head.length() - GAP - length(parts), 0, MOST_BAR);
        StringBuilder line = new StringBuilder(head + "  " + drawBar(state.fraction(), bar));
        parts.forEach(part -> line.append("  ").append(part.text()));
        return line.length() <= width ? line.toString() : line.substring(0, width);
    }

    private static List<Part> parts(ProgressState state, ProgressWords words) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(1, percent(state)));
        if (Double.isNaN(state.loss())) {
            parts.add(new Part(2, "generating and compiling kernels"));
            return parts;
        }
        parts.add(new Part(4, words.loss(state.loss())));
        EpochRecord validated = state.validated();
        if (validated != null) {
            parts.add(new Part(3, words.validation(validated)));
        }
        parts.add(new Part(5, speed(state, words.samples())));
        parts.add(new Part(2, remaining(state)));
        return parts;
    }

    /** Something to show; the greater the rank, the sooner it is left out. */
    private record Part(int rank, String text) {}

    /** Seconds as minutes and seconds, or hours too: {@code 3:07}, {@code 1:00:00}. */
    static String time(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "-:--";
        }
        long all = Math.round(Math.max(0, seconds));
        return all >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", all / 3600, all / 60 % 60, all % 60)
                : String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60);
    }

    /** Three significant digits; a dash where there is no number. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e6)) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int digits = size == 0 ? 0 : (int) Math.clamp(2 - Math.floor(Math.log10(size)), 0, 5);
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static int length(List<Part> parts) {
        return parts.stream().mapToInt(part -> GAP + part.text().length()).sum();
    }

    private static String drawBar(double fraction, int width) {
        int done = (int) Math.round(Math.clamp(fraction, 0, 1) * width);
        return "━".repeat(done) + "╌".repeat(width - done);
    }

    /** The running epoch and the last, in columns that do not change their width. */
    static String epoch(ProgressState state) {
        String last = Integer.toString(state.epochs());
        return String.format(Locale.ROOT, "epoch %" + last.length() + "d/%s", state.epoch(), last);
    }

    private static String percent(ProgressState state) {
        return String.format(Locale.ROOT, "%3.0f %%", 100 * Math.clamp(state.fraction(), 0, 1));
    }

    /** The speed with its unit; a dash where it is not known. */
    static String speed(ProgressState state, String samples) {
        double speed = state.samplesPerSecond();
        String number = Double.isFinite(speed) ? String.format(Locale.ROOT, speed < 10 ? "%.1f" : "%.0f", speed) : "-";
        return number + " " + samples + "/s";
    }

    /** The time that is left. */
    static String remaining(ProgressState state) {
        return time(state.remainingSeconds()) + " left";
    }
}
