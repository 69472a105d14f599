package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * The convolution of real Fourier arrays, wave by wave: Φ = Σ of x y z over waves that add up.
 *
 * <p>An array is [wave of alpha][u][pair] with the waves of alpha in the order of {@link Waves}; column m holds cosines of u beta for
 * even m and sines for odd m. The product of two columns is a convolution in u, straight-line code; it goes to the columns of the sum
 * and of the difference of both m.
 */
final class Convolution {
    private static final String[] KINDS = {"even, even", "even, odd", "odd, even", "odd, odd"};

    private final int[] bands;
    private final FormProgram[] programs = new FormProgram[4];
    private final int[][][] index = new int[4][][];
    private final Object[] factors = new Object[4];

    private record Term(int x, int y, int z, double factor) {}

    /**
     * Prepares the convolution.
     *
     * @param waves the largest waves of alpha of x, y and z; larger waves of the product are left out
     * @param bands the largest waves of beta of x, y and z; that of z is the sum of the others
     */
    Convolution(int[] waves, int[] bands, int width, Precision precision, FormKernels kernels) {
        this.bands = bands.clone();
        List<List<Term>> terms = terms(waves);
        for (int kind = 0; kind < 4; kind++) {
            boolean oddX = kind >= 2;
            boolean oddY = (kind & 1) == 1;
            programs[kind] = new FormProgram(form(kind, oddX, oddY), width, precision, kernels);
            List<Term> list = terms.get(kind);
            index[kind] = new int[][] {
                list.stream().mapToInt(Term::x).toArray(),
                list.stream().mapToInt(Term::y).toArray(),
                list.stream().mapToInt(Term::z).toArray()
            };
            Object factor = precision.newArray(list.size());
            for (int i = 0; i < list.size(); i++) {
                if (factor instanceof float[] f) {
                    f[i] = (float) list.get(i).factor();
                } else {
                    ((double[]) factor)[i] = list.get(i).factor();
                }
            }
            factors[kind] = factor;
        }
    }

    /** The products of waves of alpha, by the parities of both m. */
    private static List<List<Term>> terms(int[] waves) {
        List<List<Term>> terms = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (WaveProducts.Term t : WaveProducts.terms(waves[0], waves[1], waves[2])) {
            terms.get(2 * (t.x() & 1) + (t.y() & 1))
                    .add(new Term(Waves.place(t.x()), Waves.place(t.y()), Waves.place(t.z()), t.factor()));
        }
        return terms;
    }

    private Form form(int kind, boolean oddX, boolean oddY) {
        List<Operand> operands = List.of(
                new Operand("x", bands[0] + 1, true, Operand.Access.gather(0)),
                new Operand("y", bands[1] + 1, true, Operand.Access.gather(1)),
                new Operand("factor", 1, false, Operand.Access.row()),
                new Operand("z", bands[2] + 1, true, Operand.Access.gather(2)));
        return Form.of("convolution in beta, " + KINDS[kind], operands, g -> {
            int[] result = new int[bands[2] + 1];
            Arrays.fill(result, g.constant(0));
            for (int u = oddX ? 1 : 0; u <= bands[0]; u++) {
                for (int v = oddY ? 1 : 0; v <= bands[1]; v++) {
                    int product = g.mul(g.input(0, u), g.input(1, v));
                    int total = u + v;
                    int difference = Math.abs(u - v);
                    boolean sine = oddX != oddY;
                    // as for alpha; sines of negative waves change sign
                    double sign = !sine ? 1 : oddX == u > v ? 1 : -1;
                    result[total] = plus(g, result[total], oddX && oddY ? -0.5 : 0.5, product);
                    if (!sine || difference > 0) {
                        result[difference] = plus(g, result[difference], 0.5 * sign, product);
                    }
                }
            }
            int sum = g.constant(0);
            for (int w = 0; w < result.length; w++) {
                sum = g.add(sum, g.mul(g.input(3, w), result[w]));
            }
            return g.mul(g.input(2, 0), sum);
        });
    }

    private static int plus(ExprGraph g, int sum, double factor, int product) {
        return g.add(sum, g.scale(factor, product));
    }

    /**
     * Adds the partial derivative by one operand.
     *
     * @param seat 0, 1 or 2
     * @param operands the arrays of x, y and z; that of the open seat is not read
     */
    void add(int seat, @Nullable Object[] operands, Object out, Workspace workspace) {
        for (int kind = 0; kind < 4; kind++) {
            int count = index[kind][0].length;
            if (count > 0) {
                programs[kind].gathered(
                        seat == 2 ? 3 : seat,
                        count,
                        new @Nullable Object[] {operands[0], operands[1], factors[kind], operands[2]},
                        out,
                        index[kind],
                        workspace);
            }
        }
    }
}
