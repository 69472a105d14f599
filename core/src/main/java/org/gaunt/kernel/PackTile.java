package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Copies the columns of a panel so that its rows follow each other without gaps: then the compiler checks the bounds of the innermost
 * loops before them and not in every turn. Rows are at equal distances, {@code P[p][j] = B[p][j]}, or where an array says.
 */
final class PackTile extends Tile {
    private static final int SOURCE = 0;
    private static final int ROWS = 1;
    private static final int SHIFT = 2;
    private static final int PACKED = 3;
    private static final int FROM = 4;
    private static final int TO = 5;

    private final boolean indexed;

    /**
     * A tile.
     *
     * @param indexed whether the parameter of the rows is an array with the first element of each, or their distance
     */
    PackTile(LaneAssembler lane, int vectors, boolean indexed) {
        super(lane, 0, vectors);
        this.indexed = indexed;
    }

    static MethodTypeDesc type(ClassDesc scalar, boolean indexed) {
        ClassDesc array = scalar.arrayType();
        ClassDesc rows = indexed ? CD_int.arrayType() : CD_int;
        return MethodTypeDesc.of(CD_void, array, rows, CD_int, array, CD_int, CD_int);
    }

    @Override
    void emit() {
        int row = newInt();
        int source = newInt();
        int target = newInt();
        code.iload(parameter(FROM)).istore(row);
        steps(row, parameter(TO), 1, () -> {
            if (indexed) {
                rowOffset(source, parameter(ROWS), row, 0, parameter(SHIFT));
            } else {
                code.iload(row).iload(parameter(ROWS)).imul();
                code.iload(parameter(SHIFT)).iadd().istore(source);
            }
            code.iload(row).iload(parameter(FROM)).isub();
            code.loadConstant(columns()).imul().istore(target);
            for (int v = 0; v < vectors; v++) {
                lane.load(parameter(SOURCE), source, v * lane.lanes());
                lane.store(parameter(PACKED), target, v * lane.lanes());
            }
        });
        code.return_();
    }
}
