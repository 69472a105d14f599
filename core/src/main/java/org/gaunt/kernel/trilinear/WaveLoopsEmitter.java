package org.gaunt.kernel.trilinear;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import org.gaunt.kernel.code.BytecodeLoops;
import org.gaunt.kernel.code.GeneratedClass;
import org.gaunt.kernel.code.LaneTypes;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

/** Emits {@link WaveLoops}: for each seat a {@link WaveLoop} of wave 0, which has no sine, and one of the others. */
final class WaveLoopsEmitter {
    private static final String NAME = "GeneratedWaveLoops";
    private static final int SEATS = 3;

    private final int lanes;
    private final Precision precision;
    private final Target target;
    private final ClassDesc array;

    WaveLoopsEmitter(int lanes, Precision precision, Target target) {
        this.lanes = lanes;
        this.precision = precision;
        this.target = target;
        this.array = LaneTypes.array(precision);
    }

    WaveLoops emit() {
        byte[] bytes = GeneratedClass.assemble(NAME, WaveLoops.class, builder -> {
            for (int seat = 0; seat < SEATS; seat++) {
                for (boolean sines : new boolean[] {true, false}) {
                    int ofSeat = seat;
                    builder.withMethodBody(
                            name(seat, sines),
                            WaveLoop.type(array),
                            ClassFile.ACC_STATIC,
                            code -> new WaveLoop(ofSeat, sines, lanes, new BytecodeLoops(code, precision, target))
                                    .emit());
                }
            }
            MethodTypeDesc type = MethodTypeDesc.of(CD_void, CD_int, CD_Object, CD_int, CD_Object, CD_int, CD_Object);
            builder.withMethodBody("apply", type, ClassFile.ACC_PUBLIC, this::dispatch);
        });
        return GeneratedClass.instantiate(bytes, WaveLoops.class, MethodHandles.lookup());
    }

    private static String name(int seat, boolean sines) {
        return "seat" + seat + (sines ? "" : "WithoutSines");
    }

    private void dispatch(CodeBuilder code) {
        for (int seat = 0; seat < SEATS; seat++) {
            Label next = code.newLabel();
            if (seat < SEATS - 1) {
                code.iload(code.parameterSlot(0)).loadConstant(seat).if_icmpne(next);
            }
            for (boolean sines : new boolean[] {false, true}) {
                code.aload(code.parameterSlot(1)).checkcast(array).iload(code.parameterSlot(2));
                code.aload(code.parameterSlot(3)).checkcast(array).iload(code.parameterSlot(4));
                code.aload(code.parameterSlot(5)).checkcast(array);
                code.invokestatic(
                        GeneratedClass.nameOf(NAME, WaveLoops.class), name(seat, sines), WaveLoop.type(array));
            }
            code.return_().labelBinding(next);
        }
    }
}
