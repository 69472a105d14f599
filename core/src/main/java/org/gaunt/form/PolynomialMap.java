package org.gaunt.form;

import java.util.List;
import org.gaunt.form.Operand.Access;

/**
 * Polynomials of the components of a row, channel by channel: b[row][M][c] = Σ_n t[group of row][n][c] Π a[row][i][c].
 *
 * <p>Values, gradients and the derivatives of gradients along a direction of {@code a} have kernels of their own
 * ({@link CompiledPolynomial}). Everything else, such as third derivatives, is computed by the equivalent
 * {@linkplain #form() form}.
 */
public final class PolynomialMap {
    private final MonomialTree tree;
    private final int variables;
    private final int channels;
    private final Form form;

    /** Number of the variables among the operands of the form. */
    public static final int A = 0;

    /** Number of the coefficients. */
    public static final int T = 1;

    /** Number of the cotangent of the values. */
    public static final int B = 2;

    /**
     * Makes a map.
     *
     * @param tree the monomials
     * @param variables components of a row of {@code a}
     * @param channels of all operands
     */
    public PolynomialMap(MonomialTree tree, int variables, int channels) {
        this.tree = tree;
        this.variables = variables;
        this.channels = channels;
        List<Operand> operands = List.of(
                new Operand("a", variables, true, Access.row()),
                new Operand("t", tree.coefficients(), true, Access.gather(0)),
                new Operand("b", tree.roots(), true, Access.row()));
        this.form = Form.of("polynomial", operands, this::nested);
    }

    /** Σ_M b_M Σ_i a_i (t_i + Σ_j a_j (t_ij + ...)). */
    private int nested(ExprGraph g) {
        int nodes = tree.nodes();
        int roots = tree.roots();
        int[] suffix = new int[nodes];
        int[] variable = tree.variable(1);
        int[] leafVariable = tree.leafVariable(1);
        for (int n = 0; n < nodes; n++) {
            suffix[n] = n < roots ? g.constant(0) : g.input(T, n - roots);
            for (int leaf = tree.leafStart()[n]; leaf < tree.leafStart()[n + 1]; leaf++) {
                suffix[n] = g.add(suffix[n], g.mul(g.input(A, leafVariable[leaf]), g.input(T, nodes - roots + leaf)));
            }
        }
        for (int n = nodes - 1; n >= roots; n--) {
            int parent = tree.parent()[n];
            suffix[parent] = g.add(suffix[parent], g.mul(g.input(A, variable[n]), suffix[n]));
        }
        int sum = g.constant(0);
        for (int m = 0; m < roots; m++) {
            sum = g.add(sum, g.mul(g.input(B, m), suffix[m]));
        }
        return sum;
    }

    public MonomialTree tree() {
        return tree;
    }

    public int variables() {
        return variables;
    }

    public int channels() {
        return channels;
    }

    /** The same as a form with the operands a (own row), t (gathered by index array 0) and the dual b (own row). */
    public Form form() {
        return form;
    }
}
