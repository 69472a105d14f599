package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LaneTypes;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.code.Value;
import org.gaunt.linalg.Precision;

/**
 * {@code W[u][j] += alpha * sum_i X[i][u] * G[i][j]}: as many groups of u as fit below {@code m}.
 *
 * @param rows u of a group
 * @param vectors of columns
 */
record TnTile(int rows, int vectors) {
    private static final int X = 0;
    private static final int X_ROWS = 1;
    private static final int X_SHIFT = 2;
    private static final int G = 3;
    private static final int G_ROWS = 4;
    private static final int G_SHIFT = 5;
    private static final int W = 6;
    private static final int W_START = 7;
    private static final int W_STRIDE = 8;
    private static final int U = 9;
    private static final int M = 10;
    private static final int FROM = 11;
    private static final int TO = 12;
    private static final int ALPHA = 13;

    /** The method's type; {@code alpha} is passed by its bits; it returns the first u that it did not compute. */
    static MethodTypeDesc type(Precision precision) {
        ClassDesc array = LaneTypes.array(precision);
        ClassDesc ints = CD_int.arrayType();
        return MethodTypeDesc.of(
                CD_int,
                array,
                ints,
                CD_int,
                array,
                ints,
                CD_int,
                array,
                CD_int,
                CD_int,
                CD_int,
                CD_int,
                CD_int,
                CD_int,
                LaneTypes.bits(precision));
    }

    void emit(LoopBuilder b) {
        SumTile tile = new SumTile(b, rows, vectors);
        Int.Variable u = b.integer(U);
        b.wholeSteps(u, b.integer(M), rows, () -> group(b, tile, u));
        b.end(u);
    }

    private void group(LoopBuilder b, SumTile tile, Int u) {
        Target.Products sizes = b.target().products();
        tile.clear();
        Int shift = b.let(b.integer(X_SHIFT).plus(u));
        Int.Variable i = b.let(b.integer(FROM));
        if (rows * vectors >= sizes.manySums()) {
            addRows(b, tile, sizes.unrolledRows(), i, shift);
        }
        addRows(b, tile, 1, i, shift);
        Value alpha = b.let(new Value.Repeated(b.number(ALPHA)));
        Int.Variable at = b.let(u.times(b.integer(W_STRIDE)).plus(b.integer(W_START)));
        for (int r = 0; r < rows; r++) {
            tile.store(r, alpha, b.numbers(W), at, true);
            b.set(at, at.plus(b.integer(W_STRIDE)));
        }
    }

    private static void addRows(LoopBuilder b, SumTile tile, int width, Int.Variable i, Int shift) {
        Numbers left = b.numbers(X);
        b.wholeSteps(i, b.integer(TO), width, () -> {
            for (int q = 0; q < width; q++) {
                Int x = b.let(b.table(X_ROWS).at(i.plus(q)).plus(shift));
                Int g = b.let(b.table(G_ROWS).at(i.plus(q)).plus(b.integer(G_SHIFT)));
                tile.multiplyAdd(b.numbers(G), g, u -> left.repeated(x, u));
            }
        });
    }
}
