package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.kernel.trilinear.ModeTransform;
import org.gaunt.kernel.trilinear.SphereMaps;
import org.gaunt.kernel.trilinear.TrigSynthesis;
import org.gaunt.kernel.trilinear.Waves;
import org.gaunt.o3.SphereGrid;

/**
 * Forms that take coefficients of spherical harmonics to grids and waves; with the other seat open they go back. Made for products
 * of many factors on a tape, which keeps what lies between.
 */
public final class SphereForms {
    private SphereForms() {}

    /**
     * Coefficients of degrees 0..l to the waves of alpha at each beta of a grid.
     *
     * <p>Operands: x [(l+1)^2], and the dual of the result, [beta][2 l + 1].
     *
     * @param weighted whether to multiply by the weights of the points, for the operand that is integrated with
     */
    public static Form toGrid(int l, SphereGrid grid, boolean weighted) {
        ModeTransform transform = ModeTransform.toGrid(l, grid, weighted);
        return transform.form(Operand.Access.row(), Operand.Access.row(), transform::rowMajor);
    }

    /**
     * Coefficients of degrees 0..l to waves of both angles, exact and sparse ({@link org.gaunt.o3.FourierBasis}).
     *
     * <p>Operands: x [(l+1)^2], and the dual of the result, [2 l + 1 waves of alpha][l + 1 waves of beta].
     */
    public static Form toWaves(int l) {
        ModeTransform transform = ModeTransform.toWaves(l);
        return transform.form(Operand.Access.row(), Operand.Access.row(), transform::waveMajor);
    }

    /**
     * The integrals of waves with harmonics of degrees 0..l.
     *
     * <p>Operands: z [(l+1)^2], open to go from waves to coefficients, and the waves, [2 l + 1 waves of alpha][band + 1 waves of beta].
     *
     * @param band the largest wave of beta
     */
    public static Form waveIntegrals(int l, int band) {
        ModeTransform transform = ModeTransform.toWaveIntegrals(l, band);
        return transform.form(Operand.Access.row(), Operand.Access.row(), transform::waveMajor);
    }

    /**
     * Powers of a function along alpha: Φ = Σ over points and orders of x^order z.
     *
     * <p>Operands: the waves of x [2 l + 1], and for each order the dual of the result [2 l3 + 1].
     *
     * @param alphas equispaced points
     */
    public static Form powers(int l, int l3, int alphas, List<Integer> orders) {
        List<Operand> operands = new ArrayList<>();
        operands.add(new Operand("x", Waves.count(l), true, Operand.Access.row()));
        for (int order : orders) {
            operands.add(new Operand("z" + order, Waves.count(l3), true, Operand.Access.row()));
        }
        return Form.of("powers " + orders + " along alpha", operands, g -> {
            int[] x = atAlphas(g, 0, l, alphas);
            int sum = g.constant(0);
            for (int k = 0; k < orders.size(); k++) {
                int[] z = atAlphas(g, k + 1, l3, alphas);
                for (int j = 0; j < alphas; j++) {
                    sum = g.add(sum, g.mul(g.power(x[j], orders.get(k)), z[j]));
                }
            }
            return sum;
        });
    }

    /**
     * Waves of alpha to values at equispaced alpha; weights of an integral over alpha are not in it.
     *
     * <p>Operands: the waves [2 l + 1], open to integrate values with each wave, and the values [alphas].
     */
    public static Form alongAlpha(int l, int alphas) {
        List<Operand> operands = List.of(
                new Operand("waves", Waves.count(l), true, Operand.Access.row()),
                new Operand("values", alphas, true, Operand.Access.row()));
        return Form.of("degree " + l + " at " + alphas + " points of alpha", operands, g -> {
            int[] x = atAlphas(g, 0, l, alphas);
            int sum = g.constant(0);
            for (int j = 0; j < alphas; j++) {
                sum = g.add(sum, g.mul(x[j], g.input(1, j)));
            }
            return sum;
        });
    }

    /** The nodes of an operand's values at equispaced alpha. */
    static int[] atAlphas(ExprGraph g, int operand, int l, int alphas) {
        int[] cosines = new int[l + 1];
        int[] sines = new int[l + 1];
        for (int m = 0; m <= l; m++) {
            cosines[m] = g.input(operand, Waves.place(m));
            sines[m] = m == 0 ? g.constant(0) : g.input(operand, Waves.place(-m));
        }
        return TrigSynthesis.values(g, alphas, cosines, sines);
    }

    /** The number of values of alpha in a product whose factors' degrees sum to {@code degree}: a few more than needed, for symmetry. */
    public static int alphas(int degree) {
        return SphereMaps.symmetricPoints(degree + 1);
    }
}
