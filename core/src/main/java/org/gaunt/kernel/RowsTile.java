package org.gaunt.kernel;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Table;

/**
 * Groups of rows of a constant matrix times some vectors of lanes; the sums of a group stay in registers.
 *
 * @param rows of a group
 * @param vectors of lanes at a time
 * @param add whether to add to what the result holds
 */
record RowsTile(int rows, int vectors, boolean add) {
    private static final int STARTS = 0;
    private static final int COLUMNS = 1;
    private static final int VALUES = 2;
    private static final int OUT_ROWS = 3;
    private static final int IN = 4;
    private static final int IN_START = 5;
    private static final int OUT = 6;
    private static final int OUT_START = 7;
    private static final int LANES = 8;

    static MethodTypeDesc type(ClassDesc array) {
        return LaneLoopsEmitter.rowsType(array);
    }

    void emit(LoopBuilder b) {
        SumTile tile = new SumTile(b, rows, vectors);
        Table starts = b.table(STARTS);
        Int groups = b.let(starts.length().minus(1));
        b.loop(Int.of(0), groups, 1, group -> {
            Int first = b.let(starts.at(group));
            Int end = b.let(starts.at(group.plus(1)));
            b.loop(Int.of(0), b.integer(LANES), tile.columns(), at -> lanes(b, tile, group, first, end, at));
        });
        b.end();
    }

    private void lanes(LoopBuilder b, SumTile tile, Int group, Int first, Int end, Int at) {
        tile.clear();
        Int.Variable value = b.let(first.times(rows));
        b.loop(first, end, 1, k -> {
            Int in = b.let(b.table(COLUMNS).at(k).plus(b.integer(IN_START)).plus(at));
            tile.multiplyAdd(b.numbers(IN), in, r -> b.numbers(VALUES).repeated(value, r));
            b.advance(value, rows);
        });
        for (int r = 0; r < rows; r++) {
            Int row = b.table(OUT_ROWS).at(group.times(rows).plus(r));
            Int out = b.let(row.plus(b.integer(OUT_START)).plus(at));
            tile.store(r, b.numbers(OUT), out, add);
        }
    }
}
