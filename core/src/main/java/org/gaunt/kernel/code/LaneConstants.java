package org.gaunt.kernel.code;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Constants of a generated class that {@link Value.Exchanged} and {@link Value.Chosen} read: for each bit of the number of a lane, the
 * exchange of lanes that differ in it, and the lanes that have it.
 *
 * @param owner the generated class
 * @param types of its vectors
 */
public record LaneConstants(ClassDesc owner, LaneTypes types) {
    static final ClassDesc SHUFFLE = ClassDesc.of(LaneTypes.VECTOR_PACKAGE, "VectorShuffle");
    static final ClassDesc MASK = ClassDesc.of(LaneTypes.VECTOR_PACKAGE, "VectorMask");

    /** Defines the fields and their initialisation; nothing if there is one lane. */
    public void define(ClassBuilder c) {
        if (types.lanes() == 1) {
            return;
        }
        int flags = ClassFile.ACC_STATIC | ClassFile.ACC_FINAL;
        for (int bit = 1; bit < types.lanes(); bit *= 2) {
            c.withField("exchange" + bit, SHUFFLE, flags);
            c.withField("has" + bit, MASK, flags);
        }
        c.withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC, code -> {
            for (int bit = 1; bit < types.lanes(); bit *= 2) {
                initialise(code, bit);
            }
            code.return_();
        });
    }

    private void initialise(CodeBuilder code, int bit) {
        int lanes = types.lanes();
        species(code);
        code.loadConstant(lanes).newarray(TypeKind.INT);
        long mask = 0;
        for (int lane = 0; lane < lanes; lane++) {
            code.dup().loadConstant(lane).loadConstant(lane ^ bit).iastore();
            mask |= (lane & bit) == 0 ? 0 : 1L << lane;
        }
        MethodTypeDesc fromArray = MethodTypeDesc.of(SHUFFLE, LaneTypes.SPECIES, CD_int.arrayType(), CD_int);
        code.iconst_0().invokestatic(SHUFFLE, "fromArray", fromArray).putstatic(owner, "exchange" + bit, SHUFFLE);
        species(code);
        code.loadConstant(mask)
                .invokestatic(MASK, "fromLong", MethodTypeDesc.of(MASK, LaneTypes.SPECIES, CD_long))
                .putstatic(owner, "has" + bit, MASK);
    }

    private void species(CodeBuilder code) {
        code.getstatic(types.value(), types.speciesField(), LaneTypes.SPECIES);
    }

    void exchange(CodeBuilder code, int bit) {
        code.getstatic(owner, "exchange" + bit, SHUFFLE);
    }

    void mask(CodeBuilder code, int bit) {
        code.getstatic(owner, "has" + bit, MASK);
    }
}
