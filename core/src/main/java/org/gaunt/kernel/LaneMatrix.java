package org.gaunt.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.linalg.Precision;

/**
 * A {@link ConstantMatrix} prepared to be applied to blocks of lanes: out[row][lane] = Σ_column value · in[column][lane].
 *
 * <p>Rows with entries in the same columns are handled together, so that every number that is read is used for several sums; a
 * dense matrix runs as a matrix product.
 */
public final class LaneMatrix {
    /** Groups of equally many rows. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Groups(int rows, int[] starts, int[] columns, Object values, int[] outRows) {}

    private final LaneLoops loops;
    private final int lanes;
    private final List<Groups> groups;

    private LaneMatrix(LaneLoops loops, int lanes, List<Groups> groups) {
        this.loops = loops;
        this.lanes = lanes;
        this.groups = List.copyOf(groups);
    }

    /**
     * Prepares a matrix.
     *
     * @param lanes of a block, a multiple of {@link LaneLoops#granularity}
     */
    public static LaneMatrix of(ConstantMatrix matrix, LaneLoops loops, int lanes) {
        Map<List<Integer>, List<ConstantMatrix.Row>> byPattern = new LinkedHashMap<>();
        for (int r = 0; r < matrix.rows(); r++) {
            ConstantMatrix.Row row = matrix.row(r);
            byPattern
                    .computeIfAbsent(
                            java.util.Arrays.stream(row.columns()).boxed().toList(), k -> new ArrayList<>())
                    .add(row);
        }
        Map<Integer, List<List<ConstantMatrix.Row>>> bySize = new LinkedHashMap<>();
        Map<Integer, List<List<ConstantMatrix.Row>>> empty = new LinkedHashMap<>();
        for (List<ConstantMatrix.Row> alike : byPattern.values()) {
            boolean blank = alike.getFirst().columns().length == 0;
            int from = 0;
            for (int size : loops.target().lanes().rows()) {
                for (; from + size <= alike.size(); from += size) {
                    (blank ? empty : bySize)
                            .computeIfAbsent(size, k -> new ArrayList<>())
                            .add(alike.subList(from, from + size));
                }
            }
        }
        List<Groups> all = new ArrayList<>();
        bySize.forEach((size, members) -> all.add(pack(size, members, loops.precision(), lanes)));
        empty.forEach((size, members) -> all.add(pack(size, members, loops.precision(), lanes)));
        return new LaneMatrix(loops, lanes, all);
    }

    private static Groups pack(int rows, List<List<ConstantMatrix.Row>> groups, Precision precision, int lanes) {
        int entries =
                groups.stream().mapToInt(g -> g.getFirst().columns().length).sum();
        int[] starts = new int[groups.size() + 1];
        int[] columns = new int[entries];
        int[] outRows = new int[groups.size() * rows];
        double[] values = new double[entries * rows];
        int at = 0;
        for (int g = 0; g < groups.size(); g++) {
            List<ConstantMatrix.Row> group = groups.get(g);
            starts[g] = at;
            for (int r = 0; r < rows; r++) {
                outRows[g * rows + r] = Math.multiplyExact(group.get(r).number(), lanes);
            }
            for (int k = 0; k < group.getFirst().columns().length; k++, at++) {
                columns[at] = Math.multiplyExact(group.getFirst().columns()[k], lanes);
                for (int r = 0; r < rows; r++) {
                    values[at * rows + r] = group.get(r).values()[k];
                }
            }
        }
        starts[groups.size()] = at;
        return new Groups(rows, starts, columns, precision.array(values), outRows);
    }

    /**
     * Applies the matrix.
     *
     * @param in [column][lane] from {@code inStart} on
     * @param out [row][lane] from {@code outStart} on; every row is written; must not overlap what is read
     * @param add whether to add to what {@code out} holds
     */
    public void apply(Object in, int inStart, Object out, int outStart, boolean add) {
        for (Groups g : groups) {
            if (add && g.columns().length == 0) {
                continue; // rows of zeros
            }
            loops.program()
                    .rows(
                            g.rows(),
                            add,
                            g.starts(),
                            g.columns(),
                            g.values(),
                            g.outRows(),
                            in,
                            inStart,
                            out,
                            outStart,
                            lanes);
        }
    }
}
