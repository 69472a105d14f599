package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.trilinear.SlabCore.Pointwise;
import org.gaunt.kernel.trilinear.SlabCore.Pointwise.Term;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Gaunt;
import org.gaunt.o3.SphereGrid;
import org.gaunt.o3.Wigner3j;
import org.gaunt.product.VectorGauntProducts;

/**
 * All Clebsch-Gordan paths of two irreps at once, from products of functions on the sphere (Xie et al. 2026): where l1 + l2 + l3 is even
 * from the product of numbers, where it is odd from the product of a vector-valued function (the vector harmonics of degree and irrep
 * l1) with numbers. What comes out is divided by the known strength of each path, which never vanishes.
 *
 * <p>The segments of z are the irreps |l1 - l2| .. l1 + l2, each with Wigner's 3j as coefficients.
 *
 * @param l1 of x, one irrep
 * @param l2 of y, one irrep
 * @param channels of all operands
 */
public record AssembledMap(int l1, int l2, int channels) implements KernelMap {
    public AssembledMap {
        if (l1 < 0 || l2 < 0 || channels < 1 || 2 * (l1 + l2) + 3 > Wigner3j.MAX_DEGREE_SUM) {
            throw new IllegalArgumentException("degrees " + l1 + " and " + l2 + " with " + channels
                    + " channels: degrees are 0 or more, with a sum of at most " + (Wigner3j.MAX_DEGREE_SUM - 3) / 2
                    + ", and there is 1 channel or more");
        }
    }

    @Override
    public int components(int seat) {
        return seat == X ? 2 * l1 + 1 : seat == Y ? 2 * l2 + 1 : (2 * l1 + 1) * (2 * l2 + 1);
    }

    /** Multiply-adds of one row and channel with one seat open. */
    public long cost() {
        long sum = 0;
        for (Slab slab : slabs(Integer.MAX_VALUE)) {
            sum += slab.core().cost();
            for (List<ConstantMatrix> chain : slab.chains()) {
                sum += chain.stream().mapToLong(ConstantMatrix::nonzeros).sum();
            }
        }
        return sum;
    }

    /** Multiply-adds of the same product by its table: one for each product of components, one for each nonzero coefficient. */
    public long tableCost() {
        long sum = (2L * l1 + 1) * (2L * l2 + 1);
        for (int l3 = Math.abs(l1 - l2); l3 <= l1 + l2; l3++) {
            for (double[][] plane : Wigner3j.of(l1, l2, l3)) {
                for (double[] row : plane) {
                    for (double v : row) {
                        sum += v == 0 ? 0 : 1;
                    }
                }
            }
        }
        return sum;
    }

    @Override
    public CompiledTrilinearMap kernel(Precision precision, Target target) {
        return new SlabKernel(
                List.of(List.of(), List.of(), List.of()),
                slabs(target.blocks().rings()),
                new int[] {components(X), components(Y), components(Z)},
                channels,
                precision,
                target);
    }

    /** The slabs, each of so many rings of the grid at most. */
    private List<Slab> slabs(int rings) {
        int top = l1 + l2;
        SphereGrid grid = RingStages.grid(l1, l2, top + 1);
        List<Slab> slabs = new ArrayList<>();
        for (int odd = 0; odd < (l1 == 0 || l2 == 0 ? 1 : 2); odd++) {
            int fields = odd == 0 ? 1 : 3;
            // the odd paths end one degree above or below their irrep, all within the degree of the product
            List<ConstantMatrix> entries = List.of(enter(l1, odd), enter(l2, 0), leave(odd));
            List<Term> terms = new ArrayList<>();
            for (int f = 0; f < fields; f++) {
                terms.add(new Term(f, 0, f, 1));
            }
            for (int from = 0, to; from < grid.betas(); from = to) {
                to = from + Math.min(grid.betas() - from, rings);
                List<List<ConstantMatrix>> chains = new ArrayList<>();
                for (int seat = 0; seat < 3; seat++) {
                    int l = seat == X ? l1 : seat == Y ? l2 : top;
                    List<ConstantMatrix> chain = new ArrayList<>(List.of(entries.get(seat)));
                    chain.addAll(RingStages.toPoints(grid, from, to, l, seat == Y ? 1 : fields, seat == Z));
                    chains.add(chain);
                }
                int points = (to - from) * grid.alphas();
                slabs.add(new Slab(chains, new Pointwise(points, List.of(fields, 1, fields), terms)));
            }
        }
        return slabs;
    }

    /** An irrep as the harmonics of degree l, of numbers or of vectors. */
    private static ConstantMatrix enter(int l, int rank) {
        int size = (l + 1) * (l + 1);
        ConstantMatrix.Builder builder = ConstantMatrix.builder((2 * rank + 1) * size, 2 * l + 1);
        set(builder, l, l, rank, size, 0, 1);
        return builder.build();
    }

    /** The irreps of z as harmonics, over the strength with which the product reaches them. */
    private ConstantMatrix leave(int odd) {
        int top = l1 + l2;
        int size = (top + 1) * (top + 1);
        ConstantMatrix.Builder builder = ConstantMatrix.builder((2 * odd + 1) * size, components(Z));
        int offset = 0;
        for (int j = Math.abs(l1 - l2); j <= top; j++) {
            if (((l1 + l2 + j) & 1) == odd) {
                if (odd == 0) {
                    set(builder, j, j, 0, size, offset, 1 / Gaunt.factor(l1, l2, j));
                } else {
                    double below = strength(j - 1, j);
                    double above = strength(j + 1, j);
                    boolean lower = Math.abs(below) >= Math.abs(above);
                    set(builder, lower ? j - 1 : j + 1, j, 1, size, offset, 1 / (lower ? below : above));
                }
            }
            offset += 2 * j + 1;
        }
        return builder.build();
    }

    private double strength(int l, int j) {
        return l < 0 ? 0 : VectorGauntProducts.oddStrength(l1, l2, l, j);
    }

    /** Sets the block of one irrep j as harmonics of degree l, times a factor. */
    private static void set(
            ConstantMatrix.Builder builder, int l, int j, int rank, int size, int offset, double factor) {
        double[][][] c = Wigner3j.of(l, rank, j);
        for (int m = 0; m <= 2 * l; m++) {
            for (int a = 0; a <= 2 * rank; a++) {
                for (int k = 0; k <= 2 * j; k++) {
                    builder.set(a * size + l * l + m, offset + k, factor * Math.sqrt(2 * j + 1) * c[m][a][k]);
                }
            }
        }
    }
}
