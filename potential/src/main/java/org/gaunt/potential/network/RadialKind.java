package org.gaunt.potential.network;

/** How the functions of the distance that weight messages are made. */
public enum RadialKind {
    /** A network of Bessel functions. */
    MLP,
    /** Cubic B-splines whose coefficients are the weights: far cheaper, as only four of them are not zero at a distance. */
    SPLINE
}
