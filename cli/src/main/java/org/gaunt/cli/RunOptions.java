package org.gaunt.cli;

/**
 * How a training is run, which does not change what it computes.
 *
 * @param threads to compute with
 * @param resume whether to go on from the directory's checkpoint
 * @param resumeCommand the command line that goes on with this run
 * @param quiet whether to report in plain lines only
 * @param profile whether to print where the time has gone
 */
record RunOptions(int threads, boolean resume, String resumeCommand, boolean quiet, boolean profile) {

    RunOptions withResume(boolean value) {
        return new RunOptions(threads, value, resumeCommand, quiet, profile);
    }
}
