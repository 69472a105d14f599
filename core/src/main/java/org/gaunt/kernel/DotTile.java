package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LaneTypes;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Value;
import org.gaunt.linalg.Precision;

/**
 * {@code C[i][0] (+)= alpha * sum_p A[i][p] * B[p]}: vectors run over p, as there is only one column. As many groups of rows as fit
 * below {@code to}.
 *
 * @param rows of a group
 */
record DotTile(int rows) {
    private static final int A = 0;
    private static final int A_ROWS = 1;
    private static final int A_SHIFT = 2;
    private static final int B = 3;
    private static final int B_START = 4;
    private static final int C = 5;
    private static final int C_ROWS = 6;
    private static final int C_SHIFT = 7;
    private static final int ROW = 8;
    private static final int TO = 9;
    private static final int K = 10;
    private static final int ACCUMULATE = 11;
    private static final int ALPHA = 12;

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
        SumTile tile = new SumTile(b, rows, 1);
        Int.Variable row = b.integer(ROW);
        b.wholeSteps(row, b.integer(TO), rows, () -> group(b, tile, row));
        b.end(row);
    }

    private void group(LoopBuilder b, SumTile tile, Int row) {
        Numbers left = b.numbers(A);
        Numbers right = b.numbers(B);
        Int[] starts = SumTile.starts(b, rows, b.table(A_ROWS), row, b.integer(A_SHIFT));
        tile.clear();
        Int.Variable p = b.let(Int.of(0));
        b.wholeSteps(p, b.integer(K), b.lanes(), () -> {
            Int at = b.let(b.integer(B_START).plus(p));
            tile.multiplyAdd(right, at, r -> left.at(starts[r].plus(p)));
        });
        LoopBuilder one = b.single();
        Value.Variable[] totals = new Value.Variable[rows];
        for (int r = 0; r < rows; r++) {
            totals[r] = b.sumOfLanes(tile.sum(r));
        }
        b.wholeSteps(p, b.integer(K), 1, () -> {
            Int at = b.let(b.integer(B_START).plus(p));
            for (int r = 0; r < rows; r++) {
                one.multiplyAdd(totals[r], left.at(starts[r].plus(p)), right.at(at));
            }
        });
        b.choose(b.integer(ACCUMULATE), () -> store(one, row, totals, true), () -> store(one, row, totals, false));
    }

    private void store(LoopBuilder one, Int row, Value[] totals, boolean accumulate) {
        Numbers result = one.numbers(C);
        for (int r = 0; r < rows; r++) {
            Int at = one.let(one.table(C_ROWS).at(row.plus(r)).plus(one.integer(C_SHIFT)));
            Value alpha = one.number(ALPHA);
            one.store(result, at, accumulate ? totals[r].timesPlus(alpha, result.at(at)) : totals[r].times(alpha));
        }
    }
}
