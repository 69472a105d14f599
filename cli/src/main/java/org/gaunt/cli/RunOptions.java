package org.gaunt.cli;

/**
 * How a training is run, which does not change what it computes.
 *
 * @param threads to compute with
 * @param resume whether to go on from the directory's checkpoint
 * @param resumeCommand the command line that goes on with this run
 * @param description whether to say at the start what is trained
 * @param bar whether the progress is a bar that is drawn over again, not a line now and then
 * @param profile whether to print where the time has gone
 */
record RunOptions(
        int threads, boolean resume, String resumeCommand, boolean description, boolean bar, boolean profile) {

    /**
     * The same for one of several trainings that run side by side, where there is no place for a bar.
     *
     * @param threads for this one
     * @param resume whether this one goes on from its checkpoint
     * @param description whether this one says what is trained
     */
    RunOptions forMember(int threads, boolean resume, boolean description) {
        return new RunOptions(threads, resume, resumeCommand, this.description && description, false, profile);
    }
}
