package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.o3.FourierBasis;
import org.gaunt.o3.SphereGrid;

/**
 * A linear map from coefficients of spherical harmonics that acts for each m by itself: degrees to values of beta, or degrees to
 * waves in beta. Sine and cosine of an m have the same matrix.
 *
 * <p>The result has {@code rows} rows of {@link Waves#count} components.
 *
 * @param l the largest degree of the coefficients; component (d, m) is at d^2 + d + m
 * @param rows how many values of beta, or waves, there are
 * @param mirrored whether rows r and rows-1-r are mirror images: blocks of even l - m then give (f(r) + f(mirror)) / 2 in row r and blocks of
 *     odd l - m give (f(r) - f(mirror)) / 2 in the row of the mirror image, which are combined afterwards
 * @param blocks the matrices
 */
public record ModeTransform(int l, int rows, boolean mirrored, List<Block> blocks) {

    /**
     * The matrix of the degrees first, first + 2, first + 4 ... of one m.
     *
     * @param m 0 or more
     * @param first the first degree
     * @param rows the row of the result for each row of the matrix
     * @param matrix [row][degree]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Block(int m, int first, int[] rows, double[][] matrix) {
        int degrees() {
            return matrix[0].length;
        }
    }

    /** Entries of all matrices, each counted for sine and cosine. */
    int size() {
        return blocks.stream()
                .mapToInt(b -> (b.m() == 0 ? 1 : 2) * b.rows().length * b.degrees())
                .sum();
    }

    /**
     * To the values of beta of a grid.
     *
     * @param weighted whether to multiply by the quadrature weights of the points
     */
    public static ModeTransform toGrid(int l, SphereGrid grid, boolean weighted) {
        int betas = grid.betas();
        double[][][] polar = new double[betas][][];
        for (int b = 0; b < betas; b++) {
            polar[b] = grid.polarFunctions(l, b);
        }
        List<Block> blocks = new ArrayList<>();
        for (int m = 0; m <= l; m++) {
            for (int parity = 0; parity < 2; parity++) {
                int first = m + parity;
                int count = parity == 0 ? (betas + 1) / 2 : betas / 2;
                if (first > l || count == 0) {
                    continue;
                }
                int[] rows = new int[count];
                double[][] matrix = new double[count][(l - first) / 2 + 1];
                for (int b = 0; b < count; b++) {
                    rows[b] = parity == 0 ? b : betas - 1 - b;
                    for (int k = 0; k < matrix[b].length; k++) {
                        matrix[b][k] = polar[b][first + 2 * k][m] * (weighted ? grid.weight(b) : 1);
                    }
                }
                blocks.add(new Block(m, first, rows, matrix));
            }
        }
        return new ModeTransform(l, betas, true, List.copyOf(blocks));
    }

    /** To the waves u = 0..l of beta: cosines for even m, sines for odd m. */
    public static ModeTransform toWaves(int l) {
        FourierBasis basis = FourierBasis.of(l);
        return waves(l, l + 1, (d, m, u) -> u > d ? 0 : basis.polarSeries(d, m)[u]);
    }

    /**
     * To the integrals with the waves u = 0..band, the dual of {@link #toWaves}: Σ over u and m of result · wave coefficient is the
     * integral over the sphere.
     */
    public static ModeTransform toWaveIntegrals(int l, int band) {
        FourierBasis basis = FourierBasis.of(l);
        return waves(l, band + 1, (d, m, u) -> basis.polarIntegral(d, m, u) * (m == 0 ? 2 : 1) * Math.PI);
    }

    private interface Entry {
        double at(int degree, int m, int u);
    }

    private static ModeTransform waves(int l, int rows, Entry entry) {
        List<Block> blocks = new ArrayList<>();
        for (int m = 0; m <= l; m++) {
            for (int first = m; first <= Math.min(l, m + 1); first++) {
                int from = (m & 1) == 1 && (first & 1) == 0 ? 2 : first & 1;
                int count = (rows - from + 1) / 2;
                if (count <= 0) {
                    continue;
                }
                int[] places = new int[count];
                double[][] matrix = new double[count][(l - first) / 2 + 1];
                for (int r = 0; r < count; r++) {
                    places[r] = from + 2 * r;
                    for (int k = 0; k < matrix[r].length; k++) {
                        matrix[r][k] = entry.at(first + 2 * k, m, places[r]);
                    }
                }
                blocks.add(new Block(m, first, places, matrix));
            }
        }
        return new ModeTransform(l, rows, false, List.copyOf(blocks));
    }

    /** The map scaled by a factor for each row and m >= 0. */
    ModeTransform scaled(java.util.function.ToDoubleBiFunction<Integer, Integer> factor) {
        List<Block> scaled = new ArrayList<>();
        for (Block b : blocks) {
            double[][] matrix = new double[b.rows().length][];
            for (int r = 0; r < matrix.length; r++) {
                double f = factor.applyAsDouble(b.rows()[r], b.m());
                matrix[r] = Arrays.stream(b.matrix()[r]).map(v -> v * f).toArray();
            }
            scaled.add(new Block(b.m(), b.first(), b.rows(), matrix));
        }
        return new ModeTransform(l, rows, mirrored, List.copyOf(scaled));
    }

    /** How a form numbers the components of the result. */
    public interface Place {
        /** The component of a row and a wave, negative m for sines. */
        int of(int row, int m);
    }

    /** Rows one after another. */
    public int rowMajor(int row, int m) {
        return row * Waves.count(l) + Waves.place(m);
    }

    /** Waves one after another. */
    public int waveMajor(int row, int m) {
        return Waves.place(m) * rows + row;
    }

    /**
     * The blocks as one sparse matrix, before mirror images are combined.
     *
     * @param place the row of the matrix for each component of the result
     */
    ConstantMatrix matrix(Place place) {
        ConstantMatrix.Builder builder = ConstantMatrix.builder(rows * Waves.count(l), (l + 1) * (l + 1));
        for (Block b : blocks) {
            for (int m = -b.m(); m <= b.m(); m += Math.max(1, 2 * b.m())) {
                for (int r = 0; r < b.rows().length; r++) {
                    for (int k = 0; k < b.degrees(); k++) {
                        int degree = b.first() + 2 * k;
                        builder.set(place.of(b.rows()[r], m), degree * degree + degree + m, b.matrix()[r][k]);
                    }
                }
            }
        }
        return builder.build();
    }

    /** This map as a form of x and the dual g of the result. */
    public Form form(Operand.Access from, Operand.Access to, Place place) {
        Operand x = new Operand("x", (l + 1) * (l + 1), true, from);
        Operand g = new Operand("g", rows * Waves.count(l), true, to);
        return Form.of("degrees 0.." + l + " to " + rows + " rows of waves", List.of(x, g), graph -> {
            int[] result = apply(graph, 0, place);
            int sum = graph.constant(0);
            for (int k = 0; k < result.length; k++) {
                sum = graph.add(sum, graph.mul(graph.input(1, k), result[k]));
            }
            return sum;
        });
    }

    /** The nodes of the result for an operand with the coefficients. */
    int[] apply(ExprGraph graph, int operand, Place place) {
        int[] result = new int[rows * Waves.count(l)];
        Arrays.fill(result, graph.constant(0));
        for (Block b : blocks) {
            for (int m = -b.m(); m <= b.m(); m += Math.max(1, 2 * b.m())) {
                for (int r = 0; r < b.rows().length; r++) {
                    int sum = graph.constant(0);
                    for (int k = 0; k < b.degrees(); k++) {
                        int degree = b.first() + 2 * k;
                        int input = graph.input(operand, degree * degree + degree + m);
                        sum = graph.add(sum, graph.scale(b.matrix()[r][k], input));
                    }
                    result[place.of(b.rows()[r], m)] = sum;
                }
            }
        }
        for (int r = 0; mirrored && 2 * r < rows - 1; r++) {
            for (int m = -l; m <= l; m++) {
                int at = place.of(r, m);
                int mirror = place.of(rows - 1 - r, m);
                int even = result[at];
                int odd = result[mirror];
                result[at] = graph.add(even, odd);
                result[mirror] = graph.subtract(even, odd);
            }
        }
        return result;
    }
}
