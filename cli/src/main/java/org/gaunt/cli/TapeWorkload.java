package org.gaunt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;

/**
 * A computation on a tape that a benchmark times: forward, with all first derivatives, and with all second derivatives that a
 * training on forces needs. For one thread; every run starts on an empty tape.
 */
final class TapeWorkload {

    /** Tag of everything that the first derivatives are taken by. */
    private static final int FIRST = 1;

    /** Tag of what is learned: the second sweep wants its gradients. */
    private static final int LEARNED = 2;

    /** Small enough that sums of many products stay in the middle of the range of floats. */
    private static final double SCALE = 0.5;

    /**
     * An input.
     *
     * @param data at least {@code rows * width} numbers
     * @param rows how many rows
     * @param width numbers in a row
     * @param learned whether it depends on parameters, as features and weights do; false for what depends on positions
     *     alone, such as spherical harmonics, whose gradient the second sweep of a training on forces does not need
     */
    record Leaf(Buffer data, int rows, int width, boolean learned) {
        /** Normally distributed numbers. */
        static Leaf random(Random random, Precision precision, int rows, int width, boolean learned) {
            return new Leaf(normal(random, precision, ArraySize.of(rows, width)), rows, width, learned);
        }
    }

    private final Tape tape;
    private final List<Leaf> leaves;
    private final BiFunction<Tape, List<Var>, Var> forward;
    private final Random random = new Random(1);

    /** Of the value, of the value once more, and of the gradients by the leaves. */
    private final List<Buffer> cotangents = new ArrayList<>();

    /**
     * Prepares a workload.
     *
     * @param forward the computation; what it needs besides the leaves (kernels, plans, indices) is made beforehand
     */
    TapeWorkload(Backend backend, List<Leaf> leaves, BiFunction<Tape, List<Var>, Var> forward) {
        this.tape = Tape.open(backend);
        this.leaves = List.copyOf(leaves);
        this.forward = forward;
    }

    /** The value alone; nothing is recorded. It is valid until the next call. */
    Var forward() {
        tape.reset();
        return forward.apply(tape, enter(0, 0));
    }

    /**
     * Makes the cotangents, so that no time of a derivative contains that of their random numbers; computes the value for its shape.
     */
    void prepare() {
        Var value = forward();
        cotangents.add(normal(random, value.precision(), value.length()));
        cotangents.add(normal(random, value.precision(), value.length()));
        for (Leaf leaf : leaves) {
            cotangents.add(normal(random, value.precision(), leaf.rows() * leaf.width()));
        }
    }

    /** The value, and its gradients by all leaves for a given cotangent; after {@link #prepare}. */
    void forwardBackward() {
        tape.reset();
        Var value = forward.apply(tape, enter(FIRST, FIRST));
        tape.gradient(List.of(value), List.of(cotangent(0, value, 0)), FIRST, false);
    }

    /**
     * What a training on forces does: the value, its gradients by all leaves, recorded, and the gradient of a function of all
     * of these by everything that is learned, the cotangent of the value included; after {@link #prepare}. The time of all three is
     * measured.
     */
    void doubleBackward() {
        tape.reset();
        List<Var> inputs = enter(FIRST, FIRST | LEARNED);
        Var value = forward.apply(tape, inputs);
        Gradients gradients = tape.gradient(List.of(value), List.of(cotangent(0, value, LEARNED)), FIRST, true);
        List<Var> values = new ArrayList<>(List.of(value));
        List<Var> directions = new ArrayList<>(List.of(cotangent(1, value, 0)));
        for (int k = 0; k < inputs.size(); k++) {
            Var gradient = gradients.of(inputs.get(k));
            if (gradient != null) {
                values.add(gradient);
                directions.add(cotangent(2 + k, gradient, 0));
            }
        }
        tape.gradient(values, directions, LEARNED, false);
    }

    private List<Var> enter(int tag, int learnedTag) {
        return leaves.stream()
                .map(leaf -> tape.leaf(leaf.data(), leaf.rows(), leaf.width(), leaf.learned() ? learnedTag : tag))
                .toList();
    }

    /** A cotangent of the shape of a value. */
    private Var cotangent(int number, Var like, int tag) {
        return tape.leaf(cotangents.get(number), like.rows(), like.width(), tag);
    }

    private static Buffer normal(Random random, Precision precision, int length) {
        Buffer data = Buffer.zeros(precision, length);
        for (int i = 0; i < length; i++) {
            data.set(i, SCALE * random.nextGaussian());
        }
        return data;
    }
}
