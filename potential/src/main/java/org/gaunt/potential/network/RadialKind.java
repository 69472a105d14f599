package org.gaunt.potential.network;

/** How the functions of the distance that weight messages are made. */
public enum RadialKind {
    /** A network of Bessel functions. */
    MLP,
    /**
     * Cubic B-splines through the values of the same network at equal distances ({@link KnotNetwork}): the network is computed for the
     * knots and not for each pair of atoms.
     */
    TABULATED,
    /** Cubic B-splines whose coefficients are the weights: far cheaper, as only four of them are not zero at a distance. */
    SPLINE;

    /** What the key of a model's configuration says. */
    public static final String HELP =
            "Functions of the distance: mlp, a network of Bessel functions; tabulated, the same network"
                    + " computed every " + KnotNetwork.SPACING
                    + " Å in each step with cubic splines through its values, which takes less time, but"
                    + " generalises a little worse in long trainings; or spline, cubic splines that are trained"
                    + " themselves, cheap and more prone to overfit.";

    /** Whether pairs of atoms see splines. */
    boolean splines() {
        return this != MLP;
    }
}
