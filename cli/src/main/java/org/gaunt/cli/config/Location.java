package org.gaunt.cli.config;

import org.gaunt.files.InputException;

/**
 * Where a value was written.
 *
 * @param source the file as the user named it, or the option ({@code --set training.seed=x})
 * @param line line counted from 1; 0 where there is none (an option)
 * @param column column counted from 1; 0 where there is none
 * @param option true for a value of the command line
 */
record Location(String source, int line, int column, boolean option) {

    static Location ofFile(String source, int line, int column) {
        return new Location(source, line, column, false);
    }

    static Location ofOption(String option) {
        return new Location(option, 0, 0, true);
    }

    /** Starts the message of an error at this place. */
    InputException.Builder error(String problem) {
        return InputException.of(problem).file(source).line(line).column(column);
    }
}
