package org.gaunt.potential.train;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.LabelledGraph;

/** A short text that changes when a data set changes. */
final class Fingerprint {

    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Of training and validation structures with their labels, in their order. */
    static String of(List<LabelledGraph> training, List<LabelledGraph> validation) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(training);
        fingerprint.add(validation);
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    private void add(List<LabelledGraph> structures) {
        add(new double[] {structures.size()});
        for (LabelledGraph structure : structures) {
            Graph graph = structure.graph();
            add(graph.positions());
            add(graph.shift());
            ByteBuffer species = ByteBuffer.allocate(4 * graph.atoms());
            species.asIntBuffer().put(graph.species());
            digest.update(species);
            add(new double[] {structure.energy()});
            double[] forces = structure.forces();
            add(forces == null ? new double[0] : forces);
        }
    }

    private void add(double[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length + 4);
        buffer.putInt(values.length).asDoubleBuffer().put(values);
        digest.update(buffer.array());
    }
}
