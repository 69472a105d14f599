package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * {@code C[i][0] (+)= alpha * sum_p A[i][p] * B[p]}: vectors run over p, as there is only one column. As many groups of
 * rows as fit below {@code to}.
 */
final class DotTile extends Tile {
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

    DotTile(LaneAssembler lane, int rows) {
        super(lane, rows, 1);
    }

    /** The method's type; {@code alpha} is passed as {@code bits}; it returns the first row that it did not compute. */
    static MethodTypeDesc type(ClassDesc scalar, ClassDesc bits) {
        ClassDesc array = scalar.arrayType();
        ClassDesc ints = CD_int.arrayType();
        return MethodTypeDesc.of(
                CD_int, array, ints, CD_int, array, CD_int, array, ints, CD_int, CD_int, CD_int, CD_int, CD_int, bits);
    }

    @Override
    void emit() {
        steps(parameter(ROW), parameter(TO), rows, this::group);
        code.iload(parameter(ROW)).ireturn();
    }

    private void group() {
        int[] starts = new int[rows];
        for (int r = 0; r < rows; r++) {
            starts[r] = newInt();
            rowOffset(starts[r], parameter(A_ROWS), parameter(ROW), r, parameter(A_SHIFT));
        }
        clearSums();
        int p = newInt();
        int bIndex = newInt();
        int aIndex = newInt();
        code.iconst_0().istore(p);
        steps(p, parameter(K), lane.lanes(), () -> {
            code.iload(parameter(B_START)).iload(p).iadd().istore(bIndex);
            multiplyAdd(parameter(B), bIndex, r -> {
                code.iload(starts[r]).iload(p).iadd().istore(aIndex);
                lane.load(parameter(A), aIndex, 0);
            });
        });
        LaneAssembler one = lane.withLanes(1);
        int[] totals = new int[rows];
        for (int r = 0; r < rows; r++) {
            totals[r] = lane.newScalar();
            getSum(r);
            lane.reduceAdd();
            lane.putScalar(totals[r]);
        }
        steps(p, parameter(K), 1, () -> {
            code.iload(parameter(B_START)).iload(p).iadd().istore(bIndex);
            for (int r = 0; r < rows; r++) {
                code.iload(starts[r]).iload(p).iadd().istore(aIndex);
                one.load(parameter(A), aIndex, 0);
                one.load(parameter(B), bIndex, 0);
                one.get(totals[r]);
                one.fma();
                one.put(totals[r]);
            }
        });
        branch(parameter(ACCUMULATE), () -> store(one, totals, true), () -> store(one, totals, false));
    }

    private void store(LaneAssembler one, int[] totals, boolean accumulate) {
        int cIndex = newInt();
        for (int r = 0; r < rows; r++) {
            rowOffset(cIndex, parameter(C_ROWS), parameter(ROW), r, parameter(C_SHIFT));
            one.get(totals[r]);
            pushNumber(parameter(ALPHA));
            if (accumulate) {
                one.load(parameter(C), cIndex, 0);
                one.fma();
            } else {
                one.mul();
            }
            one.store(parameter(C), cIndex, 0);
        }
    }
}
