package org.gaunt.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gaunt.files.InputException;

/**
 * Which structures of a data set are trained on and which are set aside for validation.
 *
 * @param training indices into the data set, ascending
 * @param validation the other indices, ascending
 */
public record Split(List<Integer> training, List<Integer> validation) {

    /** Copies the lists. */
    public Split {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /**
     * Chooses at random.
     *
     * @param structures number of structures in the data set
     * @param fraction part that is set aside, in [0, 1); at least one structure when it is above 0
     * @param seed the same seed makes the same choice
     * @throws InputException when nothing would be left to train on
     */
    public static Split random(int structures, double fraction, long seed) {
        int aside = fraction <= 0 ? 0 : Math.max(1, (int) Math.round(fraction * structures));
        if (structures - aside < 1) {
            throw InputException.of("too few structures to set some aside for validation")
                    .found(structures + " structures")
                    .wanted("more than " + aside)
                    .remedy("add structures, lower data.validation_fraction, or name a validation file")
                    .build();
        }
        int[] order = permutation(structures, seed);
        List<Integer> validation = sorted(Arrays.copyOf(order, aside));
        List<Integer> training = sorted(Arrays.copyOfRange(order, aside, structures));
        return new Split(training, validation);
    }

    /** A random order of 0 .. n-1 (Fisher and Yates), the same for the same seed in every release. */
    public static int[] permutation(int n, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The elements of a list at some indices. */
    public static <T> List<T> pick(List<T> all, List<Integer> indices) {
        return indices.stream().map(all::get).toList();
    }

    private static List<Integer> sorted(int[] indices) {
        List<Integer> list = new ArrayList<>();
        Arrays.stream(indices).sorted().forEach(list::add);
        return list;
    }
}
