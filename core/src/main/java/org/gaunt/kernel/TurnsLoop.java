package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Emits the loops of {@link LaneProgram#turns} and {@link LaneProgram#mirroredTurns}. */
final class TurnsLoop {
    private static final int A = 0;
    private static final int B = 1;
    private static final int OUT = 2;
    private static final int LENGTH = 3;
    private static final int PARTS = 4;

    private final LaneAssembler lane;
    private final LaneLocals on;
    private final CodeBuilder code;

    /** Locals: where each part begins, those of the odd function after those of the even one. */
    private final int[] at;

    private final boolean mirrored;

    TurnsLoop(LaneAssembler lane, boolean mirrored) {
        this.lane = lane;
        this.on = new LaneLocals(lane);
        this.code = lane.code();
        this.mirrored = mirrored;
        this.at = new int[mirrored ? 2 * PARTS : PARTS];
    }

    static MethodTypeDesc type(ClassDesc array) {
        return MethodTypeDesc.of(CD_void, array, array, array, CD_int);
    }

    void emit() {
        for (int part = 0; part < at.length; part++) {
            at[part] = code.allocateLocal(TypeKind.INT);
            code.iload(code.parameterSlot(LENGTH)).loadConstant(part).imul().istore(at[part]);
        }
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(at[0]).iload(code.parameterSlot(LENGTH)).if_icmpge(end);
        if (mirrored) {
            rings();
        } else {
            store(turned(products(turned(loaded(A, 0)), turned(loaded(B, 0)))), 0);
        }
        for (int part : at) {
            code.iinc(part, lane.lanes());
        }
        code.goto_(top).labelBinding(end).return_();
    }

    /** Two rings that are mirror images: the sum and the difference of an even and an odd function. */
    private void rings() {
        int[] evenA = turned(loaded(A, 0));
        int[] oddA = turned(loaded(A, PARTS));
        int[] evenB = turned(loaded(B, 0));
        int[] oddB = turned(loaded(B, PARTS));
        int[] even = new int[PARTS];
        int[] odd = new int[PARTS];
        for (int image = 0; image < PARTS; image++) {
            int north = on.product(on.sum(evenA[image], oddA[image]), on.sum(evenB[image], oddB[image]));
            int south = on.product(on.difference(evenA[image], oddA[image]), on.difference(evenB[image], oddB[image]));
            even[image] = on.sum(north, south);
            odd[image] = on.difference(north, south);
        }
        store(turned(even), 0);
        store(turned(odd), PARTS);
    }

    private int[] loaded(int parameter, int first) {
        int[] result = new int[PARTS];
        for (int part = 0; part < PARTS; part++) {
            result[part] = on.load(code.parameterSlot(parameter), at[first + part], 0);
        }
        return result;
    }

    private void store(int[] parts, int first) {
        for (int part = 0; part < PARTS; part++) {
            on.store(code.parameterSlot(OUT), at[first + part], 0, parts[part]);
        }
    }

    private int[] products(int[] a, int[] b) {
        int[] result = new int[PARTS];
        for (int image = 0; image < PARTS; image++) {
            result[image] = on.product(a[image], b[image]);
        }
        return result;
    }

    /** The four sums of four numbers with the signs of the images, a symmetric matrix. */
    private int[] turned(int[] of) {
        int sum = on.sum(of[0], of[1]);
        int difference = on.difference(of[0], of[1]);
        int otherSum = on.sum(of[2], of[3]);
        int otherDifference = on.difference(of[2], of[3]);
        return new int[] {
            on.sum(sum, otherSum),
            on.difference(sum, otherSum),
            on.difference(difference, otherDifference),
            on.sum(difference, otherDifference)
        };
    }
}
