package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.jspecify.annotations.Nullable;

/**
 * The convolution of features with functions of the edge's direction, all degrees 0 to lmax, all paths, all channels, in the frame
 * of the edge (eSCN: Passaro and Zitnick 2023, arXiv 2302.03655).
 *
 * <p>With the edge on the polar axis (y) its spherical harmonics vanish except at m = 0, so that orders ±m only meet orders ±m: for
 * every m the sum over all paths is any linear map of the pair that commutes with turning about the axis,
 *
 * <pre>
 * out(+m) = Wr x(+m) - Wi x(-m)
 * out(-m) = Wr x(-m) + Wi x(+m)
 * </pre>
 *
 * <p>Features of natural parity, (-1)^l, keep under a reflection through the edge's axis what has order +m, and change the sign of what
 * has order -m. So Wi mixes what a mirror tells apart: it is the part of the paths with odd sums of degrees, whose results have the
 * other parity. Without it the layer commutes with reflections; with it, as in the published models, with rotations only.
 *
 * <p>O(L³) operations instead of O(L⁶). A layer with the right matrices is exactly the Clebsch-Gordan product with the harmonics; the
 * result does not depend on how the frame is turned about the edge.
 *
 * <p>The rotation is a form of the edge's vector, so gradients through it are exact and forces are conservative. Where others hold
 * the rotation constant, the gradient lacks a part.
 *
 * <p>Features are rows [degree and order][channel]: component l² + l + m.
 */
public final class So2Convolution implements Weighted {
    private final int lmax;
    private final int mmax;
    private final int in;
    private final int out;
    private final boolean parity;
    private final int[][] local;
    private final int[] weightOffset;
    private final EdgeFrame frame;
    private final Form rotateIn;
    private final Form rotateInShared;
    private final Form rotateOut;
    private final LinearMap linear;
    private final Weight weight;

    /** A layer as published, which commutes with rotations only, with weights of its own, from seed 0. */
    public So2Convolution(int lmax, int mmax, int in, int out) {
        this(lmax, mmax, in, out, false);
    }

    /** A layer with weights of its own, from seed 0; see {@link #So2Convolution(Scope, int, int, int, int, boolean)}. */
    public So2Convolution(int lmax, int mmax, int in, int out, boolean parity) {
        Scope root = Scope.root();
        this(root, lmax, mmax, in, out, parity);
        root.build(0);
    }

    /**
     * A layer with weights in a scope, normal numbers at the start.
     *
     * @param lmax largest degree of features and results
     * @param mmax largest order that is kept in the edge's frame, at most lmax; below lmax the layer is an approximation that is
     *     still equivariant, and degrees above mmax are scaled by √((2l+1) / (2mmax+1)) as in EquiformerV2
     * @param in channels of the features
     * @param out channels of the result
     * @param parity whether it commutes with reflections as well, for which it has no matrices Wi
     * @throws IllegalArgumentException if a number is out of range
     */
    public So2Convolution(Scope scope, int lmax, int mmax, int in, int out, boolean parity) {
        if (lmax < 0 || lmax > EdgeFrame.MAX_DEGREE || mmax < 0 || mmax > lmax || in < 1 || out < 1) {
            throw new IllegalArgumentException("a convolution in the edge's frame needs 0 <= mmax <= lmax <= "
                    + EdgeFrame.MAX_DEGREE
                    + " and at least one channel, but lmax is " + lmax + ", mmax " + mmax + ", channels " + in + " and "
                    + out);
        }
        this.lmax = lmax;
        this.mmax = mmax;
        this.in = in;
        this.out = out;
        this.parity = parity;
        this.local = new int[lmax + 1][2 * mmax + 1];
        int at = 0;
        for (int m = 0; m <= mmax; m++) {
            for (int sign = 1; sign >= (m == 0 ? 1 : -1); sign -= 2) {
                for (int l = m; l <= lmax; l++) {
                    local[l][mmax + sign * m] = at++;
                }
            }
        }
        this.weightOffset = new int[2 * mmax + 2];
        List<LinearMap.Block> blocks = new ArrayList<>();
        int weights = 0;
        for (int m = 0; m <= mmax; m++) {
            int degrees = lmax - m + 1;
            int size = degrees * in * degrees * out;
            weightOffset[2 * m] = weights;
            weightOffset[2 * m + 1] = weights + size;
            int plus = local[m][mmax + m];
            int minus = local[m][mmax - m];
            double scale = scale(m);
            blocks.add(block(plus, plus, degrees, weights, scale));
            if (m > 0 && !parity) {
                blocks.add(block(minus, plus, degrees, weights + size, -scale));
            }
            if (m > 0) {
                blocks.add(block(minus, minus, degrees, weights, scale));
            }
            if (m > 0 && !parity) {
                blocks.add(block(plus, minus, degrees, weights + size, scale));
            }
            weights += m == 0 || parity ? size : 2 * size;
        }
        this.linear = new LinearMap(at * in, at * out, weights, blocks);
        this.frame = new EdgeFrame(lmax);
        this.rotateIn = rotateIn(at, Access.row());
        this.rotateInShared = rotateIn(at, Access.gather(2));
        this.rotateOut = rotateOut(at);
        this.weight = scope.weight(
                "weight", Weight.Declaration.of(Initializer.NORMAL, weights).withMatrices(matrices()));
    }

    /** The matrices: one for each order and, without parity, an imaginary one for each order above 0. */
    private List<Parameters.Matrix> matrices() {
        List<Parameters.Matrix> matrices = new ArrayList<>();
        for (int m = 0; m <= mmax; m++) {
            int degrees = lmax - m + 1;
            matrices.add(new Parameters.Matrix(weightOffset(m, false), degrees * in, degrees * out));
            if (m > 0 && !parity) {
                matrices.add(new Parameters.Matrix(weightOffset(m, true), degrees * in, degrees * out));
            }
        }
        return matrices;
    }

    @Override
    public List<Weight> weights() {
        return List.of(weight);
    }

    private LinearMap.Block block(int from, int to, int degrees, int weights, double scale) {
        return new LinearMap.Block(from * in, to * out, 1, degrees * in, degrees * out, weights, scale);
    }

    /** The frames that {@link #apply} wants; layers of the same largest degree can share them. */
    public EdgeFrame frame() {
        return frame;
    }

    /** Components of features and results, (lmax + 1)². */
    public int components() {
        return (lmax + 1) * (lmax + 1);
    }

    /** Radial factors of an edge: one for each degree and order 0 &lt;= m &lt;= min(degree, mmax), times channels. */
    public int radialWidth() {
        return local() * in;
    }

    /** Numbers of {@link #radialWidth} a channel: by degree, then by order. */
    private int local() {
        int count = 0;
        for (int l = 0; l <= lmax; l++) {
            count += Math.min(l, mmax) + 1;
        }
        return count;
    }

    /** The number of weights. */
    public int weightSize() {
        return linear.weightSize();
    }

    /**
     * Where the matrix Wr (or Wi) of an order begins among the weights: [degree - m][in channel][degree - m][out channel].
     *
     * @param imaginary whether Wi is meant, which order 0 and layers with parity do not have
     */
    public int weightOffset(int m, boolean imaginary) {
        if (m < 0 || m > mmax || (imaginary && (m == 0 || parity))) {
            throw new IllegalArgumentException("there is no " + (imaginary ? "imaginary" : "real") + " matrix of order "
                    + m + "; orders are 0 to " + mmax + ", and "
                    + (parity ? "with parity all have" : "order 0 has") + " a real one only");
        }
        return weightOffset[2 * m + (imaginary ? 1 : 0)];
    }

    /** The factor that weights of an order are multiplied by: one over the root of what is summed. */
    public double scale(int m) {
        return 1 / Math.sqrt((m == 0 || parity ? 1 : 2) * (lmax - m + 1) * (double) in);
    }

    /**
     * Applies the layer: the sum over the edges of every receiver.
     *
     * @param edges sorted by receiver it is faster; a row of weights is one of radial factors
     * @param x features of the senders [node][component][in]
     * @param frame of each edge, see {@link #frame()}
     * @param radial factors [row of weights][degree, order][in]
     * @return [node][component][out]
     */
    public Var apply(Edges edges, Var x, Var frame, Var radial) {
        return evaluate(edges, x, frame, radial, weight.on(x.tape()));
    }

    /** Applies the layer with given weights, one row of {@link #weightSize}. */
    Var evaluate(Edges edges, Var x, Var frame, Var radial, Var weights) {
        if (x.width() != components() * in || radial.width() != radialWidth()) {
            throw new IllegalArgumentException("a convolution in the edge's frame of degrees 0 to " + lmax + " in " + in
                    + " channels has features of " + components() * in + " numbers and radial factors of "
                    + radialWidth() + ", not " + x.width() + " and " + radial.width());
        }
        Tape tape = x.tape();
        Rows rows = edges.resultFirst();
        Form rotate = edges.ownWeights() ? rotateIn : rotateInShared;
        Var turned = tape.form(rotate, in, rows, new @Nullable Var[] {x, frame, radial, null}, 3)[0];
        Var mixed = tape.linear(linear, Groups.single(edges.count()), turned, weights);
        return tape.form(rotateOut, out, rows, new @Nullable Var[] {mixed, frame, null}, 2)[0];
    }

    private Form rotateIn(int components, Access radial) {
        return Form.of(
                "to the edge's frame",
                List.of(
                        new Operand("x", components(), true, Access.gather(1)),
                        new Operand("d", EdgeFrame.size(lmax), false, Access.row()),
                        new Operand("radial", local(), true, radial),
                        new Operand("local", components, true, Access.row())),
                g -> {
                    int sum = g.constant(0);
                    int factor = 0;
                    for (int l = 0; l <= lmax; l++) {
                        for (int m = 0; m <= Math.min(l, mmax); m++) {
                            int both = g.constant(0);
                            for (int sign = 1; sign >= (m == 0 ? 1 : -1); sign -= 2) {
                                int turned = EdgeFrame.turned(g, 0, 1, l, sign * m);
                                both = g.add(both, g.mul(g.input(3, local[l][mmax + sign * m]), turned));
                            }
                            sum = g.add(sum, g.mul(g.input(2, factor++), both));
                        }
                    }
                    return sum;
                });
    }

    private Form rotateOut(int components) {
        return Form.of(
                "from the edge's frame",
                List.of(
                        new Operand("local", components, true, Access.row()),
                        new Operand("d", EdgeFrame.size(lmax), false, Access.row()),
                        new Operand("z", components(), true, Access.gather(0))),
                g -> {
                    int sum = g.constant(0);
                    for (int l = 0; l <= lmax; l++) {
                        double scale = l > mmax ? Math.sqrt((2 * l + 1.0) / (2 * mmax + 1)) : 1;
                        int most = Math.min(l, mmax);
                        int[] inputs = new int[2 * most + 1];
                        for (int m = -most; m <= most; m++) {
                            inputs[most + m] = g.input(0, local[l][mmax + m]);
                        }
                        for (int n = 0; n <= 2 * l; n++) {
                            int turned = EdgeFrame.turnedBack(g, inputs, 1, l, n);
                            sum = g.add(sum, g.scale(scale, g.mul(g.input(2, l * l + n), turned)));
                        }
                    }
                    return sum;
                });
    }
}
