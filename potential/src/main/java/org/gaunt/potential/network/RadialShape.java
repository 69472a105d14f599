package org.gaunt.potential.network;

import java.util.List;
import java.util.Locale;

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
 * @param enveloped whether the Bessel functions are multiplied with the cut-off; otherwise what is made of them is, by the model
 */
public record RadialShape(
        RadialKind kind,
        int basis,
        double cutoff,
        int power,
        List<Integer> hidden,
        int knots,
        DistanceTransform transform,
        boolean enveloped) {
    /** Least intervals of tabulated functions: shorter cut-offs have narrower ones. */
    private static final int FEWEST = 4;

    /** A shape whose Bessel functions are multiplied with the cut-off. */
    public RadialShape(
            RadialKind kind,
            int basis,
            double cutoff,
            int power,
            List<Integer> hidden,
            int knots,
            DistanceTransform transform) {
        this(kind, basis, cutoff, power, hidden, knots, transform, true);
    }

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
        check(kind, transform);
        if (!enveloped && kind != RadialKind.MLP) {
            throw new IllegalArgumentException(
                    "radial splines end at the cut-off by themselves: only networks can be cut off afterwards");
        }
    }

    /** The same, without the cut-off as a factor of the Bessel functions. */
    public RadialShape withoutEnvelope() {
        return new RadialShape(kind, basis, cutoff, power, hidden, knots, transform, false);
    }

    /**
     * Checks that splines see the distance itself.
     *
     * @throws IllegalArgumentException for a distance transform with another kind than {@link RadialKind#MLP}
     */
    public static void check(RadialKind kind, DistanceTransform transform) {
        if (kind.splines() && transform != DistanceTransform.NONE) {
            throw new IllegalArgumentException("model.distance_transform is for model.radial: mlp; with "
                    + kind.name().toLowerCase(Locale.ROOT) + " it must be none, not "
                    + transform.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Intervals of the splines between 0 and the cut-off. */
    int intervals() {
        return kind == RadialKind.TABULATED ? Math.max(FEWEST, (int) Math.ceil(cutoff / KnotNetwork.SPACING)) : knots;
    }

    /** Coefficients of a spline: one for each knot and one more at either end. */
    int splineRows() {
        return intervals() + 3;
    }

    /**
     * The Bessel functions of a distance, times the cut-off polynomial where they have it, and their derivatives.
     *
     * @param distance Å, above 0 and not above the cut-off
     * @param radiusA covalent radius of one atom, Å; seen by transforms only
     * @param radiusB that of the other
     */
    Jet[] basisAt(double distance, double radiusA, double radiusB) {
        Jet r = Jet.variable(distance);
        Jet seen = transform.of(r, radiusA, radiusB);
        Jet x = r.times(1 / cutoff);
        double p = power;
        Jet envelope = x.times(x.times(-p * (p + 1) / 2).plus(p * (p + 2)))
                .plus(-(p + 1) * (p + 2) / 2)
                .times(x.power(p))
                .plus(1);
        Jet inverse = seen.reciprocal();
        Jet factor = (enveloped ? envelope.times(inverse) : inverse).times(Math.sqrt(2 / cutoff));
        Jet[] functions = new Jet[basis];
        for (int n = 0; n < basis; n++) {
            functions[n] = seen.times((n + 1) * Math.PI / cutoff).sin().times(factor);
        }
        return functions;
    }
}
