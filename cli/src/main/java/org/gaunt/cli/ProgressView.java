package org.gaunt.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/** Shows a training: as a bar that is drawn over again on a terminal, as a line now and then in a log. */
final class ProgressView implements AutoCloseable {

    /** Goes to the beginning of the line and clears it. */
    private static final String OVER = "\r\033[2K";

    private static final int REDRAW_MILLISECONDS = 200;
    private static final int DEFAULT_WIDTH = 100;
    private static final double LOG_SECONDS = 15;

    private final PrintWriter err;
    private final ProgressWords words;
    private final int width;
    private final @Nullable Timer clock;
    private volatile ProgressState state;
    private boolean closed;
    private double lastLogged = Double.NEGATIVE_INFINITY;

    /**
     * Starts the display.
     *
     * @param err where it is drawn
     * @param words of the training
     * @param terminal whether a bar can be drawn there
     * @param epochs the last epoch, at most
     */
    ProgressView(PrintWriter err, ProgressWords words, boolean terminal, int epochs) {
        this.err = err;
        this.words = words;
        this.state = ProgressState.start(epochs);
        if (terminal) {
            this.width = terminalWidth() - 1;
            this.clock = new Timer("gaunt-progress", true);
            clock.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            draw();
                        }
                    },
                    0,
                    REDRAW_MILLISECONDS);
        } else {
            this.width = 0;
            this.clock = null;
        }
    }

    /** Shows where the training is, within an epoch. */
    void update(ProgressState now) {
        state = now;
    }

    /** Shows the end of an epoch; a log gets a line when the last one is a while ago. */
    void epochDone(ProgressState now) {
        state = now;
        if (clock == null && (now.elapsedSeconds() - lastLogged >= LOG_SECONDS || now.epoch() == now.epochs())) {
            lastLogged = now.elapsedSeconds();
            err.println(words.plain(now));
        }
    }

    /** Prints a message without disturbing the bar. */
    synchronized void message(String text) {
        err.print(clock == null ? text + "\n" : OVER + text + "\n");
        err.flush();
    }

    @Override
    public void close() {
        finish();
    }

    /** Draws the bar a last time and leaves it on the screen; may be called again. */
    synchronized void finish() {
        if (clock != null && !closed) {
            draw();
            closed = true;
            clock.cancel();
            err.println();
        }
    }

    /** Draws the bar over the last one. */
    private synchronized void draw() {
        if (!closed) {
            err.print(OVER + ProgressLine.bar(state, words, width));
            err.flush();
        }
    }

    private static int terminalWidth() {
        String columns = System.getenv("COLUMNS");
        try {
            if (columns != null && Integer.parseInt(columns) > 0) {
                return Integer.parseInt(columns);
            }
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .start();
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(stty.getInputStream(), StandardCharsets.US_ASCII))) {
                String line = reader.readLine();
                int width = line == null ? 0 : Integer.parseInt(line.substring(line.indexOf(' ') + 1));
                return width > 0 ? width : DEFAULT_WIDTH;
            }
        } catch (IOException | NumberFormatException e) {
            return DEFAULT_WIDTH;
        }
    }
}
