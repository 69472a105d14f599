package org.gaunt.sim.opt;

/** Proposes steps downhill, from forces alone. */
sealed interface Optimizer permits Fire, Lbfgs {
    /** Largest displacement of an atom in a step, Å. */
    double LONGEST = 0.2;

    /**
     * A step from where the forces were computed.
     *
     * @param x coordinates, in triples; not modified
     * @param f forces on them; not modified
     * @return displacements
     */
    double[] step(double[] x, double[] f);

    static Optimizer of(OptimizerKind kind) {
        return switch (kind) {
            case FIRE -> new Fire();
            case LBFGS -> new Lbfgs();
        };
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Shortens a step whose largest triple is longer than allowed. */
    static double[] bounded(double[] step) {
        double longest = longest(step);
        if (longest > LONGEST) {
            for (int i = 0; i < step.length; i++) {
                step[i] *= LONGEST / longest;
            }
        }
        return step;
    }

    /** The length of the longest triple. */
    static double longest(double[] triples) {
        double longest = 0;
        for (int i = 0; i < triples.length; i += 3) {
            longest = Math.max(
                    longest,
                    triples[i] * triples[i] + triples[i + 1] * triples[i + 1] + triples[i + 2] * triples[i + 2]);
        }
        return Math.sqrt(longest);
    }
}
