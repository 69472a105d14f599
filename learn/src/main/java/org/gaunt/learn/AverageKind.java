package org.gaunt.learn;

/** Which average of the weights is validated and kept in the second stage. */
public enum AverageKind {
    /** The moving average of the first stage goes on. */
    EMA,
    /** The plain mean over the steps of the stage (stochastic weight averaging). */
    MEAN
}
