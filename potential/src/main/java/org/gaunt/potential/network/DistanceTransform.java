package org.gaunt.potential.network;

/**
 * What radial functions see of a distance: itself, or a function of it and the elements that shows short distances at a finer
 * scale, as MACE's foundation models have it.
 */
public enum DistanceTransform {
    /** The distance itself. */
    NONE {
        @Override
        Jet of(Jet r, double radiusA, double radiusB) {
            return r;
        }
    },
    /** 1 / (1 + a u^q / (1 + u^(q - p))), u the distance over the mean of the covalent radii (Witt et al. 2023, ACEpotentials). */
    AGNESI {
        @Override
        Jet of(Jet r, double radiusA, double radiusB) {
            Jet u = r.times(2 / (radiusA + radiusB));
            Jet tail = u.power(AGNESI_Q - AGNESI_P).plus(1).reciprocal();
            return u.power(AGNESI_Q).times(tail).times(AGNESI_A).plus(1).reciprocal();
        }
    },
    /** The distance bent smoothly towards 3/4 of the sum of the covalent radii where it is shorter. */
    SOFT {
        @Override
        Jet of(Jet r, double radiusA, double radiusB) {
            double low = 0.75 * (radiusA + radiusB);
            double high = 4.0 / 3 * (radiusA + radiusB);
            Jet x = r.plus(-0.5 * (low + high)).times(4 / (high - low));
            // (1 + tanh x) / 2 is the logistic function of 2 x
            Jet step = x.times(-2).exp().plus(1).reciprocal();
            return r.plus(-low).times(step).plus(low);
        }
    };

    private static final double AGNESI_Q = 0.9183;
    private static final double AGNESI_P = 4.5791;
    private static final double AGNESI_A = 1.0805;

    /**
     * Transforms a distance.
     *
     * @param r the distance, Å, and what it depends on
     * @param radiusA covalent radius of one atom, Å
     * @param radiusB covalent radius of the other, Å
     * @return Å, or a pure number for AGNESI; radial functions take both alike
     */
    abstract Jet of(Jet r, double radiusA, double radiusB);
}
