package org.gaunt.potential.eval;

import org.gaunt.kernel.Precision;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.TrainableModel;

/** The workers of a potential. */
public final class WorkerPool extends Workers<ModelWorker> {

    /**
     * Makes the workers; they have the model's present weights.
     *
     * @param model whose workers these are
     * @param precision the arithmetic
     * @param threads number of threads, at least 1
     */
    public WorkerPool(TrainableModel model, Precision precision, int threads) {
        super(() -> model.newWorker(precision), model.parameters().values(), threads);
    }
}
