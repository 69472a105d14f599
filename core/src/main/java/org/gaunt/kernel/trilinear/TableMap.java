package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

/**
 * A form given by its table of coefficients, Φ = Σ c_ijk x_i y_j z_k, for tables that are too long to be written out as code: blocks
 * of x and y are multiplied, every component with every other, and the products meet the coefficients as a sparse matrix.
 *
 * <p>Rows and channels are lanes side by side, so that vectors are full even with one channel. Instances compare by identity, since
 * tables are long; keep the one that a plan was made with.
 */
public final class TableMap implements KernelMap {
    /**
     * The coefficients of a block of x with a block of y.
     *
     * @param x first component of the block of x
     * @param xCount its components
     * @param y first component of the block of y
     * @param yCount its components
     * @param entries their components are counted from the first of the row, not of the block
     */
    public record Block(int x, int xCount, int y, int yCount, List<Entry> entries) {
        public Block {
            entries = List.copyOf(entries);
        }
    }

    /** A coefficient. */
    public record Entry(int x, int y, int z, double value) {}

    private final int[] components;
    private final int channels;
    private final List<Block> blocks;

    /**
     * Makes a map.
     *
     * @param x components of a row of x
     * @param y components of a row of y
     * @param z components of a row of z
     * @param channels of all operands
     * @param blocks the table; the same block of x and y at most once
     */
    public TableMap(int x, int y, int z, int channels, List<Block> blocks) {
        this.components = new int[] {x, y, z};
        this.channels = channels;
        this.blocks = List.copyOf(blocks);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("a table without coefficients is no product");
        }
    }

    @Override
    public int components(int seat) {
        return components[seat];
    }

    @Override
    public int channels() {
        return channels;
    }

    /** The number of coefficients. */
    public int size() {
        return blocks.stream().mapToInt(b -> b.entries().size()).sum();
    }

    @Override
    public CompiledTrilinearMap kernel(Precision precision, Target target) {
        List<Slab> slabs = new ArrayList<>();
        for (Block b : blocks) {
            slabs.add(new Slab(
                    List.of(
                            List.of(select(b.x(), b.xCount(), components[X])),
                            List.of(select(b.y(), b.yCount(), components[Y])),
                            List.of(coefficients(b))),
                    new SlabCore.Outer(b.xCount(), b.yCount())));
        }
        List<List<ConstantMatrix>> none = List.of(List.of(), List.of(), List.of());
        return new SlabKernel(none, slabs, components, channels, precision, target);
    }

    private static ConstantMatrix select(int first, int count, int of) {
        ConstantMatrix.Builder builder = ConstantMatrix.builder(count, of);
        for (int i = 0; i < count; i++) {
            builder.set(i, first + i, 1);
        }
        return builder.build();
    }

    private ConstantMatrix coefficients(Block b) {
        Map<Integer, Map<Integer, Double>> sums = new TreeMap<>();
        for (Entry e : b.entries()) {
            int row = (e.x() - b.x()) * b.yCount() + e.y() - b.y();
            sums.computeIfAbsent(row, k -> new TreeMap<>()).merge(e.z(), e.value(), Double::sum);
        }
        ConstantMatrix.Builder builder = ConstantMatrix.builder(b.xCount() * b.yCount(), components[Z]);
        sums.forEach((row, entries) -> entries.forEach((z, value) -> builder.set(row, z, value)));
        return builder.build();
    }

    @Override
    public String toString() {
        return "a table of " + size() + " coefficients, " + channels + " channels";
    }
}
