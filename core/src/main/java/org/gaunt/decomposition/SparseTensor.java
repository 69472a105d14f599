package org.gaunt.decomposition;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.o3.Wigner3j;

/** A tensor of three indices of which most entries are zero. Immutable. */
public final class SparseTensor {
    private final int[] sizes;
    private final int[] indices;
    private final double[] values;

    private SparseTensor(int[] sizes, int[] indices, double[] values) {
        this.sizes = sizes;
        this.indices = indices;
        this.values = values;
    }

    /**
     * The table of a product with shared path weights (Lin et al. 2025): in block (l1, l2, l3) e3nn's Wigner 3j where the degrees
     * couple, every path with coefficient 1, so that the squared norm is the number of paths. Parities do not matter.
     *
     * @param x degrees of the segments of x; likewise y and z
     * @throws IllegalArgumentException if nothing couples or degrees are beyond the tables
     */
    public static SparseTensor ofPaths(List<Integer> x, List<Integer> y, List<Integer> z) {
        return ofPaths(x, y, z, false);
    }

    private static SparseTensor ofPaths(List<Integer> x, List<Integer> y, List<Integer> z, boolean natural) {
        List<int[]> indices = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        int i0 = 0;
        for (int l1 : x) {
            int j0 = 0;
            for (int l2 : y) {
                int k0 = 0;
                for (int l3 : z) {
                    if (Wigner3j.triangle(l1, l2, l3) && !(natural && (l1 + l2 + l3) % 2 == 1)) {
                        addBlock(l1, l2, l3, new int[] {i0, j0, k0}, indices, values);
                    }
                    k0 += 2 * l3 + 1;
                }
                j0 += 2 * l2 + 1;
            }
            i0 += 2 * l1 + 1;
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("degrees " + x + " and " + y + " do not couple to any of " + z
                    + "; add an output degree between the difference and the sum of two inputs");
        }
        return of(new int[] {components(x), components(y), components(z)}, indices, values);
    }

    /** The table of all degrees 0..lmax, in and out. */
    public static SparseTensor ofPaths(int lmax) {
        List<Integer> all =
                java.util.stream.IntStream.rangeClosed(0, lmax).boxed().toList();
        return ofPaths(all, all, all);
    }

    /**
     * The table of all degrees 0..lmax, in and out, of the paths that respect the parities of harmonics: those with l1 + l2 + l3 even.
     */
    public static SparseTensor ofNaturalPaths(int lmax) {
        List<Integer> all =
                java.util.stream.IntStream.rangeClosed(0, lmax).boxed().toList();
        return ofPaths(all, all, all, true);
    }

    private static void addBlock(int l1, int l2, int l3, int[] origin, List<int[]> indices, List<Double> values) {
        double[][][] c = Wigner3j.of(l1, l2, l3);
        for (int i = 0; i <= 2 * l1; i++) {
            for (int j = 0; j <= 2 * l2; j++) {
                for (int k = 0; k <= 2 * l3; k++) {
                    if (c[i][j][k] != 0) {
                        indices.add(new int[] {origin[0] + i, origin[1] + j, origin[2] + k});
                        values.add(c[i][j][k]);
                    }
                }
            }
        }
    }

    private static SparseTensor of(int[] sizes, List<int[]> indices, List<Double> values) {
        int[] flat = new int[3 * indices.size()];
        for (int n = 0; n < indices.size(); n++) {
            System.arraycopy(indices.get(n), 0, flat, 3 * n, 3);
        }
        return new SparseTensor(
                sizes.clone(),
                flat,
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static int components(List<Integer> degrees) {
        return degrees.stream().mapToInt(l -> 2 * l + 1).sum();
    }

    /** The extent of an index, 0 to 2. */
    public int size(int index) {
        return sizes[index];
    }

    /** How many entries are not zero. */
    public int nonzeros() {
        return values.length;
    }

    /** One of the three indices of an entry. */
    public int index(int entry, int which) {
        return indices[3 * entry + which];
    }

    /** The value of an entry. */
    public double value(int entry) {
        return values[entry];
    }

    /** The Frobenius norm. */
    public double norm() {
        double sum = 0;
        for (double v : values) {
            sum += v * v;
        }
        return Math.sqrt(sum);
    }
}
