package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;
import org.gaunt.kernel.trilinear.SlabCore.Pointwise;
import org.gaunt.kernel.trilinear.SlabCore.Pointwise.Term;
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
public record VectorSphereMap(SphereSignal x, SphereSignal y, SphereSignal z, int channels) implements TrilinearMap {
    /** Rings of the grid that are worked on at a time, a group of rows of {@link ConstantMatrix}. */
    private static final int RINGS = 6;

    private SphereSignal signal(int seat) {
        return seat == X ? x : seat == Y ? y : z;
    }

    @Override
    public int components(int seat) {
        return signal(seat).components();
    }

    private SphereGrid grid() {
        SphereGrid least = SphereGrid.forProduct(x.degree(), y.degree(), z.degree());
        return SphereGrid.of(least.betas(), Math.ceilDiv(least.alphas(), 4) * 4);
    }

    /** Multiply-adds of one row and channel with one seat open. */
    public long cost() {
        long sum = 0;
        for (List<ConstantMatrix> head : heads()) {
            sum += head.stream().mapToLong(ConstantMatrix::nonzeros).sum();
        }
        for (Slab slab : slabs()) {
            sum += slab.core().cost();
            for (List<ConstantMatrix> chain : slab.chains()) {
                sum += chain.stream().mapToLong(ConstantMatrix::nonzeros).sum();
            }
        }
        return sum;
    }

    @Override
    public TrilinearKernel kernel(Precision precision, Provider provider) {
        return new SlabKernel(
                heads(),
                slabs(),
                new int[] {components(X), components(Y), components(Z)},
                channels,
                precision,
                provider);
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

    private List<Slab> slabs() {
        SphereGrid grid = grid();
        List<Slab> slabs = new ArrayList<>();
        for (int from = 0; from < grid.betas(); from += RINGS) {
            int to = Math.min(grid.betas(), from + RINGS);
            List<List<ConstantMatrix>> chains = new ArrayList<>();
            for (int seat = 0; seat < 3; seat++) {
                int blocks = (to - from) * signal(seat).fields();
                chains.add(List.of(
                        legendre(grid, from, to, seat),
                        quarter(grid, blocks, signal(seat).degree()),
                        whole(grid, blocks)));
            }
            int points = (to - from) * grid.alphas();
            slabs.add(new Slab(chains, new Pointwise(points, List.of(x.fields(), y.fields(), z.fields()), terms())));
        }
        return slabs;
    }

    /** From fields [field][lm] to [field][ring][m]; the weights of the quadrature are those of z. */
    private ConstantMatrix legendre(SphereGrid grid, int from, int to, int seat) {
        int l = signal(seat).degree();
        int fields = signal(seat).fields();
        int size = (l + 1) * (l + 1);
        int width = 2 * l + 1;
        int rings = to - from;
        ConstantMatrix.Builder builder = ConstantMatrix.builder(fields * rings * width, fields * size);
        for (int ring = from; ring < to; ring++) {
            double[][] t = grid.polarFunctions(l, ring);
            for (int f = 0; f < fields; f++) {
                for (int m = -l; m <= l; m++) {
                    for (int k = Math.abs(m); k <= l; k++) {
                        double value = t[k][Math.abs(m)] * (seat == Z ? grid.weight(ring) : 1);
                        builder.set((f * rings + ring - from) * width + l + m, f * size + k * k + k + m, value);
                    }
                }
            }
        }
        return builder.build();
    }

    /**
     * From [field][ring][m] to [field][ring][kind][alpha in the first quarter]: the sums of cosines of even and of odd m and of sines of
     * even and of odd m. The values in the other quarters are these up to signs.
     */
    private static ConstantMatrix quarter(SphereGrid grid, int blocks, int l) {
        int width = 2 * l + 1;
        int count = grid.alphas() / 4 + 1;
        ConstantMatrix.Builder builder = ConstantMatrix.builder(blocks * 4 * count, blocks * width);
        for (int b = 0; b < blocks; b++) {
            for (int j = 0; j < count; j++) {
                for (int m = -l; m <= l; m++) {
                    double angle = 2 * Math.PI * Math.abs(m) * j / grid.alphas();
                    int kind = (m < 0 ? 2 : 0) + (m & 1);
                    builder.set(
                            (b * 4 + kind) * count + j, b * width + l + m, m < 0 ? Math.sin(angle) : Math.cos(angle));
                }
            }
        }
        return builder.build();
    }

    /** From the four kinds of sums to all alpha: alpha, -alpha, pi - alpha and pi + alpha. */
    private static ConstantMatrix whole(SphereGrid grid, int blocks) {
        int alphas = grid.alphas();
        int count = alphas / 4 + 1;
        double[][] signs = {{1, 1, 1, 1}, {1, 1, -1, -1}, {1, -1, -1, 1}, {1, -1, 1, -1}};
        ConstantMatrix.Builder builder = ConstantMatrix.builder(blocks * alphas, blocks * 4 * count);
        for (int b = 0; b < blocks; b++) {
            boolean[] done = new boolean[alphas];
            for (int j = 0; j < count; j++) {
                int[] places = {j, (alphas - j) % alphas, alphas / 2 - j, alphas / 2 + j};
                for (int image = 0; image < 4; image++) {
                    for (int kind = 0; kind < 4 && !done[places[image]]; kind++) {
                        builder.set(b * alphas + places[image], (b * 4 + kind) * count + j, signs[image][kind]);
                    }
                    done[places[image]] = true;
                }
            }
        }
        return builder.build();
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
