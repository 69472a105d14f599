package org.gaunt.files;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says that something the user gave (a file, a value, an option) cannot be used, in words the user can act on.
 *
 * <p>The message names the place (file and line), what is wrong, what was found, what was wanted and how to mend it:
 *
 * <pre>
 * train.xyz, line 17: truncated frame
 *   found:  12 atom lines before the end of the file
 *   wanted: 15 atom lines, as line 1 says
 *   remedy: delete the incomplete last frame or write the file again
 * </pre>
 *
 * <p>Parts that are not known are left out. A command line prints {@link #getMessage()} without a stack trace.
 */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String file;
    private final int line;

    private InputException(Builder builder) {
        super(builder.message(), builder.cause);
        this.file = builder.file;
        this.line = builder.line;
    }

    /**
     * Starts a message.
     *
     * @param problem what is wrong, in a few words without a full stop: {@code "unknown element"}
     */
    public static Builder of(String problem) {
        return new Builder(problem);
    }

    /** The file the problem is in, as the user named it, or null when the problem is not in a file. */
    public @Nullable String file() {
        return file;
    }

    /** The line of {@link #file()}, counted from 1, or 0 when no line is known. */
    public int line() {
        return line;
    }

    /** Collects the parts of the message; every part may be left out. */
    public static final class Builder {
        private final String problem;
        private @Nullable String file;
        private int line;
        private int column;
        private @Nullable String found;
        private @Nullable String wanted;
        private @Nullable String remedy;
        private @Nullable Throwable cause;

        private Builder(String problem) {
            this.problem = Objects.requireNonNull(problem, "problem");
        }

        /** The file the problem is in. */
        public Builder file(Path path) {
            return file(path.toString());
        }

        /** The file (or other source) the problem is in, as the user knows it. */
        public Builder file(String name) {
            this.file = name;
            return this;
        }

        /** The line of the file, counted from 1; 0 or less leaves it out. */
        public Builder line(int number) {
            this.line = Math.max(0, number);
            return this;
        }

        /** The column in the line, counted from 1; 0 or less leaves it out. Shown only where a line is given. */
        public Builder column(int number) {
            this.column = Math.max(0, number);
            return this;
        }

        /** What is there. */
        public Builder found(String what) {
            this.found = what;
            return this;
        }

        /** What should be there. */
        public Builder wanted(String what) {
            this.wanted = what;
            return this;
        }

        /** What the user can do about it. */
        public Builder remedy(String what) {
            this.remedy = what;
            return this;
        }

        /** The exception behind the problem; its stack trace is shown only when somebody asks for it. */
        public Builder cause(Throwable throwable) {
            this.cause = throwable;
            return this;
        }

        /** The finished exception, to be thrown by the caller. */
        public InputException build() {
            return new InputException(this);
        }

        private String message() {
            StringBuilder text = new StringBuilder();
            if (file != null) {
                text.append(file);
                if (line > 0) {
                    text.append(", line ").append(line);
                    if (column > 0) {
                        text.append(", column ").append(column);
                    }
                }
                text.append(": ");
            }
            text.append(problem);
            append(text, "  found:  ", found);
            append(text, "  wanted: ", wanted);
            append(text, "  remedy: ", remedy);
            return text.toString();
        }

        private static void append(StringBuilder text, String label, @Nullable String part) {
            if (part != null && !part.isBlank()) {
                text.append('\n').append(label).append(part);
            }
        }
    }
}
