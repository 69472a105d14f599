package org.gaunt.potential.network;

import java.util.Arrays;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Buffer;
import org.gaunt.nn.FullyConnectedNet;

/**
 * A radial network whose values at equal distances become the coefficients of cubic B-splines ({@link RadialKind#TABULATED}).
 *
 * <p>With values f at knots of spacing h the coefficient of knot j is (-f(j-1) + 8 f(j) - f(j+1)) / 6, so that the spline is the
 * network up to h⁴ f''''. It is applied to the last hidden layer, after which the network is linear. The coefficients of the last
 * three splines are zero, so that value, force and second derivative end at the cut-off. Nothing depends on positions here: forces
 * see the splines alone, of which they are the exact derivatives.
 */
final class KnotNetwork {
    /**
     * Å between knots, at most; half a wave of the eighth Bessel function to 5 Å is six times as long. Models with the same weights
     * depend on it.
     */
    static final double SPACING = 0.1;

    /** Knots without a coefficient, before the first and behind the last. */
    private static final int OUTSIDE = 2;

    /** Where the network is first looked at, Å: Bessel functions have no value at 0. */
    private static final double NEAREST = 0.01;

    private final RadialShape shape;
    private final FourRows fourRows;
    private final double[] distances;
    private final double[] basis;
    private final double[] filter;
    private final Rows around;

    /**
     * Plans for the distances below a cut-off.
     *
     * @param fourRows the form that splines use as well, so that it is compiled once
     */
    KnotNetwork(RadialShape shape, FourRows fourRows) {
        this.shape = shape;
        this.fourRows = fourRows;
        distances = new double[shape.intervals() + OUTSIDE];
        basis = new double[ArraySize.of(distances.length, shape.basis())];
        for (int k = 0; k < distances.length; k++) {
            distances[k] = Math.max(NEAREST, (k - OUTSIDE) * shape.cutoff() / shape.intervals());
            Jet[] functions = shape.basisAt(distances[k], 0, 0);
            for (int n = 0; n < functions.length; n++) {
                basis[k * functions.length + n] = functions[n].c()[0];
            }
        }
        int rows = shape.splineRows();
        filter = new double[ArraySize.of(4, rows)];
        for (int row = 0; row < rows - 3; row++) {
            filter[4 * row] = -1.0 / 6;
            filter[4 * row + 1] = 8.0 / 6;
            filter[4 * row + 2] = -1.0 / 6;
        }
        int[] first = new int[rows];
        Arrays.setAll(first, row -> Math.min(row, distances.length - 4));
        around = FourRows.from(first, distances.length);
    }

    /** Where the network is computed, Å [nodes]; all are below the cut-off. */
    double[] distances() {
        return distances.clone();
    }

    /** The Bessel functions there, in the working precision [distances, basis]. */
    Var basis(NetworkInput in) {
        return in.tape().leaf(Buffer.copyOf(basis, in.precision()), distances.length, shape.basis(), 0);
    }

    /**
     * The coefficients of the splines.
     *
     * @param basis what the network sees, in the working precision [distances, basis]
     * @return in the working precision [{@link RadialShape#splineRows}, outputs of the network]
     */
    Var coefficients(NetworkInput in, FullyConnectedNet network, Var basis) {
        return network.apply(basis, hidden -> filtered(in, hidden));
    }

    private Var filtered(NetworkInput in, Var values) {
        Var factors = in.tape().leaf(Buffer.copyOf(filter, in.precision()), around.count(), 4, 0);
        return fourRows.sums(in, factors, values, around);
    }
}
