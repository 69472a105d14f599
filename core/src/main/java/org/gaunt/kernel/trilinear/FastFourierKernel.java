package org.gaunt.kernel.trilinear;

import java.util.List;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Fourier arrays multiplied by way of equispaced points of the torus, with fast transforms along both angles.
 *
 * <p>A function continued past the pole has at (-beta, alpha) the value of (beta, alpha + pi), so half of the values of alpha do, with
 * beta all the way round: even m give the even part in beta, odd m the odd part.
 */
final class FastFourierKernel extends PanelKernel {
    private static final int WAVES = 0;
    private static final int HALVES = 3;
    private static final int POINTS = 4;

    private final ModeKernel[] modes = new ModeKernel[3];
    private final FormProgram[] alongAlpha = new FormProgram[3];
    private final FormProgram product;
    private final int[] rows = new int[3];
    private final int alphas;

    private final int[] lengths = new int[7];

    FastFourierKernel(FourierProductMap map, Precision precision, Target target) {
        super(map, precision, target);
        FormKernels kernels = new FormKernels(target);
        LaneLoops loops = LaneLoops.of(target, precision);
        int[] degrees = {map.l1(), map.l2(), map.l3()};
        alphas = Math.max(4, SphereMaps.symmetricPoints(map.l1() + map.l2() + map.l3() + 1));
        int betas = SphereMaps.symmetricPoints(2 * map.band() + 1);
        for (int k = 0; k < 3; k++) {
            ModeTransform transform = map.transform(k);
            if (k == 2) {
                // sums over half of the points stand for all; the mean square of a wave is 1/2, of the constant 1
                transform = transform.scaled(
                        (u, m) -> 2.0 * (u == 0 ? 1 : 2) * (m == 0 ? 1 : 2) / ((double) alphas * betas));
            }
            rows[k] = transform.rows();
            modes[k] = new ModeKernel(transform, transform::rowMajor, width(), loops);
            alongAlpha[k] = new FormProgram(synthesis(degrees[k]), width(), precision, kernels);
            lengths[WAVES + k] = rows[k] * Waves.count(degrees[k]) * width();
            lengths[POINTS + k] = rows[k] * alphas * width();
            lengths[HALVES] = Math.max(lengths[HALVES], lengths[POINTS + k]);
        }
        product = new FormProgram(alongBeta(betas), width(), precision, kernels);
    }

    @Override
    int[] innerLengths() {
        return lengths.clone();
    }

    /** Waves of alpha to the even and the odd part at the first half of the points. */
    private Form synthesis(int l) {
        List<Operand> operands = List.of(
                new Operand("waves", Waves.count(l), true, Operand.Access.row()),
                new Operand("points", alphas, true, Operand.Access.row()));
        return Form.of("waves of alpha 0.." + l + " at " + alphas + " points", operands, g -> {
            int[] cosines = new int[l + 1];
            int[] sines = new int[l + 1];
            for (int m = 0; m <= l; m++) {
                cosines[m] = g.input(0, Waves.place(m));
                sines[m] = m == 0 ? g.constant(0) : g.input(0, Waves.place(-m));
            }
            int[] even = TrigSynthesis.evenWaves(g, alphas, cosines, sines);
            int[] odd = TrigSynthesis.oddWaves(g, alphas, cosines, sines);
            int sum = g.constant(0);
            for (int j = 0; j < alphas / 2; j++) {
                sum = g.add(sum, g.mul(g.input(1, j), even[j]));
                sum = g.add(sum, g.mul(g.input(1, alphas / 2 + j), odd[j]));
            }
            return sum;
        });
    }

    /** The triple product at one alpha: Σ over the points of beta of x y z. */
    private Form alongBeta(int betas) {
        List<Operand> operands = List.of(
                new Operand("x", 2 * rows[0], true, Operand.Access.row()),
                new Operand("y", 2 * rows[1], true, Operand.Access.row()),
                new Operand("z", 2 * rows[2], true, Operand.Access.row()));
        return Form.of("product along beta", operands, g -> {
            int[] x = atBetas(g, 0, betas);
            int[] y = atBetas(g, 1, betas);
            int[] z = atBetas(g, 2, betas);
            int sum = g.constant(0);
            for (int i = 0; i < betas; i++) {
                sum = g.add(sum, g.mul(g.mul(x[i], y[i]), z[i]));
            }
            return sum;
        });
    }

    private int[] atBetas(ExprGraph g, int operand, int betas) {
        int[] cosines = new int[rows[operand]];
        int[] sines = new int[rows[operand]];
        for (int u = 0; u < rows[operand]; u++) {
            cosines[u] = g.input(operand, u);
            sines[u] = u == 0 ? g.constant(0) : g.input(operand, rows[operand] + u);
        }
        return TrigSynthesis.values(g, betas, cosines, sines);
    }

    @Override
    void evaluate(
            int seat,
            Object a,
            int aRow,
            Object b,
            int bRow,
            Object out,
            int outRow,
            boolean accumulate,
            Object[] inner,
            Workspace workspace) {
        int first = seat == 0 ? 1 : 0;
        int second = seat == 2 ? 1 : 2;
        toPoints(first, a, aRow, inner, workspace);
        toPoints(second, b, bRow, inner, workspace);
        product.rows(
                seat,
                alphas / 2,
                new @Nullable Object[] {inner[POINTS], inner[POINTS + 1], inner[POINTS + 2]},
                inner[POINTS + seat],
                workspace);
        // [alpha][part, u] back to [u][part, alpha]
        panels().turn(inner[POINTS + seat], alphas / 2, 2, rows[seat], inner[HALVES]);
        alongAlpha[seat].rows(
                0, rows[seat], new @Nullable Object[] {null, inner[HALVES]}, inner[WAVES + seat], workspace);
        modes[seat].backward(inner[WAVES + seat], out, outRow, accumulate);
    }

    private void toPoints(int operand, Object panel, int row, Object[] inner, Workspace workspace) {
        modes[operand].forward(panel, row, inner[WAVES + operand]);
        alongAlpha[operand].rows(
                1, rows[operand], new @Nullable Object[] {inner[WAVES + operand], null}, inner[HALVES], workspace);
        panels().turn(inner[HALVES], rows[operand], 2, alphas / 2, inner[POINTS + operand]);
    }
}
