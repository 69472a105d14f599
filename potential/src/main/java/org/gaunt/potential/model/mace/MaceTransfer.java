package org.gaunt.potential.model.mace;

import java.util.List;
import org.gaunt.nn.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a {@link Mace} as those of one with other elements, or with one of its heads. Factors that depend on the numbers of
 * elements and heads, as e3nn has them, go into the weights.
 */
final class MaceTransfer {
    private final Mace from;
    private final Mace to;
    private final int[] elementBefore;
    private final int head;

    /**
     * Prepares a transfer.
     *
     * @param head the number of the head that is kept; -1 for all
     */
    MaceTransfer(Mace from, Mace to, int head) {
        this.from = from;
        this.to = to;
        this.head = head;
        List<Integer> before = from.data().atomicNumbers();
        elementBefore =
                to.data().atomicNumbers().stream().mapToInt(before::indexOf).toArray();
    }

    /** Sets all weights. */
    void run() {
        for (Parameters.Entry entry : to.parameters().entries()) {
            double[] theirs = from.parameters().get(entry.name());
            double[] ours = weights(entry.name(), theirs);
            if (ours.length != entry.size()) {
                throw new IllegalArgumentException(entry.name() + " has " + entry.size() + " numbers, and "
                        + ours.length + " in the model whose weights are taken");
            }
            to.parameters().set(entry.name(), ours);
        }
    }

    private double[] weights(String name, double[] theirs) {
        MaceOptions options = to.config().options();
        double factor = Math.sqrt(
                (double) elementBefore.length / from.data().atomicNumbers().size());
        if (name.startsWith("readouts.")) {
            return head < 0 ? theirs : readout(name, theirs);
        }
        if (name.equals("node_embedding.linear.weight")
                || name.endsWith(".source_embedding.weight")
                || name.endsWith(".target_embedding.weight")) {
            return byElement(theirs, factor, to.parameters().get(name));
        }
        if (name.endsWith(".skip_tp.weight") && !options.nonlinearInteraction()) {
            return byElement(theirs, factor, null);
        }
        if (name.endsWith(".contraction.weight") && !options.agnosticProduct()) {
            return byElement(theirs, 1, null);
        }
        return theirs;
    }

    /** Rows of elements; a new one is the mean of the others, or as the new model has started it where they must differ. */
    private double[] byElement(double[] theirs, double factor, double @Nullable [] started) {
        int elements = from.data().atomicNumbers().size();
        int width = theirs.length / elements;
        double[] ours = new double[elementBefore.length * width];
        for (int e = 0; e < elementBefore.length; e++) {
            for (int i = 0; i < width; i++) {
                double value = 0;
                if (elementBefore[e] >= 0) {
                    value = theirs[elementBefore[e] * width + i];
                } else if (started != null) {
                    value = started[e * width + i];
                } else {
                    for (int k = 0; k < elements; k++) {
                        value += theirs[k * width + i] / elements;
                    }
                }
                ours[e * width + i] = factor * value;
            }
        }
        return ours;
    }

    /** The part of one head; the fan of later layers was that of all heads. */
    private double[] readout(String name, double[] theirs) {
        int heads = from.heads().size();
        int size = theirs.length / heads;
        boolean later = name.endsWith(".linear_2.weight") || name.endsWith(".linear_mid.weight");
        double factor = later ? 1 / Math.sqrt(heads) : 1;
        double[] ours = new double[size];
        for (int i = 0; i < size; i++) {
            ours[i] = factor * theirs[head * size + i];
        }
        return ours;
    }
}
