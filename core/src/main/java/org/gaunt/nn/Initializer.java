package org.gaunt.nn;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Fills a tensor of {@link Parameters} with its first values. */
@FunctionalInterface
public interface Initializer {

    /** Leaves the tensor zero. */
    Initializer ZERO = (values, entry, random) -> {};

    /** Independent normal numbers of mean 0 and variance 1, as e3nn starts its weights. */
    Initializer NORMAL = normal(1);

    /**
     * Fills {@code values[entry.offset() .. entry.end())}.
     *
     * @param values the flat array of all weights
     * @param entry the tensor to fill
     * @param random the tensor's own stream of random numbers
     */
    void fill(double[] values, Parameters.Entry entry, RandomGenerator random);

    /** Independent normal numbers of mean 0 and the given standard deviation. */
    static Initializer normal(double deviation) {
        return (values, entry, random) -> {
            for (int i = entry.offset(); i < entry.end(); i++) {
                values[i] = deviation * random.nextGaussian();
            }
        };
    }

    /** Independent numbers, uniform between the bounds. */
    static Initializer uniform(double from, double to) {
        return (values, entry, random) -> {
            for (int i = entry.offset(); i < entry.end(); i++) {
                values[i] = from + (to - from) * random.nextDouble();
            }
        };
    }

    /** Every element the same. */
    static Initializer constant(double value) {
        return (values, entry, random) -> java.util.Arrays.fill(values, entry.offset(), entry.end(), value);
    }

    /**
     * The random numbers of one tensor: the same for the same seed and name on every platform and in every release.
     *
     * @param seed the seed of the whole model
     * @param name the tensor's name
     */
    static RandomGenerator stream(long seed, String name) {
        long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return RandomGeneratorFactory.of("L64X128MixRandom").create(hash ^ Long.rotateLeft(seed, 32) ^ seed);
    }
}
