package org.gaunt.potential.network;

import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.o3.SphereGrid;
import org.jspecify.annotations.Nullable;

/**
 * The activation on the sphere of EquiformerV2 (Liao, Wood, Das, Smidt, ICLR 2024, arXiv:2306.12059, section 4.3): the features of a
 * channel are a function on the sphere, to whose values SiLU is applied. The separable form takes degrees above 0 from the result, and
 * degree 0 is SiLU of scalars of its own; the scalar form is degree 0 of the result plus SiLU of scalars of its own.
 *
 * <p>The values are those on a grid of n Gauss-Legendre points in the polar angle and 2n in the other one. SiLU of a function has all
 * degrees, which a grid cannot all tell apart: the layer turns with its features up to an error that falls exponentially with n. A
 * point of an atom is a row, so that no values on the grid are kept.
 */
public final class SphereActivation {
    private final boolean separable;
    private final int points;
    private final double[] harmonics;
    private final double[] quadrature;
    private final Form onSphere;
    private final Form silu = Forms.silu();
    private final Form together;

    private SphereActivation(int lmax, int betas, boolean separable) {
        if (lmax < 0 || betas <= lmax) {
            throw new IllegalArgumentException("a grid for degrees up to " + lmax + " needs at least " + (lmax + 1)
                    + " values of the polar angle, not " + betas);
        }
        this.separable = separable;
        SphereGrid grid = SphereGrid.of(betas, 2 * betas);
        int components = (lmax + 1) * (lmax + 1);
        points = grid.points();
        harmonics = new double[points * components];
        quadrature = new double[points * components];
        for (int c = 0; c < components; c++) {
            double[] unit = new double[components];
            unit[c] = 1;
            double[] values = grid.toGrid(lmax, unit);
            for (int p = 0; p < points; p++) {
                harmonics[p * components + c] = values[p];
                quadrature[p * components + c] = values[p] * grid.weight(p / grid.alphas());
            }
        }
        onSphere = onSphere(components, separable ? components - 1 : 1, separable ? 1 : 0);
        together = together(separable ? components - 1 : 1, separable);
    }

    /**
     * The form that keeps all degrees.
     *
     * @param lmax largest degree of the features, natural parity, at least 1
     * @param betas points in the polar angle, more than lmax
     */
    public static SphereActivation separable(int lmax, int betas) {
        if (lmax < 1) {
            throw new IllegalArgumentException(
                    "features of degree 0 alone need no sphere; the largest degree is " + lmax);
        }
        return new SphereActivation(lmax, betas, true);
    }

    /**
     * The form that gives degree 0 alone.
     *
     * @param lmax largest degree of the features, natural parity, at least 0
     * @param betas points in the polar angle, more than lmax
     */
    public static SphereActivation scalar(int lmax, int betas) {
        return new SphereActivation(lmax, betas, false);
    }

    /** Rows are points of atoms: index array 0 is the atom, 1 the point. The result has components from {@code first} on. */
    private static Form onSphere(int components, int results, int first) {
        return Form.of(
                "activation on the sphere",
                List.of(
                        new Operand("x", components, true, Access.gather(0)),
                        new Operand("harmonics", components, false, Access.gather(1)),
                        new Operand("quadrature", components, false, Access.gather(1)),
                        new Operand("z", results, true, Access.gather(0))),
                g -> {
                    int value = g.constant(0);
                    int dual = g.constant(0);
                    for (int c = 0; c < components; c++) {
                        value = g.add(value, g.mul(g.input(0, c), g.input(1, c)));
                    }
                    for (int c = 0; c < results; c++) {
                        dual = g.add(dual, g.mul(g.input(3, c), g.input(2, first + c)));
                    }
                    return g.mul(dual, g.scale(Nonlinearity.SILU.moment(), g.mul(value, g.sigmoid(value))));
                });
    }

    /** The scalars in front of the other degrees, or added. */
    private static Form together(int results, boolean separable) {
        return Form.of(
                "scalars and sphere",
                List.of(
                        new Operand("scalars", 1, true, Access.row()),
                        new Operand("sphere", results, true, Access.row()),
                        new Operand("z", separable ? 1 + results : 1, true, Access.row())),
                g -> {
                    int sum = g.mul(g.input(2, 0), separable ? g.input(0, 0) : g.add(g.input(0, 0), g.input(1, 0)));
                    for (int c = 0; separable && c < results; c++) {
                        sum = g.add(sum, g.mul(g.input(2, 1 + c), g.input(1, c)));
                    }
                    return sum;
                });
    }

    /**
     * Applies the activation.
     *
     * @param x features [atom][component][channel]
     * @param scalars what degree 0 is made of [atom][channel]
     * @return [atom][component][channel], or [atom][channel] of the scalar form
     */
    public Var apply(Tape tape, Var x, Var scalars) {
        int channels = scalars.width();
        int atoms = x.rows();
        int[] atom = new int[ArraySize.of(atoms, points)];
        int[] point = new int[atom.length];
        for (int row = 0; row < atom.length; row++) {
            atom[row] = row / points;
            point[row] = row % points;
        }
        Rows rows = new Rows(atom.length, List.of(atom, point), List.of(atoms, points));
        @Nullable
        Var[] operands = {x, constant(tape, harmonics, x.precision()), constant(tape, quadrature, x.precision()), null};
        Var sphere = tape.form(onSphere, channels, rows, operands, 3)[0];
        @Nullable Var[] own = {scalars, null};
        @Nullable Var[] both = {tape.form(silu, channels, Rows.of(atoms), own, 1)[0], sphere, null};
        return tape.form(together, channels, Rows.of(atoms), both, 2)[0];
    }

    /** Whether all degrees are kept. */
    public boolean isSeparable() {
        return separable;
    }

    private Var constant(Tape tape, double[] values, Precision precision) {
        return tape.leaf(Buffer.copyOf(values, precision), points, values.length / points, 0);
    }
}
