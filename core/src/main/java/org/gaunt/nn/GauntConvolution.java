package org.gaunt.nn;

import java.util.Arrays;
import java.util.List;
import org.gaunt.autodiff.Var;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Gaunt;
import org.gaunt.o3.Wigner3j;
import org.jspecify.annotations.Nullable;

/**
 * The Gaunt product of features with a filter that is a function of the edge, in the frame of the edge, where the filter is sparse (Luo,
 * Chen and Krishnapriyan 2024, section 3.3, "equivariant convolution").
 *
 * <p>The filter is f = Σ_l w_l Y_l(edge) with a weight for each degree and channel. With the edge on the polar axis only m = 0 is left
 * of it, so that the product takes every order m of the features to the same order of the result,
 *
 * <pre>
 * z[l3, ±m] = Σ_l1 M_m[l3][l1] x[l1, ±m],   M_m[l3][l1] = Σ_l2 √(2 l2 + 1) w[l2] G(l1 m, l2 0, l3 m)
 * </pre>
 *
 * <p>where a table of all components would have sums over l1, l2, l3 and two orders. It is the same number as {@link
 * org.gaunt.product.GauntProducts#weighted} gives with the filter as y, up to rounding. Turning there and back takes most of the time.
 * Weights for degrees of the features or of the result are linear layers before or after it.
 *
 * <p>The rotation is a function of the edge's vector ({@link EdgeFrame}) and is differentiated like everything else.
 */
public final class GauntConvolution {
    private static final int X = 0;
    private static final int FRAME = 1;
    private static final int WEIGHTS = 2;
    private static final int Z = 3;

    private final int l1;
    private final int l2;
    private final int l3;
    private final int channels;
    private final EdgeFrame frame;
    private final Form form;
    private final Form formOfSharedWeights;

    /**
     * Plans a convolution.
     *
     * @param l1 largest degree of the features, at most {@link EdgeFrame#MAX_DEGREE}
     * @param l2 largest degree of the filter
     * @param l3 largest degree of the result, at most l1 + l2 and {@link EdgeFrame#MAX_DEGREE}
     * @param channels of features, weights and result
     * @throws IllegalArgumentException if a number is out of range
     */
    public GauntConvolution(int l1, int l2, int l3, int channels) {
        int most = EdgeFrame.MAX_DEGREE;
        if (l1 < 0 || l1 > most || l2 < 0 || l3 < 0 || l3 > Math.min(most, l1 + l2)) {
            throw new IllegalArgumentException("a Gaunt convolution has features and results of degrees 0 to at most "
                    + most + ", and results of no higher degree than features and filter together; found " + l1 + ", "
                    + l2 + " and " + l3);
        }
        if (l1 + l2 + l3 > Wigner3j.MAX_DEGREE_SUM) {
            throw new IllegalArgumentException("the degrees " + l1 + ", " + l2 + " and " + l3
                    + " sum to more than the tables' " + Wigner3j.MAX_DEGREE_SUM + "; lower that of the filter");
        }
        if (channels < 1) {
            throw new IllegalArgumentException("a convolution has 1 channel or more, not " + channels);
        }
        this.l1 = l1;
        this.l2 = l2;
        this.l3 = l3;
        this.channels = channels;
        this.frame = new EdgeFrame(Math.max(l1, l3));
        this.form = form(Access.row());
        this.formOfSharedWeights = form(Access.gather(2));
    }

    /** The frames that {@link #apply} wants: their largest degree is that of features or result. */
    public EdgeFrame frame() {
        return frame;
    }

    /** Numbers of a row of weights: degrees of the filter times channels. */
    public int weightWidth() {
        return (l2 + 1) * channels;
    }

    /** Multiply-adds of one edge and channel: turning there, filter and product, turning back. */
    public long multiplyAdds() {
        long sum = 0;
        int orders = Math.min(l1, l3);
        for (int l = 0; l <= Math.max(l1, l3); l++) {
            long turn = (2L * l + 1) * (2L * Math.min(l, orders) + 1);
            sum += (l <= l1 ? turn : 0) + (l <= l3 ? turn : 0);
        }
        for (int in = 0; in <= l1; in++) {
            for (int out = 0; out <= l3; out++) {
                for (int l = Math.abs(in - out); l <= Math.min(l2, in + out); l += 2) {
                    sum += Math.min(in, out) + 1;
                }
                // where a filter's degree couples them, for each order
                sum += Math.abs(in - out) <= l2 ? 2L * Math.min(in, out) + 1 : 0;
            }
        }
        return sum;
    }

    /**
     * Applies the convolution: the sum over the edges of every receiver.
     *
     * @param x features of the senders [node][l² + l + m][channel], coefficients of harmonics of integral normalisation
     * @param frame of each edge, see {@link #frame()}
     * @param weights of the filter [row of weights][degree][channel]; the filter's coefficients are weights times harmonics of component
     *     normalisation
     * @return [node][l² + l + m][channel], coefficients like those of x
     */
    public Var apply(Edges edges, Var x, Var frame, Var weights) {
        Form chosen = edges.ownWeights() ? form : formOfSharedWeights;
        @Nullable Var[] operands = {x, frame, weights, null};
        return x.tape().form(chosen, channels, edges.resultFirst(), operands, Z)[0];
    }

    private Form form(Access weights) {
        return Form.of(
                "Gaunt convolution 0.." + l1 + " x 0.." + l2 + " -> 0.." + l3 + " in the edge's frame",
                List.of(
                        new Operand("x", (l1 + 1) * (l1 + 1), true, Access.gather(1)),
                        new Operand("d", EdgeFrame.size(Math.max(l1, l3)), false, Access.row()),
                        new Operand("weights", l2 + 1, true, weights),
                        new Operand("z", (l3 + 1) * (l3 + 1), true, Access.gather(0))),
                this::expression);
    }

    private int expression(ExprGraph g) {
        int orders = Math.min(l1, l3);
        int[][] turned = new int[l1 + 1][2 * orders + 1];
        for (int l = 0; l <= l1; l++) {
            for (int m = -Math.min(l, orders); m <= Math.min(l, orders); m++) {
                turned[l][orders + m] = EdgeFrame.turned(g, X, FRAME, l, m);
            }
        }
        int result = g.constant(0);
        for (int l = 0; l <= l3; l++) {
            int most = Math.min(l, orders);
            int[] local = new int[2 * most + 1];
            Arrays.fill(local, g.constant(0));
            for (int k = 0; k <= l1; k++) {
                int[] filter = filter(g, k, l);
                for (int m = -Math.min(k, most); m <= Math.min(k, most); m++) {
                    int term = g.mul(filter[Math.abs(m)], turned[k][orders + m]);
                    local[most + m] = g.add(local[most + m], term);
                }
            }
            for (int n = 0; n <= 2 * l; n++) {
                int back = EdgeFrame.turnedBack(g, local, FRAME, l, n);
                result = g.add(result, g.mul(g.input(Z, l * l + n), back));
            }
        }
        return result;
    }

    /** M_m[out][in] of the orders m from 0. */
    private int[] filter(ExprGraph g, int in, int out) {
        int[] sums = new int[Math.min(in, out) + 1];
        Arrays.fill(sums, g.constant(0));
        for (int l = Math.abs(in - out); l <= Math.min(l2, in + out); l += 2) {
            double[][][] gaunt = Gaunt.of(in, l, out);
            for (int m = 0; m < sums.length; m++) {
                double pole = Math.sqrt(2 * l + 1) * gaunt[in + m][l][out + m];
                sums[m] = g.add(sums[m], g.scale(pole, g.input(WEIGHTS, l)));
            }
        }
        return sums;
    }
}
