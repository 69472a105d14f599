package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** {@code C[i][j] (+)= alpha * sum_p A[i][p] * B[p][j]}: as many groups of rows as fit below {@code to}. */
final class NnTile extends Tile {
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

    private final boolean packed;

    /**
     * A tile.
     *
     * @param packed whether the rows of B follow each other without gaps, from the start of the array: with constant distances the
     *     compiler checks the bounds of B before the loop and not in every turn
     */
    NnTile(LaneAssembler lane, int rows, int vectors, boolean packed) {
        super(lane, rows, vectors);
        this.packed = packed;
    }

    /** The method's type; {@code alpha} is passed as {@code bits}; it returns the first row that it did not compute. */
    static MethodTypeDesc type(ClassDesc scalar, ClassDesc bits) {
        ClassDesc array = scalar.arrayType();
        ClassDesc ints = CD_int.arrayType();
        return MethodTypeDesc.of(
                CD_int, array, ints, CD_int, array, CD_int, CD_int, array, ints, CD_int, CD_int, CD_int, CD_int, CD_int,
                bits);
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
        code.iload(parameter(B_START)).istore(bIndex);
        code.iconst_0().istore(p);
        steps(p, parameter(K), 1, () -> {
            if (packed) {
                code.iload(p).loadConstant(columns()).imul().istore(bIndex);
            }
            multiplyAdd(parameter(B), bIndex, r -> {
                code.iload(starts[r]).iload(p).iadd().istore(aIndex);
                lane.broadcastElement(parameter(A), aIndex, 0);
            });
            if (!packed) {
                code.iload(bIndex).iload(parameter(B_STRIDE)).iadd().istore(bIndex);
            }
        });
        int alpha = lane.newVector();
        pushNumber(parameter(ALPHA));
        lane.broadcast();
        lane.put(alpha);
        branch(parameter(ACCUMULATE), () -> store(alpha, true), () -> store(alpha, false));
    }

    private void store(int alpha, boolean accumulate) {
        int cIndex = newInt();
        for (int r = 0; r < rows; r++) {
            rowOffset(cIndex, parameter(C_ROWS), parameter(ROW), r, parameter(C_SHIFT));
            storeRow(r, alpha, parameter(C), cIndex, accumulate);
        }
    }
}
