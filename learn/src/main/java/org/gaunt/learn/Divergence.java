package org.gaunt.learn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Says where and on which samples a training lost its finite numbers.
 *
 * @param objective that was trained
 * @param learningRate at the start of the training
 * @param checkpoints folder of the last good checkpoint, or null
 */
record Divergence(
        Objective<?> objective,
        double learningRate,
        @Nullable Path checkpoints) {

    private static final int NAMED = 5;

    /**
     * The message.
     *
     * @param where epoch and batch
     * @param numbers what was found
     * @param batch the samples of the batch
     * @param culprits those that are not finite by themselves; may be empty
     */
    InputException error(String where, String numbers, int[] batch, List<Integer> culprits) {
        List<Integer> named = new ArrayList<>(culprits);
        if (named.isEmpty()) {
            for (int index : batch) {
                named.add(index);
            }
        }
        String samples = objective.columns().samples();
        String names = String.join(
                "\n          ",
                named.stream().limit(NAMED).map(objective.training()::name).toList());
        String more = named.size() > NAMED ? "\n          and " + (named.size() - NAMED) + " more" : "";
        String whose = culprits.isEmpty() ? "none of its " + samples + " by itself: " : "by ";
        InputException.Builder builder = InputException.of("the training has diverged")
                .found(numbers + " in " + where + ", " + whose + names + more)
                .wanted("finite numbers")
                .remedy("lower training.learning_rate (now " + learningRate + "), and look at these " + samples
                        + " for " + objective.suspects());
        return (checkpoints == null ? builder : builder.file(checkpoints + " (the last good checkpoint)")).build();
    }
}
