package org.gaunt.cli;

/**
 * How a training is run, which does not change what it computes.
 *
 * @param threads to compute with
 * @param resume whether to go on from the directory's checkpoint
 * @param resumeCommand the command line that goes on with this run
 * @param description whether to say at the start what is trained
 * @param warnings whether to say what is doubtful about the data
 * @param bar whether the progress is a bar that is drawn over again, not a line now and then
 * @param profile whether to print where the time has gone
 */
record RunOptions(
        int threads,
        boolean resume,
        String resumeCommand,
        boolean description,
        boolean warnings,
        boolean bar,
        boolean profile) {

    /**
     * The same for one of several trainings that run side by side, where there is no place for a bar.
     *
     * @param threads for this one
     * @param resume whether this one goes on from its checkpoint
     * @param first whether this one says what is trained, and on which data
     */
    RunOptions forMember(int threads, boolean resume, boolean first) {
        return new RunOptions(threads, resume, resumeCommand, description && first, warnings && first, false, profile);
    }
}
