package org.gaunt.learn;

/** The stages of a training; the second may have a loss, a learning rate and an average of its own. */
public enum Stage {
    /** From the beginning. */
    FIRST,
    /** The last part, where a configuration has one. */
    SECOND
}
