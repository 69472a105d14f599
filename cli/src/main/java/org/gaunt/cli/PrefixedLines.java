package org.gaunt.cli;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * Passes on whole lines with something in front of each, so that what several threads say stays readable. A line is passed on at
 * its end, or when the writer is closed; the target stays open.
 */
final class PrefixedLines extends Writer {

    private final String prefix;
    private final PrintWriter target;
    private final StringBuilder line = new StringBuilder();

    private PrefixedLines(String prefix, PrintWriter target) {
        this.prefix = prefix;
        this.target = target;
    }

    /**
     * A writer of such lines.
     *
     * @param prefix what stands in front of each line
     * @param target takes the lines
     */
    static PrintWriter to(PrintWriter target, String prefix) {
        return new PrintWriter(new PrefixedLines(prefix, target));
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        synchronized (lock) {
            for (int i = offset; i < offset + length; i++) {
                if (characters[i] == '\n') {
                    pass();
                } else if (characters[i] != '\r') {
                    line.append(characters[i]);
                }
            }
        }
    }

    private void pass() {
        target.print(prefix + line + System.lineSeparator());
        target.flush();
        line.setLength(0);
    }

    @Override
    public void flush() {
        target.flush();
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (!line.isEmpty()) {
                pass();
            }
        }
    }
}
