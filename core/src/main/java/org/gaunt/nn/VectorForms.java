package org.gaunt.nn;

import java.util.List;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;

/**
 * Functions of many vectors at once. The vectors are the channels: a row holds x of all its vectors, then y, then z, so that one
 * processor instruction works on several vectors; fill the last row with any vectors that are not zero.
 */
public final class VectorForms {
    /** The vectors [3][channel]. */
    public static final int VECTORS = 0;

    /** The result's dual. */
    public static final int RESULT = 1;

    private VectorForms() {}

    /**
     * Real spherical harmonics of degrees 0 to {@code lmax} of the vectors' directions, [(lmax + 1)²][channel], e3nn's order and
     * signs, component normalisation (|Y_l|² = 2l + 1). The polar axis is y.
     *
     * <p>Y_lm = √((2l+1)(l-|m|)!/(l+|m|)!) Q_l^|m|(y) times √2 Im (z + ix)^|m| for m &lt; 0, 1 for m = 0, √2 Re (z + ix)^m for m &gt; 0,
     * where Q_l^m is the associated Legendre polynomial (without the phase (-1)^m) over sin^m, made by its recursion in l:
     * (l - m) Q_l^m = (2l - 1) y Q_(l-1)^m - (l + m - 1) Q_(l-2)^m, which takes few operations and is stable.
     *
     * @throws IllegalArgumentException if lmax is negative, or above 30, where the factorials leave the range that is tested
     */
    public static Form harmonics(int lmax) {
        if (lmax < 0 || lmax > 30) {
            throw new IllegalArgumentException(
                    "spherical harmonics of vectors are made for degrees 0 to 30, not " + lmax + "; lower the degree");
        }
        int components = (lmax + 1) * (lmax + 1);
        return Form.of(
                "harmonics of vectors to degree " + lmax,
                List.of(new Operand("v", 3, true, Access.row()), new Operand("y", components, true, Access.row())),
                g -> {
                    int[] y = harmonics(g, lmax);
                    int sum = g.constant(0);
                    for (int c = 0; c < components; c++) {
                        sum = g.add(sum, g.mul(g.input(RESULT, c), y[c]));
                    }
                    return sum;
                });
    }

    private static int[] harmonics(ExprGraph g, int lmax) {
        int[] v = {g.input(VECTORS, 0), g.input(VECTORS, 1), g.input(VECTORS, 2)};
        int squared = g.add(g.add(g.mul(v[0], v[0]), g.mul(v[1], v[1])), g.mul(v[2], v[2]));
        int inverse = g.reciprocal(g.sqrt(squared));
        int x = g.mul(v[0], inverse);
        int y = g.mul(v[1], inverse);
        int z = g.mul(v[2], inverse);
        int[] result = new int[(lmax + 1) * (lmax + 1)];
        int real = g.constant(1);
        int imaginary = g.constant(0);
        for (int m = 0; m <= lmax; m++) {
            // normalised so that the harmonic is the product; the recursion's factors change accordingly
            double start = m == 0 ? 1 : Math.sqrt(2);
            for (int k = 1; k <= m; k++) {
                start *= Math.sqrt((2 * k - 1) / (2.0 * k));
            }
            int previous = g.constant(0);
            int current = g.constant(start);
            for (int l = m; l <= lmax; l++) {
                if (l > m) {
                    double a = (2 * l - 1) / Math.sqrt((double) (l - m) * (l + m));
                    double b = Math.sqrt((double) (l + m - 1) * (l - m - 1) / ((double) (l - m) * (l + m)));
                    int next = g.add(g.scale(a, g.mul(y, current)), g.scale(-b, previous));
                    previous = current;
                    current = next;
                }
                int scaled = g.scale(Math.sqrt(2 * l + 1), current);
                int middle = l * l + l;
                if (m == 0) {
                    result[middle] = scaled;
                } else {
                    result[middle - m] = g.mul(scaled, imaginary);
                    result[middle + m] = g.mul(scaled, real);
                }
            }
            int nextReal = g.subtract(g.mul(z, real), g.mul(x, imaginary));
            imaginary = g.add(g.mul(z, imaginary), g.mul(x, real));
            real = nextReal;
        }
        return result;
    }
}
