package org.gaunt.kernel.code;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Prints {@link Bits} as bytecode that leaves them on the operand stack: {@code int} with {@code float}, {@code long} with {@code double}. */
final class BitsPrinter {
    private final CodeBuilder code;
    private final LaneTypes types;
    private final ValuePrinter values;

    BitsPrinter(CodeBuilder code, LaneTypes types, ValuePrinter values) {
        this.code = code;
        this.types = types;
        this.values = values;
    }

    private boolean isVector() {
        return types.lanes() > 1;
    }

    void print(Bits bits) {
        switch (bits) {
            case Bits.Of of -> {
                values.print(of.value());
                ofNumber();
            }
            case Bits.Variable v -> code.loadLocal(types.bitsKind(), v.number());
            case Bits.Difference d -> {
                print(d.a());
                print(d.b());
                if (isVector()) {
                    code.invokevirtual(vector(), "sub", MethodTypeDesc.of(vector(), LaneTypes.VECTOR));
                } else {
                    choose(code::isub, code::lsub);
                }
            }
            case Bits.Sum s -> {
                print(s.of());
                constant(s.constant());
                if (isVector()) {
                    ClassDesc element = LaneTypes.bits(types.precision());
                    code.invokevirtual(vector(), "add", MethodTypeDesc.of(vector(), element));
                } else {
                    choose(code::iadd, code::ladd);
                }
            }
            case Bits.ShiftedLeft s -> shift(s.of(), s.distance(), "LSHL", code::ishl, code::lshl);
            case Bits.ShiftedRight s -> shift(s.of(), s.distance(), "ASHR", code::ishr, code::lshr);
        }
    }

    /** The number that has some bits. */
    void number(Bits bits) {
        print(bits);
        if (isVector()) {
            code.invokevirtual(vector(), "viewAsFloatingLanes", MethodTypeDesc.of(types.value()));
        } else if (types.isSinglePrecision()) {
            code.invokestatic(CD_Float, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
        } else {
            code.invokestatic(CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
        }
    }

    private void ofNumber() {
        if (isVector()) {
            code.invokevirtual(types.value(), "viewAsIntegralLanes", MethodTypeDesc.of(vector()));
        } else if (types.isSinglePrecision()) {
            code.invokestatic(CD_Float, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
        } else {
            code.invokestatic(CD_Double, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
        }
    }

    private void shift(Bits of, int distance, String operator, Runnable ints, Runnable longs) {
        print(of);
        if (!isVector()) {
            code.loadConstant(distance);
            choose(ints, longs);
            return;
        }
        ClassDesc binary = LaneTypes.OPERATORS.nested("Binary");
        code.getstatic(LaneTypes.OPERATORS, operator, binary);
        constant(distance);
        code.invokevirtual(
                vector(), "lanewise", MethodTypeDesc.of(vector(), binary, LaneTypes.bits(types.precision())));
    }

    private void constant(long value) {
        if (types.isSinglePrecision()) {
            code.loadConstant((int) value);
        } else {
            code.loadConstant(value);
        }
    }

    private ClassDesc vector() {
        return types.bitsOfValue();
    }

    private void choose(Runnable ints, Runnable longs) {
        (types.isSinglePrecision() ? ints : longs).run();
    }
}
