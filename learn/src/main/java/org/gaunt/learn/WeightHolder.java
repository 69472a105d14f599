package org.gaunt.learn;

/** What computes with its own copy of a model's weights, in its own precision, and owns buffers; one thread uses it at a time. */
public interface WeightHolder extends AutoCloseable {

    /**
     * Copies weights into the working precision; needed before the first evaluation and after every change of weights.
     *
     * @param values flat weights in the order of the model's parameters; not kept
     */
    void load(double[] values);

    /** Gives buffers back; not to be used afterwards. */
    @Override
    void close();
}
