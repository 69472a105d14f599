package org.gaunt.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gaunt.linalg.ArraySize;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.ClebschGordan.PathNormalization;
import org.jspecify.annotations.Nullable;

/**
 * A linear map of rows by weights: the trilinear form Σ g[row][k][w] x[row][k][u] W[u][w], which mixes channels and leaves
 * components alone.
 *
 * <p>Immutable; maps of equal parts are equal. The hash is kept, since maps are keys of compiled code.
 */
public final class LinearMap {
    private final int inWidth;
    private final int outWidth;
    private final int weightSize;
    private final List<Block> blocks;
    private final int hash;

    /**
     * One segment mapped to another of the same kind.
     *
     * @param inOffset first number of the segment in a row of x, laid out [component][channel]
     * @param outOffset first number of the segment in a row of the result
     * @param components how many components both have
     * @param mulIn channels of x
     * @param mulOut channels of the result
     * @param weightOffset first number of this block's matrix [mulIn][mulOut] in a row of weights
     * @param scale factor of the block
     */
    public record Block(
            int inOffset, int outOffset, int components, int mulIn, int mulOut, int weightOffset, double scale) {}

    /**
     * Makes a map.
     *
     * @param inWidth numbers in a row of x
     * @param outWidth numbers in a row of the result
     * @param weightSize numbers in a row of the weights
     * @param blocks the parts; two blocks read (write) either the same segment of x (of the result) or disjoint ones
     */
    public LinearMap(int inWidth, int outWidth, int weightSize, List<Block> blocks) {
        this.inWidth = inWidth;
        this.outWidth = outWidth;
        this.weightSize = weightSize;
        this.blocks = List.copyOf(blocks);
        this.hash = Objects.hash(inWidth, outWidth, weightSize, this.blocks);
        for (Block b : this.blocks) {
            if (b.inOffset() + (long) b.components() * b.mulIn() > inWidth
                    || b.outOffset() + (long) b.components() * b.mulOut() > outWidth
                    || b.weightOffset() + (long) b.mulIn() * b.mulOut() > weightSize) {
                throw new IllegalArgumentException(b + " does not fit into rows of " + inWidth + ", " + outWidth
                        + " and " + weightSize + " numbers");
            }
        }
    }

    /** A plain matrix product: rows of {@code in} numbers to rows of {@code out} numbers. */
    public static LinearMap dense(int in, int out, double scale) {
        return new LinearMap(in, out, ArraySize.of(in, out), List.of(new Block(0, 0, 1, in, out, 0, scale)));
    }

    /** The same map times a factor. */
    public LinearMap scaled(double factor) {
        return new LinearMap(
                inWidth,
                outWidth,
                weightSize,
                blocks.stream()
                        .map(b -> new Block(
                                b.inOffset(),
                                b.outOffset(),
                                b.components(),
                                b.mulIn(),
                                b.mulOut(),
                                b.weightOffset(),
                                b.scale() * factor))
                        .toList());
    }

    /**
     * e3nn's {@code Linear}: every term of the input is mapped to every term of the output with the same irrep, each path with a
     * matrix [mulIn][mulOut], matrices in the order of input terms and then output terms, scaled by one over the root of all
     * channels that reach an output term.
     *
     * @param extraFan multiplies the number of channels under the root; 1 for e3nn's own, the number of elements for a linear
     *     map that depends on the element
     */
    public static LinearMap ofIrreps(Irreps in, Irreps out, int extraFan) {
        return ofIrreps(in, out, extraFan, PathNormalization.ELEMENT);
    }

    /**
     * e3nn's {@code Linear} with a choice of how the paths into one output term share its variance.
     *
     * @param extraFan multiplies what is under the root
     */
    public static LinearMap ofIrreps(Irreps in, Irreps out, int extraFan, PathNormalization normalization) {
        List<Block> blocks = new ArrayList<>();
        int weights = 0;
        int inOffset = 0;
        for (MulIrrep a : in.terms()) {
            int outOffset = 0;
            for (MulIrrep b : out.terms()) {
                if (a.ir().equals(b.ir()) && a.mul() > 0 && b.mul() > 0) {
                    List<MulIrrep> same = in.terms().stream()
                            .filter(t -> t.ir().equals(b.ir()) && t.mul() > 0)
                            .toList();
                    long fan = switch (normalization) {
                        case ELEMENT -> same.stream().mapToLong(MulIrrep::mul).sum();
                        case PATH -> (long) a.mul() * same.size();
                        case NONE -> 1;
                    };
                    blocks.add(new Block(
                            inOffset,
                            outOffset,
                            a.ir().dim(),
                            a.mul(),
                            b.mul(),
                            weights,
                            1 / Math.sqrt((double) fan * extraFan)));
                    weights = Math.addExact(weights, ArraySize.of(a.mul(), b.mul()));
                }
                outOffset += b.dim();
            }
            inOffset += a.dim();
        }
        return new LinearMap(in.dim(), out.dim(), weights, blocks);
    }

    /** Numbers in a row of x. */
    public int inWidth() {
        return inWidth;
    }

    /** Numbers in a row of the result. */
    public int outWidth() {
        return outWidth;
    }

    /** Numbers in a row of the weights. */
    public int weightSize() {
        return weightSize;
    }

    /** The parts. */
    public List<Block> blocks() {
        return blocks;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof LinearMap m
                        && m.hash == hash
                        && m.inWidth == inWidth
                        && m.outWidth == outWidth
                        && m.weightSize == weightSize
                        && m.blocks.equals(blocks));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "linear map of " + inWidth + " to " + outWidth + " numbers, " + weightSize + " weights, " + blocks.size()
                + " blocks";
    }
}
