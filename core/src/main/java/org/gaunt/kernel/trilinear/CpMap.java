package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.product.CpFactors;

/**
 * A product by its CP decomposition: Φ = Σ_r (Aᵀx)_r (Bᵀy)_r (Cᵀz)_r (Lin et al. 2025).
 *
 * @param factors A, B and C
 * @param channels of all operands
 */
public record CpMap(CpFactors factors, int channels) implements KernelMap {
    @Override
    public int components(int seat) {
        return factors.components(seat);
    }

    /** Multiply-adds of one row and channel with one seat open. */
    public long cost() {
        return (long) factors.rank() * (components(X) + components(Y) + components(Z) + 1);
    }

    @Override
    public CompiledTrilinearMap kernel(Precision precision, Target target) {
        List<Slab> slabs = new ArrayList<>();
        for (int from = 0, to; from < factors.rank(); from = to) {
            to = Math.min(factors.rank(), from + target.blocks().products());
            List<List<ConstantMatrix>> chains = new ArrayList<>();
            for (int seat = 0; seat < 3; seat++) {
                chains.add(List.of(ConstantMatrix.dense(transposed(factors.matrix(seat)), from, to)));
            }
            slabs.add(new Slab(chains, SlabCore.Pointwise.product(to - from)));
        }
        return new SlabKernel(
                List.of(List.of(), List.of(), List.of()),
                slabs,
                new int[] {components(X), components(Y), components(Z)},
                channels,
                precision,
                target);
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] t = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = matrix[i][j];
            }
        }
        return t;
    }
}
