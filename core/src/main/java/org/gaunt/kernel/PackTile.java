package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** {@code P[p][j] = B[p][j]}: copies the columns of a panel so that its rows follow each other without gaps. */
final class PackTile extends Tile {
    private static final int B = 0;
    private static final int B_START = 1;
    private static final int B_STRIDE = 2;
    private static final int PACKED = 3;
    private static final int K = 4;

    PackTile(LaneAssembler lane, int vectors) {
        super(lane, 0, vectors);
    }

    static MethodTypeDesc type(ClassDesc scalar) {
        ClassDesc array = scalar.arrayType();
        return MethodTypeDesc.of(CD_void, array, CD_int, CD_int, array, CD_int);
    }

    @Override
    void emit() {
        int p = newInt();
        int from = newInt();
        int to = newInt();
        code.iconst_0().istore(p);
        code.iload(parameter(B_START)).istore(from);
        steps(p, parameter(K), 1, () -> {
            code.iload(p).loadConstant(columns()).imul().istore(to);
            for (int v = 0; v < vectors; v++) {
                lane.load(parameter(B), from, v * lane.lanes());
                lane.store(parameter(PACKED), to, v * lane.lanes());
            }
            code.iload(from).iload(parameter(B_STRIDE)).iadd().istore(from);
        });
        code.return_();
    }
}
