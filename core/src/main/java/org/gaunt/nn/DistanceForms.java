package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;

/**
 * Functions of the distance between neighbouring atoms that need more than their positions, as forms with the operands of {@link
 * EdgeForms} and, after them, {@link #CONSTANTS}: numbers for each row that no derivative goes through.
 *
 * <p>What a piece of a function is chosen by (the knots around a distance) and what has no form of its own (real powers) is such a
 * constant: it is computed from the present distance outside the tape, and stays right in all derivatives because the piece is the
 * same in a neighbourhood, and because a Taylor polynomial has the derivatives of its function.
 */
public final class DistanceForms {
    /** The number of the operand with each row's constants. */
    public static final int CONSTANTS = 5;

    /** Terms of a Taylor polynomial: derivatives up to this order less one are exact. */
    public static final int TAYLOR_TERMS = 5;

    private DistanceForms() {}

    private static List<Operand> operands(int constants, Operand result) {
        List<Operand> all = new ArrayList<>(EdgeForms.inputs());
        all.add(result);
        all.add(new Operand("constants", constants, false, Access.row()));
        return all;
    }

    /**
     * The functions of {@link EdgeForms#bessel}, with the Bessel functions of a transformed distance and the cut-off of the true
     * one.
     *
     * <p>Constants: the present distance r0, Å, and the Taylor coefficients of the transformed distance in r - r0.
     *
     * @param count how many functions, n = 1..count
     * @param cutoff r_c, Å; the form must only be evaluated below it
     * @param power p of the cut-off polynomial
     */
    public static Form transformedBessel(int count, double cutoff, int power) {
        Operand result = new Operand("b", count, false, Access.row());
        return Form.of("Bessel functions of a transformed distance", operands(1 + TAYLOR_TERMS, result), g -> {
            int r = EdgeForms.length(g);
            int envelope = EdgeForms.envelope(g, g.scale(1 / cutoff, r), power);
            return EdgeForms.besselSum(g, transformed(g, r), envelope, count, cutoff);
        });
    }

    /** The same without a cut-off, of the same constants. */
    public static Form transformedBessel(int count, double cutoff) {
        Operand result = new Operand("b", count, false, Access.row());
        return Form.of(
                "Bessel functions of a transformed distance without a cut-off",
                operands(1 + TAYLOR_TERMS, result),
                g -> EdgeForms.besselSum(g, transformed(g, EdgeForms.length(g)), g.constant(1), count, cutoff));
    }

    /** The Taylor polynomial of the transformed distance at the distance r. */
    private static int transformed(ExprGraph g, int r) {
        int step = g.subtract(r, g.input(CONSTANTS, 0));
        int transformed = g.input(CONSTANTS, TAYLOR_TERMS);
        for (int k = TAYLOR_TERMS - 1; k >= 1; k--) {
            transformed = g.add(g.input(CONSTANTS, k), g.mul(step, transformed));
        }
        return transformed;
    }

    /**
     * The four cubic B-splines that are not zero at a distance, on equal knots, times the polynomial cut-off.
     *
     * <p>Constant: the knot below the distance, Å. With x = (r - knot) / spacing the four are (1 - x)³ / 6, (3 x³ - 6 x² + 4) / 6,
     * (-3 x³ + 3 x² + 3 x + 1) / 6 and x³ / 6; they add up to 1.
     *
     * @param spacing of the knots, Å
     * @param cutoff r_c, Å
     * @param power p of the cut-off polynomial
     */
    public static Form bSplines(double spacing, double cutoff, int power) {
        return cubics("B-splines with a cut-off", spacing, (g, x) -> {
            int envelope = EdgeForms.envelope(g, g.scale(1 / cutoff, EdgeForms.length(g)), power);
            int[] b = bSplines(g, x);
            for (int k = 0; k < 4; k++) {
                b[k] = g.mul(b[k], envelope);
            }
            return b;
        });
    }

    /** The same without a cut-off, for splines whose last three coefficients are zero. */
    public static Form bSplines(double spacing) {
        return cubics("B-splines", spacing, DistanceForms::bSplines);
    }

    private static int[] bSplines(ExprGraph g, int x) {
        int square = g.mul(x, x);
        int cube = g.mul(square, x);
        int rest = g.subtract(g.constant(1), x);
        int[] b = {
            g.power(rest, 3),
            g.add(g.add(g.scale(3, cube), g.scale(-6, square)), g.constant(4)),
            g.add(g.add(g.scale(-3, cube), g.scale(3, square)), g.add(g.scale(3, x), g.constant(1))),
            cube
        };
        for (int k = 0; k < 4; k++) {
            b[k] = g.scale(1.0 / 6, b[k]);
        }
        return b;
    }

    /**
     * Hermite's cubics, which belong to value and slope at the knot below and value and slope at the knot above a distance.
     *
     * <p>Constant: the knot below the distance, Å.
     *
     * @param spacing of the knots, Å
     */
    public static Form hermiteCubics(double spacing) {
        return cubics("Hermite cubics", spacing, (g, x) -> {
            int rest = g.subtract(g.constant(1), x);
            int xx = g.mul(x, x);
            int rr = g.mul(rest, rest);
            return new int[] {
                g.mul(rr, g.add(g.constant(1), g.scale(2, x))),
                g.scale(spacing, g.mul(rr, x)),
                g.mul(xx, g.add(g.constant(1), g.scale(2, rest))),
                g.scale(-spacing, g.mul(xx, rest))
            };
        });
    }

    private interface Cubics {
        int[] of(ExprGraph g, int x);
    }

    private static Form cubics(String name, double spacing, Cubics cubics) {
        return Form.of(name, operands(1, new Operand("b", 4, false, Access.row())), g -> {
            int x = g.scale(1 / spacing, g.subtract(EdgeForms.length(g), g.input(CONSTANTS, 0)));
            int[] b = cubics.of(g, x);
            int sum = g.constant(0);
            for (int k = 0; k < 4; k++) {
                sum = g.add(sum, g.mul(g.input(EdgeForms.RESULT, k), b[k]));
            }
            return sum;
        });
    }

    /**
     * A function given at knots: z[row][channel] = Σ_k b[row][k] table[index_k[row]][channel], k = 0..3.
     *
     * <p>Operands: b [4], the table four times (the same value at each place), and the dual of the result. Index array k holds the
     * row of the table for k.
     */
    public static Form gathered() {
        List<Operand> operands = new ArrayList<>();
        operands.add(new Operand("b", 4, false, Access.row()));
        for (int k = 0; k < 4; k++) {
            operands.add(new Operand("table" + k, 1, true, Access.gather(k)));
        }
        operands.add(new Operand("z", 1, true, Access.row()));
        return Form.of("four rows of a table", operands, g -> {
            int sum = g.constant(0);
            for (int k = 0; k < 4; k++) {
                sum = g.add(sum, g.mul(g.input(0, k), g.input(1 + k, 0)));
            }
            return g.mul(g.input(5, 0), sum);
        });
    }

    /**
     * The repulsion of two nuclei at short distance after Ziegler, Biersack and Littmark (1985), half of it for each direction of a
     * pair, eV: 14.3996 Z1 Z2 / r Σ c exp(-d r / a), a = 0.4543 · 0.529 Å / (Z1^0.3 + Z2^0.3), times the polynomial cut-off at the
     * sum of the covalent radii, as MACE has it.
     *
     * <p>Constants: Z1 Z2; 1 / a, 1/Å; one over the sum of the covalent radii, 1/Å. The result is added to the receiver [atoms, 1].
     * The form must only be evaluated below its cut-off.
     *
     * @param power p of the cut-off polynomial
     */
    public static Form nuclearRepulsion(int power) {
        double[] share = {0.1818, 0.5099, 0.2802, 0.02817};
        double[] decay = {3.2, 0.9423, 0.4028, 0.2016};
        Operand result = new Operand("energy", 1, false, Access.gather(0));
        return Form.of("nuclear repulsion", operands(3, result), g -> {
            int r = EdgeForms.length(g);
            int reduced = g.mul(r, g.input(CONSTANTS, 1));
            int screening = g.constant(0);
            for (int k = 0; k < share.length; k++) {
                screening = g.add(screening, g.scale(share[k], g.exp(g.scale(-decay[k], reduced))));
            }
            int coulomb = g.scale(0.5 * 14.3996, g.mul(g.input(CONSTANTS, 0), g.reciprocal(r)));
            int envelope = EdgeForms.envelope(g, g.mul(r, g.input(CONSTANTS, 2)), power);
            return g.mul(g.input(EdgeForms.RESULT, 0), g.mul(g.mul(coulomb, screening), envelope));
        });
    }
}
