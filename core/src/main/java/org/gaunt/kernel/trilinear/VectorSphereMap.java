package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.trilinear.SlabCore.Pointwise;
import org.gaunt.kernel.trilinear.SlabCore.Pointwise.Term;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.SphereGrid;
import org.gaunt.product.SphereSignal;

/**
 * Pointwise products of functions on the sphere whose values are numbers or vectors: dot and cross products, and numbers times
 * vectors (the vector Gaunt product, Xie et al. 2025), on the grid.
 *
 * <p>Vector harmonics are taken to three Cartesian fields of ordinary harmonics; degrees and polar angle are handled first, then the
 * azimuth, for a few rings of the grid at a time.
 *
 * @param x what the coefficients of x stand for
 * @param y those of y
 * @param z those of z
 * @param channels of all operands
 */
public record VectorSphereMap(SphereSignal x, SphereSignal y, SphereSignal z, int channels) implements KernelMap {
    private SphereSignal signal(int seat) {
        return seat == X ? x : seat == Y ? y : z;
    }

    @Override
    public int components(int seat) {
        return signal(seat).components();
    }

    private SphereGrid grid() {
        return RingStages.grid(x.degree(), y.degree(), z.degree());
    }

    /** Multiply-adds of one row and channel with one seat open. */
    public long cost() {
        long sum = 0;
        for (List<ConstantMatrix> head : heads()) {
            sum += head.stream().mapToLong(ConstantMatrix::nonzeros).sum();
        }
        for (Slab slab : slabs(Integer.MAX_VALUE)) {
            sum += slab.core().cost();
            for (List<ConstantMatrix> chain : slab.chains()) {
                sum += chain.stream().mapToLong(ConstantMatrix::nonzeros).sum();
            }
        }
        return sum;
    }

    @Override
    public CompiledTrilinearMap kernel(Precision precision, Target target) {
        return new SlabKernel(
                heads(),
                slabs(target.blocks().rings()),
                new int[] {components(X), components(Y), components(Z)},
                channels,
                precision,
                target);
    }

    private List<List<ConstantMatrix>> heads() {
        List<List<ConstantMatrix>> heads = new ArrayList<>();
        for (int seat = 0; seat < 3; seat++) {
            SphereSignal s = signal(seat);
            List<ConstantMatrix> head = new ArrayList<>();
            if (s.rank() == 1) {
                double[][] fields = s.cartesian();
                head.add(ConstantMatrix.dense(fields, 0, fields.length));
            }
            heads.add(head);
        }
        return heads;
    }

    /** The slabs, each of so many rings of the grid at most. */
    private List<Slab> slabs(int rings) {
        SphereGrid grid = grid();
        List<Slab> slabs = new ArrayList<>();
        for (int from = 0, to; from < grid.betas(); from = to) {
            to = from + Math.min(grid.betas() - from, rings);
            List<List<ConstantMatrix>> chains = new ArrayList<>();
            for (int seat = 0; seat < 3; seat++) {
                chains.add(RingStages.toPoints(
                        grid, from, to, signal(seat).degree(), signal(seat).fields(), seat == Z));
            }
            int points = (to - from) * grid.alphas();
            slabs.add(new Slab(chains, new Pointwise(points, List.of(x.fields(), y.fields(), z.fields()), terms())));
        }
        return slabs;
    }

    private List<Term> terms() {
        List<Term> terms = new ArrayList<>();
        int ranks = x.rank() + y.rank() + z.rank();
        if (ranks == 3) {
            for (int k = 0; k < 3; k++) {
                terms.add(new Term((k + 1) % 3, (k + 2) % 3, k, 1));
                terms.add(new Term((k + 2) % 3, (k + 1) % 3, k, -1));
            }
            return terms;
        }
        for (int k = 0; k < (ranks == 0 ? 1 : 3); k++) {
            terms.add(new Term(x.rank() * k, y.rank() * k, z.rank() * k, 1));
        }
        return terms;
    }
}
