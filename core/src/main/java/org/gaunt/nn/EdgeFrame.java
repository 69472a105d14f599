package org.gaunt.nn;

import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Wigner3j;
import org.jspecify.annotations.Nullable;

/**
 * The frame of an edge: the rotation that takes it to the polar axis (y), as Wigner matrices of all degrees.
 *
 * <p>With the edge on the polar axis its spherical harmonics vanish except at m = 0, which makes convolutions with them sparse ({@link
 * So2Convolution}, {@link GauntConvolution}). How the frame is turned about the edge does not matter to them.
 *
 * <p>The matrices are a form of the edge's vector, so that gradients through the rotation are exact and forces are conservative.
 */
public final class EdgeFrame {
    /** The largest degree; the form of the matrices grows like its cube. */
    public static final int MAX_DEGREE = 8;

    private final Form form;

    /**
     * Plans frames.
     *
     * @param lmax largest degree, 0 to {@link #MAX_DEGREE}
     * @throws IllegalArgumentException if it is out of range
     */
    public EdgeFrame(int lmax) {
        if (lmax < 0 || lmax > MAX_DEGREE) {
            throw new IllegalArgumentException(
                    "frames of edges have the degrees 0 to at most " + MAX_DEGREE + ", not " + lmax);
        }
        this.form = form(lmax);
    }

    /**
     * For each edge an axis that is far from parallel to it, which fixes how the frame is turned about the edge. It does not matter
     * which, so nothing is differentiated by it.
     *
     * @param vectors [edge][3]
     * @return [edge][3] in the precision
     */
    public static Buffer axes(double[] vectors, Precision precision) {
        double[] axes = new double[vectors.length];
        for (int e = 0; 3 * e < vectors.length; e++) {
            int least = 0;
            for (int i = 1; i < 3; i++) {
                least = Math.abs(vectors[3 * e + i]) < Math.abs(vectors[3 * e + least]) ? i : least;
            }
            axes[3 * e + least] = 1;
        }
        return Buffer.copyOf(axes, precision);
    }

    /**
     * The rotations that take edges to the polar axis; layers of the same largest degree can share them.
     *
     * @param vectors of the edges [edge][3], not zero
     * @param axes see {@link #axes}
     * @return for each edge the matrices D of all degrees, [degree][m in the frame][m outside]
     */
    public Var of(Var vectors, Var axes) {
        return vectors.tape().form(form, 1, Rows.of(vectors.rows()), new @Nullable Var[] {vectors, axes, null}, 2)[0];
    }

    /** {@link #of(Var, Var)} with the usual axes. */
    public Var of(Var vectors) {
        Buffer axes = axes(vectors.toDoubles(), vectors.precision());
        return of(vectors, vectors.tape().leaf(axes, vectors.rows(), 3, 0));
    }

    /** Numbers of a frame: the matrices of degrees 0 to l, Σ (2k + 1)². */
    static int size(int l) {
        return first(l + 1);
    }

    private static int first(int l) {
        return l * (2 * l - 1) * (2 * l + 1) / 3;
    }

    /** The number of D_l[m][n] in a frame, m and n from 0. */
    private static int entry(int l, int m, int n) {
        return first(l) + m * (2 * l + 1) + n;
    }

    /**
     * Component m of degree l of a row x in the frame: Σ_n D_l[m][n] x[l, n].
     *
     * @param x the operand of a form with the components of all degrees
     * @param frame the operand with the frame
     */
    static int turned(ExprGraph g, int x, int frame, int l, int m) {
        int sum = g.constant(0);
        for (int n = 0; n <= 2 * l; n++) {
            sum = g.add(sum, g.mul(g.input(x, l * l + n), g.input(frame, entry(l, l + m, n))));
        }
        return sum;
    }

    /**
     * Component number n of degree l outside: Σ_m D_l[m][n] local[m].
     *
     * @param local nodes of the components -k to k in the frame; others are zero
     * @param frame the operand with the frame
     */
    static int turnedBack(ExprGraph g, int[] local, int frame, int l, int n) {
        int most = local.length / 2;
        int sum = g.constant(0);
        for (int m = -most; m <= most; m++) {
            sum = g.add(sum, g.mul(local[most + m], g.input(frame, entry(l, l + m, n))));
        }
        return sum;
    }

    /** The matrices D_l of the rotation that takes the vector to the polar axis, as functions of vector and axis. */
    private static Form form(int lmax) {
        int entries = size(lmax);
        return Form.of(
                "frame of an edge to degree " + lmax,
                List.of(
                        new Operand("vector", 3, false, Access.row()),
                        new Operand("axis", 3, false, Access.row()),
                        new Operand("d", entries, false, Access.row())),
                g -> {
                    int[][] r = rotation(g);
                    int[][] d = {{g.constant(1)}};
                    int sum = g.input(2, 0);
                    for (int l = 1; l <= lmax; l++) {
                        d = l == 1 ? r : next(g, l - 1, d, r);
                        for (int m = 0; m < d.length; m++) {
                            for (int n = 0; n < d.length; n++) {
                                sum = g.add(sum, g.mul(g.input(2, entry(l, m, n)), d[m][n]));
                            }
                        }
                    }
                    return sum;
                });
    }

    /** Rows: a direction across the edge, the edge, and the one across both. */
    private static int[][] rotation(ExprGraph g) {
        int[] u = unit(g, new int[] {g.input(0, 0), g.input(0, 1), g.input(0, 2)});
        int[] a = {g.input(1, 0), g.input(1, 1), g.input(1, 2)};
        int along = g.add(g.add(g.mul(a[0], u[0]), g.mul(a[1], u[1])), g.mul(a[2], u[2]));
        int[] across = new int[3];
        for (int i = 0; i < 3; i++) {
            across[i] = g.subtract(a[i], g.mul(along, u[i]));
        }
        int[] e = unit(g, across);
        int[] f = new int[3];
        for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            int k = (i + 2) % 3;
            f[i] = g.subtract(g.mul(e[j], u[k]), g.mul(e[k], u[j]));
        }
        return new int[][] {e, u, f};
    }

    private static int[] unit(ExprGraph g, int[] v) {
        int squared = g.add(g.add(g.mul(v[0], v[0]), g.mul(v[1], v[1])), g.mul(v[2], v[2]));
        int inverse = g.reciprocal(g.sqrt(squared));
        return new int[] {g.mul(v[0], inverse), g.mul(v[1], inverse), g.mul(v[2], inverse)};
    }

    /** D_(l+1) is what couples D_l and D_1: (2l + 3) C C D_l D_1, one index after the other. */
    private static int[][] next(ExprGraph g, int l, int[][] d, int[][] r) {
        double[][][] c = Wigner3j.of(l + 1, l, 1);
        int size = 2 * l + 3;
        int[][] result = new int[size][size];
        for (int n = 0; n < size; n++) {
            int[][] half = new int[2 * l + 1][3];
            for (int k = 0; k < 2 * l + 1; k++) {
                for (int i = 0; i < 3; i++) {
                    half[k][i] = g.constant(0);
                    for (int p = 0; p < 2 * l + 1; p++) {
                        for (int j = 0; j < 3; j++) {
                            half[k][i] = addScaled(g, half[k][i], c[n][p][j], d[k][p], r[i][j]);
                        }
                    }
                }
            }
            for (int m = 0; m < size; m++) {
                int sum = g.constant(0);
                for (int k = 0; k < 2 * l + 1; k++) {
                    for (int i = 0; i < 3; i++) {
                        if (Math.abs(c[m][k][i]) > 1e-13) {
                            sum = g.add(sum, g.scale(size * c[m][k][i], half[k][i]));
                        }
                    }
                }
                result[m][n] = sum;
            }
        }
        return result;
    }

    private static int addScaled(ExprGraph g, int sum, double factor, int a, int b) {
        return Math.abs(factor) > 1e-13 ? g.add(sum, g.scale(factor, g.mul(a, b))) : sum;
    }
}
