package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** {@code W[u][j] += alpha * sum_i X[i][u] * G[i][j]}: as many groups of u as fit below {@code m}. */
final class TnTile extends Tile {
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

    private final Target.Products sizes;

    TnTile(LaneAssembler lane, int rows, int vectors, Target.Products sizes) {
        super(lane, rows, vectors);
        this.sizes = sizes;
    }

    /** The method's type; {@code alpha} is passed as {@code bits}; it returns the first u that it did not compute. */
    static MethodTypeDesc type(ClassDesc scalar, ClassDesc bits) {
        ClassDesc array = scalar.arrayType();
        ClassDesc ints = CD_int.arrayType();
        return MethodTypeDesc.of(
                CD_int, array, ints, CD_int, array, ints, CD_int, array, CD_int, CD_int, CD_int, CD_int, CD_int, CD_int,
                bits);
    }

    @Override
    void emit() {
        steps(parameter(U), parameter(M), rows, this::group);
        code.iload(parameter(U)).ireturn();
    }

    private void group() {
        clearSums();
        int i = newInt();
        int xIndex = newInt();
        int gIndex = newInt();
        int shift = newInt();
        code.iload(parameter(X_SHIFT)).iload(parameter(U)).iadd().istore(shift);
        code.iload(parameter(FROM)).istore(i);
        if (rows * vectors >= sizes.manySums()) {
            addRows(sizes.unrolledRows(), i, xIndex, gIndex, shift);
        }
        addRows(1, i, xIndex, gIndex, shift);
        int alpha = lane.newVector();
        pushNumber(parameter(ALPHA));
        lane.broadcast();
        lane.put(alpha);
        int wIndex = newInt();
        code.iload(parameter(U)).iload(parameter(W_STRIDE)).imul();
        code.iload(parameter(W_START)).iadd().istore(wIndex);
        for (int u = 0; u < rows; u++) {
            storeRow(u, alpha, parameter(W), wIndex, true);
            code.iload(wIndex).iload(parameter(W_STRIDE)).iadd().istore(wIndex);
        }
    }

    private void addRows(int width, int i, int xIndex, int gIndex, int shift) {
        steps(i, parameter(TO), width, () -> {
            for (int q = 0; q < width; q++) {
                rowOffset(xIndex, parameter(X_ROWS), i, q, shift);
                rowOffset(gIndex, parameter(G_ROWS), i, q, parameter(G_SHIFT));
                multiplyAdd(parameter(G), gIndex, u -> lane.broadcastElement(parameter(X), xIndex, u));
            }
        });
    }
}
