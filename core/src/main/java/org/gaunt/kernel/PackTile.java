package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LaneTypes;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.linalg.Precision;

/**
 * {@code P[p][j] = B[p][j]}: copies the columns of a panel so that its rows follow each other without gaps.
 *
 * @param vectors of columns
 */
record PackTile(int vectors) {
    private static final int B = 0;
    private static final int B_START = 1;
    private static final int B_STRIDE = 2;
    private static final int PACKED = 3;
    private static final int K = 4;

    static MethodTypeDesc type(Precision precision) {
        ClassDesc array = LaneTypes.array(precision);
        return MethodTypeDesc.of(CD_void, array, CD_int, CD_int, array, CD_int);
    }

    void emit(LoopBuilder b) {
        Int.Variable from = b.let(b.integer(B_START));
        b.loop(Int.of(0), b.integer(K), 1, p -> {
            Int to = b.let(p.times(vectors * b.lanes()));
            for (int v = 0; v < vectors; v++) {
                int offset = v * b.lanes();
                b.store(b.numbers(PACKED), to, offset, b.numbers(B).at(from, offset));
            }
            b.set(from, from.plus(b.integer(B_STRIDE)));
        });
        b.end();
    }
}
