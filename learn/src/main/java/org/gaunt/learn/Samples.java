package org.gaunt.learn;

/** A data set in a fixed order, wherever it is kept. May be asked by several threads at once. */
public interface Samples {

    /** Number of samples. */
    int size();

    /** How messages name a sample. */
    String name(int index);

    /** A number that changes when a sample or its labels change. */
    long fingerprint(int index);
}
