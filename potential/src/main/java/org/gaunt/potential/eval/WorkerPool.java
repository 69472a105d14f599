package org.gaunt.potential.eval;

import org.gaunt.learn.Threads;
import org.gaunt.learn.Workers;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Tabulable;
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

    /**
     * Makes workers that evaluate only; they have the model's present weights.
     *
     * @param model whose workers these are; a {@link Tabulable} one for a tolerance above 0
     * @param precision the arithmetic
     * @param threads number of threads, at least 1
     * @param splineTolerance as in {@link Tabulable#newWorker}
     */
    public WorkerPool(TrainableModel model, Precision precision, int threads, double splineTolerance) {
        super(
                () -> worker(model, precision, splineTolerance),
                model.parameters().values(),
                threads);
    }

    /** The same on threads that stay the caller's to close. */
    WorkerPool(TrainableModel model, Precision precision, Threads threads, double splineTolerance) {
        super(
                () -> worker(model, precision, splineTolerance),
                model.parameters().values(),
                threads,
                false);
    }

    private static ModelWorker worker(TrainableModel model, Precision precision, double splineTolerance) {
        if (splineTolerance == 0) {
            return model.newWorker(precision);
        }
        if (model instanceof Tabulable tabulable) {
            return tabulable.newWorker(precision, splineTolerance);
        }
        throw new IllegalArgumentException(
                "splines of tolerance " + splineTolerance + " for " + model + ", which cannot have any");
    }
}
