package org.gaunt.kernel;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Groups of rows of a constant matrix times some vectors of lanes; the sums of a group stay in registers. */
final class RowsTile extends Tile {
    private static final int STARTS = 0;
    private static final int COLUMNS = 1;
    private static final int VALUES = 2;
    private static final int OUT_ROWS = 3;
    private static final int IN = 4;
    private static final int IN_START = 5;
    private static final int OUT = 6;
    private static final int OUT_START = 7;
    private static final int LANES = 8;

    private final boolean add;

    RowsTile(LaneAssembler lane, int rows, int vectors, boolean add) {
        super(lane, rows, vectors);
        this.add = add;
    }

    static MethodTypeDesc type(ClassDesc array) {
        return LaneLoopsEmitter.rowsType(array);
    }

    @Override
    void emit() {
        int group = newInt();
        int groups = newInt();
        int first = newInt();
        int end = newInt();
        int at = newInt();
        code.aload(parameter(STARTS)).arraylength().iconst_1().isub().istore(groups);
        code.iconst_0().istore(group);
        steps(group, groups, 1, () -> {
            code.aload(parameter(STARTS)).iload(group).iaload().istore(first);
            code.aload(parameter(STARTS))
                    .iload(group)
                    .iconst_1()
                    .iadd()
                    .iaload()
                    .istore(end);
            code.iconst_0().istore(at);
            steps(at, parameter(LANES), vectors * lane.lanes(), () -> lanes(group, first, end, at));
        });
        code.return_();
    }

    private void lanes(int group, int first, int end, int at) {
        int outIndex = newInt();
        int k = newInt();
        int value = newInt();
        int inIndex = newInt();
        clearSums();
        code.iload(first).loadConstant(rows).imul().istore(value);
        code.iload(first).istore(k);
        steps(k, end, 1, () -> {
            code.aload(parameter(COLUMNS)).iload(k).iaload();
            code.iload(parameter(IN_START)).iadd().iload(at).iadd().istore(inIndex);
            multiplyAdd(parameter(IN), inIndex, r -> lane.broadcastElement(parameter(VALUES), value, r));
            code.iinc(value, rows);
        });
        for (int r = 0; r < rows; r++) {
            code.aload(parameter(OUT_ROWS)).iload(group).loadConstant(rows).imul();
            code.loadConstant(r).iadd().iaload();
            code.iload(parameter(OUT_START)).iadd().iload(at).iadd().istore(outIndex);
            storeRow(r, parameter(OUT), outIndex, add);
        }
    }
}
