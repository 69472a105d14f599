package org.gaunt.kernel.trilinear;

import java.util.List;
import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Wigner3j;

/**
 * The matrix product of irreps: degrees 0..2 Λ are the entries of a matrix on the space of degree Λ, matrices are multiplied, and
 * the outcome is read off again. Φ = tr(X Y Zᵀ), X_ij = Σ_l √(2l+1) Σ_a C(Λ, Λ, l)[i, j, a] x_la (Unke and Maennel 2024, "fused
 * tensors"; Xie et al. 2025).
 *
 * @param degree Λ
 * @param x the degrees of the segments of x, each at most 2 Λ
 * @param y those of y
 * @param z those of z
 * @param channels of all operands
 */
public record MatrixMap(int degree, List<Integer> x, List<Integer> y, List<Integer> z, int channels)
        implements KernelMap {
    public MatrixMap {
        x = List.copyOf(x);
        y = List.copyOf(y);
        z = List.copyOf(z);
        for (List<Integer> degrees : List.of(x, y, z)) {
            for (int l : degrees) {
                if (l > 2 * degree) {
                    throw new IllegalArgumentException(
                            "degree " + l + " does not fit into matrices on the space of degree " + degree
                                    + ", which hold degrees to " + 2 * degree + "; take at least " + (l + 1) / 2);
                }
            }
        }
    }

    private List<Integer> degrees(int seat) {
        return seat == X ? x : seat == Y ? y : z;
    }

    @Override
    public int components(int seat) {
        return degrees(seat).stream().mapToInt(l -> 2 * l + 1).sum();
    }

    /** Multiply-adds of one row and channel with one seat open. */
    public long cost() {
        SlabCore core = new SlabCore.Matrices(2 * degree + 1);
        return core.cost()
                + chain(x).stream().mapToLong(ConstantMatrix::nonzeros).sum()
                + chain(y).stream().mapToLong(ConstantMatrix::nonzeros).sum()
                + chain(z).stream().mapToLong(ConstantMatrix::nonzeros).sum();
    }

    @Override
    public CompiledTrilinearMap kernel(Precision precision, Target target) {
        List<List<ConstantMatrix>> none = List.of(List.of(), List.of(), List.of());
        Slab slab = new Slab(List.of(chain(x), chain(y), chain(z)), new SlabCore.Matrices(2 * degree + 1));
        return new SlabKernel(
                none,
                List.of(slab),
                new int[] {components(X), components(Y), components(Z)},
                channels,
                precision,
                target);
    }

    /**
     * From components to the matrix. C(Λ, Λ, l) is symmetric in its first two indices for even l and antisymmetric for odd l: the
     * two parts are made for i <= j, and then added and subtracted.
     */
    private List<ConstantMatrix> chain(List<Integer> degrees) {
        int n = 2 * degree + 1;
        int symmetric = n * (n + 1) / 2;
        int components = degrees.stream().mapToInt(l -> 2 * l + 1).sum();
        ConstantMatrix.Builder parts = ConstantMatrix.builder(n * n, components);
        int offset = 0;
        for (int l : degrees) {
            double[][][] c = Wigner3j.of(degree, degree, l);
            for (int i = 0; i < n; i++) {
                for (int j = i; j < n; j++) {
                    for (int a = 0; a <= 2 * l; a++) {
                        if ((l & 1) == 0) {
                            parts.set(upper(i, j), offset + a, Math.sqrt(2 * l + 1) * c[i][j][a]);
                        } else if (i < j) {
                            parts.set(symmetric + upper(i, j - 1), offset + a, Math.sqrt(2 * l + 1) * c[i][j][a]);
                        }
                    }
                }
            }
            offset += 2 * l + 1;
        }
        ConstantMatrix.Builder sums = ConstantMatrix.builder(n * n, n * n);
        for (int i = 0; i < n; i++) {
            sums.set(i * n + i, upper(i, i), 1);
            for (int j = i + 1; j < n; j++) {
                sums.set(i * n + j, upper(i, j), 1);
                sums.set(i * n + j, symmetric + upper(i, j - 1), 1);
                sums.set(j * n + i, upper(i, j), 1);
                sums.set(j * n + i, symmetric + upper(i, j - 1), -1);
            }
        }
        return List.of(parts.build(), sums.build());
    }

    /** The number of the pair i <= j, column after column. */
    private static int upper(int i, int j) {
        return j * (j + 1) / 2 + i;
    }
}
