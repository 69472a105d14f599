package org.gaunt.kernel;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Value;

/**
 * A product of matrices in every lane: a few rows by a few columns whose sums stay in registers, one vector of lanes.
 *
 * @param pTile rows
 * @param qTile columns
 */
record MatrixTile(int pTile, int qTile) {
    private static final int P0 = 0;
    private static final int Q0 = 1;
    private static final int Q_END = 2;
    private static final int INNER = 3;
    private static final int A = 4;
    private static final int A_P = 5;
    private static final int A_S = 6;
    private static final int B = 7;
    private static final int B_S = 8;
    private static final int B_Q = 9;
    private static final int OUT = 10;
    private static final int OUT_P = 11;
    private static final int OUT_Q = 12;
    private static final int LANES = 13;

    static MethodTypeDesc type(ClassDesc array) {
        return LaneLoopsEmitter.matricesType(array);
    }

    void emit(LoopBuilder b) {
        Int.Variable q = b.let(b.integer(Q0));
        b.wholeSteps(
                q, b.integer(Q_END), qTile, () -> b.loop(Int.of(0), b.integer(LANES), b.lanes(), at -> tile(b, q, at)));
        b.end();
    }

    private void tile(LoopBuilder b, Int q, Int at) {
        Int.Variable[] a = new Int.Variable[pTile];
        Int.Variable[] right = new Int.Variable[qTile];
        Value.Variable[] rightValue = new Value.Variable[qTile];
        Value.Variable[][] sums = new Value.Variable[pTile][qTile];
        for (int i = 0; i < pTile; i++) {
            a[i] = b.let(b.integer(P0).plus(i).times(b.integer(A_P)).plus(at));
        }
        for (int j = 0; j < qTile; j++) {
            right[j] = b.let(q.plus(j).times(b.integer(B_Q)).plus(at));
            rightValue[j] = b.variable();
        }
        for (int i = 0; i < pTile; i++) {
            for (int j = 0; j < qTile; j++) {
                sums[i][j] = b.let(new Value.Zero());
            }
        }
        Value.Variable left = b.variable();
        b.loop(Int.of(0), b.integer(INNER), 1, s -> {
            for (int j = 0; j < qTile; j++) {
                b.set(rightValue[j], b.numbers(B).at(right[j]));
                b.set(right[j], right[j].plus(b.integer(B_S)));
            }
            for (int i = 0; i < pTile; i++) {
                b.set(left, b.numbers(A).at(a[i]));
                b.set(a[i], a[i].plus(b.integer(A_S)));
                for (int j = 0; j < qTile; j++) {
                    b.multiplyAdd(sums[i][j], left, rightValue[j]);
                }
            }
        });
        for (int i = 0; i < pTile; i++) {
            for (int j = 0; j < qTile; j++) {
                Int row = b.integer(P0).plus(i).times(b.integer(OUT_P));
                Int column = q.plus(j).times(b.integer(OUT_Q));
                Int out = b.let(row.plus(column).plus(at));
                b.store(b.numbers(OUT), out, sums[i][j]);
            }
        }
    }
}
