package org.gaunt.potential;

import java.util.Optional;
import org.gaunt.linalg.Precision;

/**
 * What there is to choose when a potential is opened.
 *
 * @param precision the arithmetic; empty for the one the model was made for
 * @param threads number of threads, at least 1
 * @param splineTolerance how far splines in place of radial networks may be off, relative to the largest value of the functions
 *     of a layer; 0 for the networks themselves
 * @param head the head of the readout that all structures are evaluated with; empty for the one each structure names
 * @param dispersion the correction that is added, such as {@code d3bj/pbe}; empty for none
 */
public record LoadOptions(
        Optional<Precision> precision,
        int threads,
        double splineTolerance,
        Optional<String> head,
        Optional<String> dispersion) {

    /** The model's own precision, all processors, no splines. */
    public static final LoadOptions DEFAULT = new LoadOptions(
            Optional.empty(), Runtime.getRuntime().availableProcessors(), 0, Optional.empty(), Optional.empty());

    /** Checks the number of threads. */
    public LoadOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("a potential needs at least 1 thread, given " + threads);
        }
    }

    /** The same in another precision. */
    public LoadOptions withPrecision(Precision wanted) {
        return new LoadOptions(Optional.of(wanted), threads, splineTolerance, head, dispersion);
    }

    /** The same on another number of threads. */
    public LoadOptions withThreads(int wanted) {
        return new LoadOptions(precision, wanted, splineTolerance, head, dispersion);
    }

    /** The same with splines in place of radial networks. */
    public LoadOptions withSplines(double tolerance) {
        return new LoadOptions(precision, threads, tolerance, head, dispersion);
    }

    /** The same with one head for all structures. */
    public LoadOptions withHead(String wanted) {
        return new LoadOptions(precision, threads, splineTolerance, Optional.of(wanted), dispersion);
    }

    /** The same with a dispersion correction, such as {@code d3bj/pbe}. */
    public LoadOptions withDispersion(String wanted) {
        return new LoadOptions(precision, threads, splineTolerance, head, Optional.of(wanted));
    }
}
