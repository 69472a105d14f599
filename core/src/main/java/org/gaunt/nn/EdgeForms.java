package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Wigner3j;

/**
 * Functions of the vectors between neighbouring atoms, as forms in the positions, so that all derivatives by positions and strain
 * follow.
 *
 * <p>The operands of each form, in this order: {@link #END} and {@link #START}, the positions of receiver and sender [3]; {@link
 * #SHIFT}, the translation of the cell [3]; {@link #STRAIN}, a strain for each structure, row-major [9]; and the result's dual.
 * The vector of an edge is (end - start + shift) (1 + strain), Å. Index arrays: 0 receiver, 1 sender, 2 structure of the edge.
 */
public final class EdgeForms {
    public static final int END = 0;
    public static final int START = 1;
    public static final int SHIFT = 2;
    public static final int STRAIN = 3;

    /** The number of the result's dual operand. */
    public static final int RESULT = 4;

    private EdgeForms() {}

    /** The operands before the result. */
    static List<Operand> inputs() {
        return List.of(
                new Operand("end", 3, false, Access.gather(0)),
                new Operand("start", 3, false, Access.gather(1)),
                new Operand("shift", 3, false, Access.row()),
                new Operand("strain", 9, false, Access.gather(2)));
    }

    private static List<Operand> operands(String result, int components) {
        List<Operand> all = new ArrayList<>(inputs());
        all.add(new Operand(result, components, false, Access.row()));
        return all;
    }

    /** The vector of an edge itself, 3 numbers. */
    public static Form vectors() {
        return Form.of("vectors of edges", operands("v", 3), g -> {
            int[] v = vector(g);
            int sum = g.constant(0);
            for (int i = 0; i < 3; i++) {
                sum = g.add(sum, g.mul(g.input(RESULT, i), v[i]));
            }
            return sum;
        });
    }

    /**
     * Real spherical harmonics of degrees 0 to {@code lmax} of the edge's direction, e3nn's order and signs, component
     * normalisation (|Y_l|² = 2l + 1), (lmax + 1)² numbers an edge.
     *
     * <p>Y_{l+1} is the coupling of Y_l with the direction; the factor is what makes the value at the pole √(2l + 3).
     */
    public static Form harmonics(int lmax) {
        return Form.of("harmonics to degree " + lmax, operands("y", (lmax + 1) * (lmax + 1)), g -> {
            int[] v = vector(g);
            return harmonicsSum(g, v, g.sqrt(squared(g, v)), lmax);
        });
    }

    /**
     * The {@link #harmonics} of an edge times the polynomial cut-off of {@link #bessel}.
     *
     * @param cutoff r_c, Å; the form must only be evaluated below it
     * @param power p
     */
    public static Form harmonicsWithCutoff(int lmax, double cutoff, int power) {
        return Form.of("harmonics with a cut-off", operands("y", (lmax + 1) * (lmax + 1)), g -> {
            int[] v = vector(g);
            int r = g.sqrt(squared(g, v));
            return g.mul(envelope(g, g.scale(1 / cutoff, r), power), harmonicsSum(g, v, r, lmax));
        });
    }

    /** The sum of the results' duals times the harmonics of a vector of length r. */
    private static int harmonicsSum(ExprGraph g, int[] v, int r, int lmax) {
        int inverse = g.reciprocal(r);
        int[] u = {g.mul(v[0], inverse), g.mul(v[1], inverse), g.mul(v[2], inverse)};
        int[] y = {g.constant(1)};
        double pole = 1;
        int sum = g.input(RESULT, 0);
        for (int l = 0; l < lmax; l++) {
            double[][][] c = Wigner3j.of(l + 1, l, 1);
            double nextPole = Math.sqrt(2 * l + 3);
            double scale = nextPole / (c[l + 1][l][1] * pole);
            int[] next = new int[2 * l + 3];
            for (int m = 0; m < next.length; m++) {
                next[m] = g.constant(0);
                for (int k = 0; k < y.length; k++) {
                    for (int i = 0; i < 3; i++) {
                        if (Math.abs(c[m][k][i]) > 1e-13) {
                            next[m] = g.add(next[m], g.scale(scale * c[m][k][i], g.mul(y[k], u[i])));
                        }
                    }
                }
                sum = g.add(sum, g.mul(g.input(RESULT, (l + 1) * (l + 1) + m), next[m]));
            }
            y = next;
            pole = nextPole;
        }
        return sum;
    }

    /**
     * MACE's radial basis: √(2/r_c) sin(n π r / r_c) / r times the polynomial cut-off 1 - (p+1)(p+2)/2 x^p + p(p+2) x^(p+1) -
     * p(p+1)/2 x^(p+2) with x = r / r_c (Klicpera et al. 2020, eq. 7 and 8).
     *
     * @param count how many functions, n = 1..count
     * @param cutoff r_c, Å; the form must only be evaluated below it
     * @param power p
     */
    public static Form bessel(int count, double cutoff, int power) {
        return Form.of("Bessel functions", operands("b", count), g -> {
            int r = length(g);
            return besselSum(g, r, envelope(g, g.scale(1 / cutoff, r), power), count, cutoff);
        });
    }

    /** The Bessel functions of {@link #bessel(int, double, int)} without the cut-off. */
    public static Form bessel(int count, double cutoff) {
        return Form.of(
                "Bessel functions without a cut-off",
                operands("b", count),
                g -> besselSum(g, length(g), g.constant(1), count, cutoff));
    }

    /** The polynomial cut-off of {@link #bessel} alone, one number an edge. */
    public static Form cutoff(double cutoff, int power) {
        return Form.of(
                "cut-off",
                operands("f", 1),
                g -> g.mul(g.input(RESULT, 0), envelope(g, g.scale(1 / cutoff, length(g)), power)));
    }

    /** The length of the edge, Å, one number an edge. */
    public static Form distance() {
        return Form.of("distance", operands("r", 1), g -> g.mul(g.input(RESULT, 0), g.sqrt(squared(g, vector(g)))));
    }

    /** The polynomial cut-off of {@link #bessel} at x = r / r_c. */
    static int envelope(ExprGraph g, int x, int power) {
        double p = power;
        int inner = g.add(
                g.constant(-(p + 1) * (p + 2) / 2),
                g.mul(x, g.add(g.constant(p * (p + 2)), g.scale(-p * (p + 1) / 2, x))));
        return g.add(g.constant(1), g.mul(g.power(x, power), inner));
    }

    /** The sum of the results' duals times √(2/r_c) sin(n π r / r_c) / r times a factor. */
    static int besselSum(ExprGraph g, int r, int envelope, int count, double cutoff) {
        int factor = g.mul(g.scale(Math.sqrt(2 / cutoff), g.reciprocal(r)), envelope);
        int angle = g.scale(Math.PI, g.scale(1 / cutoff, r));
        int twoCos = g.scale(2, g.cos(angle));
        // sin((n+1)a) = 2 cos(a) sin(na) - sin((n-1)a)
        int previous = g.constant(0);
        int sine = g.sin(angle);
        List<Integer> terms = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            terms.add(g.mul(g.input(RESULT, n), sine));
            int next = g.subtract(g.mul(twoCos, sine), previous);
            previous = sine;
            sine = next;
        }
        int sum = g.constant(0);
        for (int t : terms) {
            sum = g.add(sum, t);
        }
        return g.mul(factor, sum);
    }

    static int length(ExprGraph g) {
        return g.sqrt(squared(g, vector(g)));
    }

    private static int[] vector(ExprGraph g) {
        int[] v = new int[3];
        for (int i = 0; i < 3; i++) {
            v[i] = g.add(g.subtract(g.input(END, i), g.input(START, i)), g.input(SHIFT, i));
        }
        int[] strained = new int[3];
        for (int i = 0; i < 3; i++) {
            strained[i] = v[i];
            for (int j = 0; j < 3; j++) {
                strained[i] = g.add(strained[i], g.mul(v[j], g.input(STRAIN, 3 * j + i)));
            }
        }
        return strained;
    }

    private static int squared(ExprGraph g, int[] v) {
        return g.add(g.add(g.mul(v[0], v[0]), g.mul(v[1], v[1])), g.mul(v[2], v[2]));
    }
}
