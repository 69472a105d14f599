package org.gaunt.cli;

import org.gaunt.learn.EpochRecord;

/** What a training's progress is called. */
interface ProgressWords {

    /** Plural of a sample: {@code structures}. */
    String samples();

    /** The loss of the running epoch, for a bar. */
    String loss(double loss);

    /** The errors of the last validation, for a bar. */
    String validation(EpochRecord validated);

    /** The whole line of a log. */
    String plain(ProgressState state);
}
