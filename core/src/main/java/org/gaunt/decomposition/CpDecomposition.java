package org.gaunt.decomposition;

import java.util.Locale;
import java.util.SplittableRandom;
import org.gaunt.product.CpFactors;

/**
 * Finds CP decompositions by regularised alternating least squares: from several random starts the best is kept.
 *
 * <p>The result depends on the settings only, seed included. A round costs the third power of the rank: ranks that are exact took 0.2 s
 * at L = 1 (rank 8), half a second at L = 2 (rank 35) and 2 s at L = 3 (rank 110, relative error 3e-10) on one core. Keep the factors;
 * they are data.
 *
 * @param starts how many random starts
 * @param rounds the most rounds of a start; a round solves for each factor once
 * @param seed of the random starts
 */
public record CpDecomposition(int starts, int rounds, long seed) {
    /** A run that is this close to the tensor, relative to its norm, is exact but for rounding. */
    private static final double EXACT = 1e-13;

    /** Ranks grow by this factor until one is large enough. */
    private static final double GROWTH = 1.25;

    public CpDecomposition {
        if (starts < 1 || rounds < 1) {
            throw new IllegalArgumentException(
                    "a decomposition needs at least one start and one round, not " + starts + " and " + rounds);
        }
    }

    /** Three starts of at most 1000 rounds. */
    public static CpDecomposition standard() {
        return new CpDecomposition(3, 1000, 1);
    }

    /**
     * The best decomposition found of a rank.
     *
     * @param rank the number of products, 1 or more
     * @return factors with the error that was reached
     */
    public CpFactors ofRank(SparseTensor tensor, int rank) {
        return ofRank(tensor, rank, EXACT);
    }

    /**
     * A decomposition of a rank that meets a tolerance.
     *
     * @param tolerance the largest relative error in the Frobenius norm, above 0
     * @throws IllegalArgumentException if no start meets it; the message says what was reached
     */
    public CpFactors within(SparseTensor tensor, int rank, double tolerance) {
        check(tolerance);
        CpFactors best = ofRank(tensor, rank, tolerance);
        if (best.relativeError() > tolerance) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "rank %d is too small for the tolerance %.2g: the best of %d starts has the relative error %.2g;"
                            + " raise the rank or the tolerance, or let the tolerance choose the rank",
                    rank,
                    tolerance,
                    starts,
                    best.relativeError()));
        }
        return best;
    }

    /**
     * The smallest rank found that meets a tolerance: ranks grow until one does, and then the gap is halved.
     *
     * @param tolerance the largest relative error in the Frobenius norm, above 0
     * @param largest the largest rank to try
     * @throws IllegalArgumentException if the largest rank does not meet it; the message says what was reached
     */
    public CpFactors toTolerance(SparseTensor tensor, double tolerance, int largest) {
        check(tolerance);
        int low = 0;
        int high = Math.min(largest, Math.max(tensor.size(0), Math.max(tensor.size(1), tensor.size(2))));
        CpFactors found = ofRank(tensor, high, tolerance);
        while (found.relativeError() > tolerance) {
            if (high >= largest) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "no rank to %d meets the tolerance %.2g: rank %d has the relative error %.2g; raise the largest rank or"
                                + " the tolerance",
                        largest,
                        tolerance,
                        high,
                        found.relativeError()));
            }
            low = high;
            high = Math.min(largest, (int) Math.ceil(high * GROWTH));
            found = ofRank(tensor, high, tolerance);
        }
        while (high - low > 1) {
            int middle = (low + high) / 2;
            CpFactors candidate = ofRank(tensor, middle, tolerance);
            if (candidate.relativeError() <= tolerance) {
                found = candidate;
                high = middle;
            } else {
                low = middle;
            }
        }
        return found;
    }

    private CpFactors ofRank(SparseTensor tensor, int rank, double tolerance) {
        if (rank < 1) {
            throw new IllegalArgumentException("a decomposition has rank 1 or more, not " + rank);
        }
        double norm = tensor.norm();
        double wanted = tolerance * norm;
        AlternatingLeastSquares best = null;
        SplittableRandom random = new SplittableRandom(seed);
        for (int start = 0; start < starts; start++) {
            AlternatingLeastSquares run = new AlternatingLeastSquares(tensor, rank, random.split());
            run.run(rounds, wanted);
            if (best == null || run.error() < best.error()) {
                best = run;
            }
            if (best.error() <= wanted) {
                break;
            }
        }
        if (best == null || !Double.isFinite(best.error())) {
            throw new IllegalStateException("no start of rank " + rank + " converged");
        }
        return new CpFactors(best.factor(0), best.factor(1), best.factor(2), norm, best.error());
    }

    private static void check(double tolerance) {
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException("a tolerance is above 0, not " + tolerance);
        }
    }
}
