package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.linalg.Precision;

/**
 * Emits integer arithmetic on the IEEE 754 bits of lanes, as elementary functions need it; the counterpart of
 * {@link LaneAssembler} for {@code int} (with {@code float}) and {@code long} (with {@code double}).
 */
final class LaneBits {
    private final CodeBuilder code;
    private final int lanes;
    private final boolean single;
    private final ClassDesc number;
    private final ClassDesc bits;
    private final ClassDesc bitsVector;

    LaneBits(LaneAssembler lane) {
        code = lane.code();
        lanes = lane.lanes();
        single = lane.precision() == Precision.FLOAT32;
        number = lane.vectorType();
        bits = single ? CD_int : CD_long;
        bitsVector =
                lanes == 1 ? bits : ClassDesc.of(LaneAssembler.VECTOR_PACKAGE, single ? "IntVector" : "LongVector");
    }

    /** {@code v -> b}: the IEEE 754 bits of the lanes as integers of the same size. */
    void of() {
        if (lanes > 1) {
            code.invokevirtual(number, "viewAsIntegralLanes", MethodTypeDesc.of(bitsVector));
        } else if (single) {
            code.invokestatic(CD_Float, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
        } else {
            code.invokestatic(CD_Double, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
        }
    }

    /** {@code b -> v}: the inverse of {@link #of()}. */
    void toNumber() {
        if (lanes > 1) {
            code.invokevirtual(bitsVector, "viewAsFloatingLanes", MethodTypeDesc.of(number));
        } else if (single) {
            code.invokestatic(CD_Float, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
        } else {
            code.invokestatic(CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
        }
    }

    /** {@code a b -> a - b} on integers. */
    void sub() {
        if (lanes > 1) {
            code.invokevirtual(bitsVector, "sub", MethodTypeDesc.of(bitsVector, LaneAssembler.VECTOR));
        } else {
            choose(code::isub, code::lsub);
        }
    }

    /** {@code b -> b + value} on integers. */
    void addConstant(long value) {
        if (single) {
            code.loadConstant((int) value);
        } else {
            code.loadConstant(value);
        }
        if (lanes > 1) {
            code.invokevirtual(bitsVector, "add", MethodTypeDesc.of(bitsVector, bits));
        } else {
            choose(code::iadd, code::ladd);
        }
    }

    /** {@code b -> b << distance} on integers. */
    void shiftLeft(int distance) {
        if (lanes == 1) {
            code.loadConstant(distance);
            choose(code::ishl, code::lshl);
        } else {
            shift("LSHL", distance);
        }
    }

    /** {@code b -> b >> distance} on integers, with their sign. */
    void shiftRight(int distance) {
        if (lanes == 1) {
            code.loadConstant(distance);
            choose(code::ishr, code::lshr);
        } else {
            shift("ASHR", distance);
        }
    }

    private void shift(String operator, int distance) {
        ClassDesc binary = LaneAssembler.OPERATORS.nested("Binary");
        code.getstatic(LaneAssembler.OPERATORS, operator, binary);
        if (single) {
            code.loadConstant(distance);
        } else {
            code.loadConstant((long) distance);
        }
        code.invokevirtual(bitsVector, "lanewise", MethodTypeDesc.of(bitsVector, binary, bits));
    }

    /** Reserves a local for the result of {@link #of()}. */
    int newLocal() {
        return code.allocateLocal(kind());
    }

    void get(int slot) {
        code.loadLocal(kind(), slot);
    }

    void put(int slot) {
        code.storeLocal(kind(), slot);
    }

    private void choose(Runnable ints, Runnable longs) {
        (single ? ints : longs).run();
    }

    private TypeKind kind() {
        return TypeKind.from(bitsVector);
    }
}
