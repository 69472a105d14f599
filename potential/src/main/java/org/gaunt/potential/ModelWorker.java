package org.gaunt.potential;

import java.util.Map;
import org.gaunt.learn.PhaseTimer;
import org.gaunt.learn.WeightHolder;
import org.gaunt.linalg.Parallel;
import org.gaunt.potential.data.GraphBatch;
import org.jspecify.annotations.Nullable;

/**
 * Computes energies, forces and gradients of a {@link TrainableModel}; owns all buffers it needs for that.
 *
 * <p>Not safe for concurrent use. The results for a batch depend on nothing but the weights loaded last and the batch:
 * two workers of a model give the same bits.
 */
public interface ModelWorker extends WeightHolder {

    /**
     * Evaluates a batch.
     *
     * @param batch structures side by side
     * @param what how many derivatives are needed
     * @return the results; the arrays may be overwritten by the next call
     */
    Evaluation evaluate(GraphBatch batch, Derivatives what);

    /**
     * Evaluates on threads, from now on, and without what gradients by the weights need; the results are the same to the bit for any
     * number of threads. Workers that compute on one thread need not.
     *
     * @param threads used by this worker alone while it evaluates; null for the calling thread and evaluations that gradients may follow
     */
    default void evaluateOn(@Nullable Parallel threads) {}

    /** Tells a timer, from now on, how long evaluations take; workers that do not look at a clock need not. */
    default void timeWith(PhaseTimer timer) {}

    /**
     * Adds a gradient by the weights, of the batch evaluated last: of the sum over outputs of cotangent * output.
     *
     * <p>Models with outputs of their own ({@link TrainableModel#outputs()}) replace this method.
     *
     * @param cotangents by the names of outputs, each as long as the output; those that are not there are zero
     * @param gradient the array to add to, of the parameters' size
     */
    default void accumulateGradient(Map<String, double[]> cotangents, double[] gradient) {
        accumulateGradient(
                cotangents.get(Evaluation.ENERGY),
                cotangents.get(Evaluation.FORCES),
                cotangents.get(Evaluation.STRESS),
                gradient);
    }

    /**
     * Adds a gradient by the weights, of the batch evaluated last: d/dθ of (Σ_s cE_s E_s + Σ_k cF_k F_k + Σ_m cS_m S_m).
     *
     * <p>The last evaluation must have included forces where {@code forceCotangent} is given, and stress where
     * {@code stressCotangent} is.
     *
     * @param energyCotangent cE, one for each structure, or null for zeros
     * @param forceCotangent cF, one for each force component, or null for zeros
     * @param stressCotangent cS, one for each of the nine components of {@link Evaluation#stress()}, that is the loss
     *     differentiated as if all nine were independent; ignored for structures without a stress; or null for zeros
     * @param gradient the array to add to, of the parameters' size
     */
    void accumulateGradient(
            double @Nullable [] energyCotangent,
            double @Nullable [] forceCotangent,
            double @Nullable [] stressCotangent,
            double[] gradient);
}
