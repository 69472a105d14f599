package org.gaunt.kernel;

import java.util.EnumMap;
import java.util.Map;

/**
 * Polynomials of many variables with coefficients, evaluated for each row and channel: Φ = Σ_M g_M Σ_n t_n Π x, with the
 * monomials of a {@link MonomialTree}.
 *
 * <p>The polynomials of a many-body product have hundreds of monomials. Straight-line code for them overflows the instruction
 * cache and takes the compiler seconds; here a short loop runs over the tree, all its work in vectors over channels.
 *
 * <p>Immutable; safe for several threads, each with its own scratch array. Arrays are {@code float[]} or {@code double[]} as the
 * precision says; all outputs are added to.
 */
public final class PolynomialKernel {
    private final MonomialTree tree;
    private final int channels;
    private final int variables;
    private final Precision precision;
    private final Provider provider;
    private final int[] variable;
    private final int[] leafVariable;
    private final Map<PolynomialEmitter.Kind, PolynomialProgram> programs = new EnumMap<>(PolynomialEmitter.Kind.class);

    /**
     * Generates the code.
     *
     * @param variables the number of variables
     */
    public PolynomialKernel(MonomialTree tree, int variables, int channels, Precision precision, Provider provider) {
        this.tree = tree;
        this.variables = variables;
        this.channels = channels;
        this.precision = precision;
        this.provider = provider;
        this.variable = tree.variable(channels);
        this.leafVariable = tree.leafVariable(channels);
        for (PolynomialEmitter.Kind kind : PolynomialEmitter.Kind.values()) {
            programs.put(
                    kind,
                    new PolynomialEmitter(
                                    precision,
                                    provider,
                                    new PolynomialEmitter.Shape(kind, channels, tree.nodes(), tree.roots()))
                            .emit());
        }
    }

    /** Numbers of scratch space that a thread needs. */
    public int scratchLength() {
        return PolynomialEmitter.scratchLength(tree.nodes(), precision, provider);
    }

    /**
     * The values: out[row][M] += Σ_n t_n Π x.
     *
     * @param a variables [row][variable][channel]
     * @param t coefficients [group][coefficient][channel]
     * @param group the group of each row
     * @param out [row][polynomial][channel]
     */
    public void value(Object a, Object t, int[] group, int rows, Object out, Object scratch) {
        run(PolynomialEmitter.Kind.VALUE, a, t, a, a, a, t, out, group, rows, scratch);
    }

    /** outA += ∂Φ/∂a, where g [row][polynomial][channel] are the duals of the values. */
    public void gradient(Object a, Object t, Object g, int[] group, int rows, Object outA, Object scratch) {
        run(PolynomialEmitter.Kind.GRADIENT, a, t, g, a, outA, t, g, group, rows, scratch);
    }

    /** outA += ∂Φ/∂a and outT += ∂Φ/∂t. */
    public void gradient(
            Object a, Object t, Object g, int[] group, int rows, Object outA, Object outT, Object scratch) {
        run(PolynomialEmitter.Kind.GRADIENT_WITH_COEFFICIENTS, a, t, g, a, outA, outT, g, group, rows, scratch);
    }

    /** The derivatives along a direction da of the variables: of the value (outG), and of the gradients by a and t. */
    public void tangent(
            Object a,
            Object t,
            Object g,
            Object da,
            int[] group,
            int rows,
            Object outA,
            Object outT,
            Object outG,
            Object scratch) {
        run(PolynomialEmitter.Kind.TANGENT, a, t, g, da, outA, outT, outG, group, rows, scratch);
    }

    private void run(
            PolynomialEmitter.Kind kind,
            Object a,
            Object t,
            Object g,
            Object da,
            Object outA,
            Object outT,
            Object outG,
            int[] group,
            int rows,
            Object scratch) {
        PolynomialProgram program = programs.get(kind);
        if (program == null) {
            throw new IllegalStateException("no code for " + kind);
        }
        int width = variables * channels;
        int coefficients = tree.coefficients() * channels;
        int values = tree.roots() * channels;
        for (int row = 0; row < rows; row++) {
            program.run(
                    a,
                    row * width,
                    t,
                    group[row] * coefficients,
                    g,
                    row * values,
                    da,
                    row * width,
                    outA,
                    row * width,
                    outT,
                    group[row] * coefficients,
                    outG,
                    row * values,
                    tree.parent(),
                    variable,
                    tree.leafStart(),
                    leafVariable,
                    scratch);
        }
    }
}
