package org.gaunt.learn;

/** A short text that changes when a data set changes. */
final class Fingerprint {

    private Fingerprint() {}

    /** Of training and validation samples with their labels, in their order. */
    static String of(Samples training, Samples validation) {
        Digest digest = new Digest();
        add(training, digest);
        add(validation, digest);
        return digest.text();
    }

    private static void add(Samples samples, Digest digest) {
        digest.add((long) samples.size());
        for (int i = 0; i < samples.size(); i++) {
            digest.add(samples.fingerprint(i));
        }
    }
}
