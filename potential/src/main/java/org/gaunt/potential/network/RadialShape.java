package org.gaunt.potential.network;

import java.util.List;

/**
 * The shape of a model's radial functions.
 *
 * @param kind network or splines
 * @param basis number of Bessel functions the network sees
 * @param cutoff where all functions end, Å
 * @param power p of the polynomial that lets them end smoothly
 * @param hidden widths of the hidden layers of the network
 * @param knots intervals of the splines between 0 and the cut-off
 * @param transform of the distance that the Bessel functions see
 */
public record RadialShape(
        RadialKind kind,
        int basis,
        double cutoff,
        int power,
        List<Integer> hidden,
        int knots,
        DistanceTransform transform) {

    /** Checks what belongs together. */
    public RadialShape {
        hidden = List.copyOf(hidden);
        if (!(cutoff > 0) || basis < 1 || power < 2 || hidden.stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("the cut-off must be above 0, the number of Bessel functions and every"
                    + " width of the radial network at least 1 and the exponent of the cut-off at least 2; found "
                    + cutoff + ", " + basis + ", " + hidden + ", " + power);
        }
        if (kind == RadialKind.SPLINE && knots < 2) {
            throw new IllegalArgumentException("radial splines need at least 2 knots, but there are " + knots);
        }
        if (kind == RadialKind.SPLINE && transform != DistanceTransform.NONE) {
            throw new IllegalArgumentException("radial splines see the distance itself: a distance transform ("
                    + transform.name().toLowerCase(java.util.Locale.ROOT) + ") needs a radial network");
        }
    }
}
