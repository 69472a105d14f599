package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LaneTypes;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Table;
import org.gaunt.kernel.code.Value;
import org.gaunt.linalg.Precision;

/**
 * {@code C[i][j] (+)= alpha * sum_p A[i][p] * B[p][j]}: as many groups of rows as fit below {@code to}.
 *
 * @param rows of a group
 * @param vectors of columns
 * @param packed whether the rows of B follow each other without gaps, from the start of the array: with constant distances the compiler
 *     checks the bounds of B before the loop and not in every turn
 */
record NnTile(int rows, int vectors, boolean packed) {
    private static final int A = 0;
    private static final int A_ROWS = 1;
    private static final int A_SHIFT = 2;
    private static final int B = 3;
    private static final int B_START = 4;
    private static final int B_STRIDE = 5;
    private static final int C = 6;
    private static final int C_ROWS = 7;
    private static final int C_SHIFT = 8;
    private static final int ROW = 9;
    private static final int TO = 10;
    private static final int K = 11;
    private static final int ACCUMULATE = 12;
    private static final int ALPHA = 13;

    /** The method's type; {@code alpha} is passed by its bits; it returns the first row that it did not compute. */
    static MethodTypeDesc type(Precision precision) {
        ClassDesc array = LaneTypes.array(precision);
        ClassDesc ints = CD_int.arrayType();
        return MethodTypeDesc.of(
                CD_int,
                array,
                ints,
                CD_int,
                array,
                CD_int,
                CD_int,
                array,
                ints,
                CD_int,
                CD_int,
                CD_int,
                CD_int,
                CD_int,
                LaneTypes.bits(precision));
    }

    void emit(LoopBuilder b) {
        SumTile tile = new SumTile(b, rows, vectors);
        Int.Variable row = b.integer(ROW);
        b.wholeSteps(row, b.integer(TO), rows, () -> group(b, tile, row));
        b.end(row);
    }

    private void group(LoopBuilder b, SumTile tile, Int row) {
        Numbers left = b.numbers(A);
        Int[] starts = SumTile.starts(b, rows, b.table(A_ROWS), row, b.integer(A_SHIFT));
        tile.clear();
        Int.Variable right = b.let(b.integer(B_START));
        b.loop(Int.of(0), b.integer(K), 1, p -> {
            if (packed) {
                b.set(right, p.times(tile.columns()));
            }
            tile.multiplyAdd(b.numbers(B), right, r -> left.repeated(starts[r].plus(p)));
            if (!packed) {
                b.set(right, right.plus(b.integer(B_STRIDE)));
            }
        });
        Value alpha = b.let(new Value.Repeated(b.number(ALPHA)));
        b.choose(
                b.integer(ACCUMULATE), () -> store(b, tile, row, alpha, true), () -> store(b, tile, row, alpha, false));
    }

    private void store(LoopBuilder b, SumTile tile, Int row, Value alpha, boolean accumulate) {
        Table rowsOfC = b.table(C_ROWS);
        for (int r = 0; r < rows; r++) {
            Int at = b.let(rowsOfC.at(row.plus(r)).plus(b.integer(C_SHIFT)));
            tile.store(r, alpha, b.numbers(C), at, accumulate);
        }
    }
}
