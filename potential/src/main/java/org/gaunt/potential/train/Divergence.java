package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gaunt.files.InputException;
import org.gaunt.potential.data.GraphSource;
import org.jspecify.annotations.Nullable;

/** Says where and on which structures a training lost its finite numbers. */
final class Divergence {

    private static final int NAMED = 5;

    private Divergence() {}

    /**
     * The message.
     *
     * @param where epoch and batch
     * @param numbers what was found
     * @param batch the structures of the batch
     * @param culprits those that are not finite by themselves; may be empty
     * @param checkpoints folder of the last good checkpoint, or null
     */
    static InputException error(
            String where,
            String numbers,
            GraphSource structures,
            int[] batch,
            List<Integer> culprits,
            double learningRate,
            @Nullable Path checkpoints) {
        List<Integer> named = new ArrayList<>(culprits);
        if (named.isEmpty()) {
            for (int index : batch) {
                named.add(index);
            }
        }
        String names = String.join(
                "\n          ",
                named.stream().limit(NAMED).map(structures::name).toList());
        String more = named.size() > NAMED ? "\n          and " + (named.size() - NAMED) + " more" : "";
        String whose = culprits.isEmpty() ? "none of its structures by itself: " : "by ";
        InputException.Builder builder = InputException.of("the training has diverged")
                .found(numbers + " in " + where + ", " + whose + names + more)
                .wanted("finite numbers")
                .remedy("lower training.learning_rate (now " + learningRate
                        + "), and look at these structures for extreme energies or forces");
        return (checkpoints == null ? builder : builder.file(checkpoints + " (the last good checkpoint)")).build();
    }
}
