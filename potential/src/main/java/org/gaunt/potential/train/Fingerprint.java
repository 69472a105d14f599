package org.gaunt.potential.train;

import org.gaunt.learn.Digest;
import org.gaunt.potential.data.GraphSource;

/** A short text that changes when a data set changes. */
final class Fingerprint {

    private Fingerprint() {}

    /** Of training and validation structures with their labels, in their order. */
    static String of(GraphSource training, GraphSource validation) {
        Digest digest = new Digest();
        add(training, digest);
        add(validation, digest);
        return digest.text();
    }

    private static void add(GraphSource structures, Digest digest) {
        digest.add((long) structures.size());
        for (int i = 0; i < structures.size(); i++) {
            digest.add(structures.fingerprint(i));
        }
    }
}
