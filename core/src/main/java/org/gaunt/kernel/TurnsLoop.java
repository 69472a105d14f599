package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Value;

/**
 * The loops of {@link LaneProgram#turns} and {@link LaneProgram#mirroredTurns}.
 *
 * @param mirrored whether there are two rings that are mirror images
 */
record TurnsLoop(boolean mirrored) {
    private static final int A = 0;
    private static final int B = 1;
    private static final int OUT = 2;
    private static final int LENGTH = 3;
    private static final int PARTS = 4;

    static MethodTypeDesc type(ClassDesc array) {
        return MethodTypeDesc.of(CD_void, array, array, array, CD_int);
    }

    void emit(LoopBuilder b) {
        // where each part begins, those of the odd function after those of the even one
        Int.Variable[] at = new Int.Variable[mirrored ? 2 * PARTS : PARTS];
        for (int part = 0; part < at.length; part++) {
            at[part] = b.let(b.integer(LENGTH).times(part));
        }
        b.loop(at[0], b.integer(LENGTH), b.lanes(), () -> {
            if (mirrored) {
                rings(b, at);
            } else {
                store(b, at, turned(b, products(b, turned(b, loaded(b, A, at, 0)), turned(b, loaded(b, B, at, 0)))), 0);
            }
            for (int part = 1; part < at.length; part++) {
                b.advance(at[part], b.lanes());
            }
        });
        b.end();
    }

    /** Two rings that are mirror images: the sum and the difference of an even and an odd function. */
    private static void rings(LoopBuilder b, Int[] at) {
        Value[] evenA = turned(b, loaded(b, A, at, 0));
        Value[] oddA = turned(b, loaded(b, A, at, PARTS));
        Value[] evenB = turned(b, loaded(b, B, at, 0));
        Value[] oddB = turned(b, loaded(b, B, at, PARTS));
        Value[] even = new Value[PARTS];
        Value[] odd = new Value[PARTS];
        for (int image = 0; image < PARTS; image++) {
            Value northA = b.let(evenA[image].plus(oddA[image]));
            Value northB = b.let(evenB[image].plus(oddB[image]));
            Value north = b.let(northA.times(northB));
            Value southA = b.let(evenA[image].minus(oddA[image]));
            Value southB = b.let(evenB[image].minus(oddB[image]));
            Value south = b.let(southA.times(southB));
            even[image] = b.let(north.plus(south));
            odd[image] = b.let(north.minus(south));
        }
        store(b, at, turned(b, even), 0);
        store(b, at, turned(b, odd), PARTS);
    }

    private static Value[] loaded(LoopBuilder b, int parameter, Int[] at, int first) {
        Numbers array = b.numbers(parameter);
        Value[] result = new Value[PARTS];
        for (int part = 0; part < PARTS; part++) {
            result[part] = b.let(array.at(at[first + part]));
        }
        return result;
    }

    private static void store(LoopBuilder b, Int[] at, Value[] parts, int first) {
        for (int part = 0; part < PARTS; part++) {
            b.store(b.numbers(OUT), at[first + part], parts[part]);
        }
    }

    private static Value[] products(LoopBuilder b, Value[] left, Value[] right) {
        Value[] result = new Value[PARTS];
        for (int image = 0; image < PARTS; image++) {
            result[image] = b.let(left[image].times(right[image]));
        }
        return result;
    }

    /** The four sums of four numbers with the signs of the images, a symmetric matrix. */
    private static Value[] turned(LoopBuilder b, Value[] of) {
        Value sum = b.let(of[0].plus(of[1]));
        Value difference = b.let(of[0].minus(of[1]));
        Value otherSum = b.let(of[2].plus(of[3]));
        Value otherDifference = b.let(of[2].minus(of[3]));
        return new Value[] {
            b.let(sum.plus(otherSum)),
            b.let(sum.minus(otherSum)),
            b.let(difference.minus(otherDifference)),
            b.let(difference.plus(otherDifference))
        };
    }
}
