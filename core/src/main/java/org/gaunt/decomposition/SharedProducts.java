package org.gaunt.decomposition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Wigner3j;
import org.gaunt.product.CpFactors;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Operand;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Role;
import org.gaunt.product.ProductSpec.Segment;
import org.gaunt.product.ProductStructure;

/**
 * Products in which all paths share one set of weights (tensor decomposition networks, Lin et al. 2025): out[k, w] = Σ M[i, j, k]
 * x[i, u] y[j, v] W[...], where M holds Wigner 3j of every path with coefficient 1.
 *
 * <p>Since the same mixing of channels is applied to all components, sharing costs no equivariance. It makes all paths one tensor,
 * which {@link CpDecomposition} replaces by a few products of vectors; then the product is equivariant within {@link
 * CpFactors#equivarianceBound}. Parities are not respected: all degrees count as even.
 *
 * <p>Operands: x, y, W, z; without W where the mode has no weights. The segments of x, y and z are the degrees given.
 *
 * @param x degrees of the segments of x
 * @param y those of y
 * @param z those of z
 */
public record SharedProducts(List<Integer> x, List<Integer> y, List<Integer> z) {
    /** Which channels are multiplied; the letters are those of x, y, and the result, as in e3nn. */
    public enum Mode {
        /** Every pair to every channel, W[u, v, w]. */
        UVW("u", "v", "uvw", "w"),
        /** Sum over the channels of y, W[u, v]. */
        UVU("u", "v", "uv", "u"),
        /** Sum over the channels of x, W[u, v]. */
        UVV("u", "v", "uv", "v"),
        /** Equal channels to every channel, W[u, w]. */
        UUW("u", "u", "uw", "w"),
        /** Channel by channel, W[u]. */
        UUU("u", "u", "u", "u"),
        /** Channel by channel without weights. */
        UUU_UNWEIGHTED("u", "u", "", "u");

        private final String x;
        private final String y;
        private final String weights;
        private final String z;

        Mode(String x, String y, String weights, String z) {
            this.x = x;
            this.y = y;
            this.weights = weights;
            this.z = z;
        }
    }

    public SharedProducts {
        x = List.copyOf(x);
        y = List.copyOf(y);
        z = List.copyOf(z);
    }

    /** All degrees 0..lmax in x, y and z. */
    public static SharedProducts to(int lmax) {
        List<Integer> all =
                java.util.stream.IntStream.rangeClosed(0, lmax).boxed().toList();
        return new SharedProducts(all, all, all);
    }

    /** The table M of all paths. */
    public SparseTensor tensor() {
        return SparseTensor.ofPaths(x, y, z);
    }

    /**
     * The product with exact coefficients.
     *
     * @param channels of x, y and z; a y of one channel has no channel index in mode {@code UVU}
     * @throws IllegalArgumentException if nothing couples or channels do not fit the mode
     */
    public ProductSpec exact(Mode mode, int... channels) {
        tensor();
        List<Table> tables = new ArrayList<>();
        for (int a = 0; a < x.size(); a++) {
            for (int b = 0; b < y.size(); b++) {
                for (int c = 0; c < z.size(); c++) {
                    if (Wigner3j.triangle(x.get(a), y.get(b), z.get(c))) {
                        tables.add(new Table(a, b, c, Wigner3j.of(x.get(a), y.get(b), z.get(c))));
                    }
                }
            }
        }
        return build("shared weights", mode, channels, tables, ProductStructure.general());
    }

    /**
     * The product with the coefficients of a decomposition of {@link #tensor}.
     *
     * @throws IllegalArgumentException if the factors are of other sizes, nothing couples or channels do not fit the mode
     */
    public ProductSpec factored(CpFactors factors, Mode mode, int... channels) {
        List<List<Integer>> degrees = List.of(x, y, z);
        for (int k = 0; k < 3; k++) {
            int components = degrees.get(k).stream().mapToInt(l -> 2 * l + 1).sum();
            if (factors.components(k) != components) {
                throw new IllegalArgumentException("factor " + k + " has " + factors.components(k)
                        + " rows, but the degrees " + degrees.get(k) + " have " + components
                        + " components; decompose the tensor of these degrees");
            }
        }
        List<Table> tables = new ArrayList<>();
        int i0 = 0;
        for (int a = 0; a < x.size(); i0 += 2 * x.get(a++) + 1) {
            int j0 = 0;
            for (int b = 0; b < y.size(); j0 += 2 * y.get(b++) + 1) {
                int k0 = 0;
                for (int c = 0; c < z.size(); k0 += 2 * z.get(c++) + 1) {
                    double[][][] block = new double[2 * x.get(a) + 1][2 * y.get(b) + 1][2 * z.get(c) + 1];
                    for (int i = 0; i < block.length; i++) {
                        for (int j = 0; j < block[i].length; j++) {
                            for (int k = 0; k < block[i][j].length; k++) {
                                block[i][j][k] = factors.coefficient(i0 + i, j0 + j, k0 + k);
                            }
                        }
                    }
                    tables.add(new Table(a, b, c, block));
                }
            }
        }
        return build("shared weights, " + factors, mode, channels, tables, new ProductStructure.Factored(factors));
    }

    /** The coefficients between segment a of x, b of y and c of z. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Table(int a, int b, int c, double[][][] coefficients) {}

    private ProductSpec build(String kind, Mode mode, int[] channels, List<Table> tables, ProductStructure structure) {
        if (channels.length != 3 || channels[0] < 1 || channels[1] < 1 || channels[2] < 1) {
            throw new IllegalArgumentException(
                    "give the channels of x, y and z, each 1 or more, not " + java.util.Arrays.toString(channels));
        }
        int[] extents = new int[128];
        String letters = mode.x + mode.y + mode.z;
        for (int k = 0; k < 3; k++) {
            char letter = letters.charAt(k);
            if (extents[letter] != 0 && extents[letter] != channels[k]) {
                throw new IllegalArgumentException("mode " + mode.name().toLowerCase(Locale.ROOT)
                        + " uses the channels of " + "xyz".charAt(k)
                        + " together with those of another operand: both need "
                        + extents[letter] + ", not " + channels[k]);
            }
            extents[letter] = channels[k];
        }
        // one channel of y needs no index: y is then a row of plain numbers, as the harmonics of an edge
        String none = mode == Mode.UVU && channels[1] == 1 ? "v" : "";
        String yLetters = mode.y.equals(none) ? "" : mode.y;
        String wLetters = none.isEmpty() ? mode.weights : mode.weights.replace(none, "");
        List<Operand> operands = new ArrayList<>();
        operands.add(operand("x", Role.INPUT, x, mode.x, extents));
        operands.add(operand("y", Role.INPUT, y, yLetters, extents));
        boolean weighted = !wLetters.isEmpty();
        if (weighted) {
            operands.add(operand("w", Role.WEIGHT, List.of(0), wLetters, extents));
        }
        operands.add(operand("z", Role.OUTPUT, z, mode.z, extents));
        List<Path> paths = new ArrayList<>();
        for (Table t : tables) {
            List<Factor> factors = new ArrayList<>();
            factors.add(new Factor(0, t.a(), mode.x));
            factors.add(new Factor(1, t.b(), yLetters));
            if (weighted) {
                factors.add(new Factor(2, 0, wLetters));
            }
            factors.add(new Factor(operands.size() - 1, t.c(), mode.z));
            paths.add(new Path(factors, Coefficient.of(t.coefficients(), 1, weighted ? 1 : 0, 0)));
        }
        String name = kind + ", " + mode.name().toLowerCase(Locale.ROOT);
        return new ProductSpec(name, operands, paths, structure);
    }

    private static Operand operand(String name, Role role, List<Integer> degrees, String letters, int[] extents) {
        List<Integer> channels = letters.chars().mapToObj(c -> extents[c]).toList();
        return Operand.of(
                name,
                role,
                degrees.stream()
                        .map(l -> new Segment(new Irrep(l, 1), channels))
                        .toList());
    }
}
