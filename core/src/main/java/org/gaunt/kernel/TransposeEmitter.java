package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import org.gaunt.kernel.code.BytecodeLoops;
import org.gaunt.kernel.code.GeneratedClass;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LaneConstants;
import org.gaunt.kernel.code.LaneTypes;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.code.Value;
import org.gaunt.linalg.Precision;

/**
 * Emits a {@link TransposeProgram}. For each bit of the numbers of rows and columns, elements whose row has the bit and whose column
 * has it not change places with those of which the opposite holds: one exchange of lanes and one blend for each vector.
 */
final class TransposeEmitter {
    private static final String NAME = "GeneratedTranspose";
    private static final ClassDesc SELF = GeneratedClass.nameOf(NAME, TransposeProgram.class);
    private static final int SQUARES = 0;
    private static final int FROM = 1;
    private static final int FROM_START = 2;
    private static final int FROM_STRIDE = 3;
    private static final int TO = 4;
    private static final int TO_START = 5;
    private static final int TO_STRIDE = 6;

    private final Target target;
    private final Precision precision;
    private final int lanes;
    private final LaneConstants constants;
    private final int columns;

    TransposeEmitter(Target target, Precision precision) {
        this.target = target;
        this.precision = precision;
        this.lanes = target.lanes(precision);
        this.constants = new LaneConstants(SELF, new LaneTypes(precision, lanes));
        this.columns = target.transposes().columns();
    }

    TransposeProgram emit() {
        byte[] bytes = GeneratedClass.assemble(NAME, TransposeProgram.class, c -> {
            constants.define(c);
            for (int first = 0; first < lanes; first += columns) {
                int part = first;
                c.withMethodBody(
                        "strip" + part,
                        type(array()),
                        ClassFile.ACC_STATIC,
                        code -> strip(new BytecodeLoops(code, constants, target), part));
            }
            c.withMethodBody("strip", type(ConstantDescs.CD_Object), ClassFile.ACC_PUBLIC, this::parts);
        });
        return GeneratedClass.instantiate(bytes, TransposeProgram.class, MethodHandles.lookup());
    }

    private ClassDesc array() {
        return LaneTypes.array(precision);
    }

    private static MethodTypeDesc type(ClassDesc array) {
        return MethodTypeDesc.of(CD_void, CD_int, array, CD_int, CD_int, array, CD_int, CD_int);
    }

    private void parts(CodeBuilder code) {
        for (int first = 0; first < lanes; first += columns) {
            code.iload(1).aload(2).checkcast(array()).iload(3).iload(4);
            code.aload(5).checkcast(array()).iload(6).iload(7);
            code.invokestatic(SELF, "strip" + first, type(array()));
        }
        code.return_();
    }

    /** Makes some columns of every square: the rows of the result from {@code first} on. */
    private void strip(LoopBuilder b, int first) {
        int last = Math.min(lanes, first + columns);
        Int fromStride = b.integer(FROM_STRIDE);
        Int toStride = b.integer(TO_STRIDE);
        Int.Variable from = b.let(b.integer(FROM_START));
        Int.Variable to = b.let(b.integer(TO_START).plus(Int.of(first).times(toStride)));
        b.loop(Int.of(0), b.integer(SQUARES), 1, square -> {
            Value[] rows = new Value[lanes];
            Int.Variable at = b.let(from);
            for (int r = 0; r < lanes; r++) {
                rows[r] = b.let(b.numbers(FROM).at(at));
                b.set(at, at.plus(fromStride));
            }
            turn(b, rows, first);
            b.set(at, to);
            for (int r = first; r < last; r++) {
                b.store(b.numbers(TO), at, rows[r]);
                b.set(at, at.plus(toStride));
            }
            b.advance(from, lanes);
            b.set(to, to.plus(toStride.times(lanes)));
        });
        b.end();
    }

    /** The greatest bit first: then one half of the vectors is enough for one half of the columns. */
    private void turn(LoopBuilder b, Value[] rows, int first) {
        for (int bit = lanes / 2; bit >= 1; bit /= 2) {
            for (int r = 0; r < lanes; r++) {
                if ((r & bit) != 0) {
                    continue;
                }
                Value without = rows[r];
                Value with = rows[r | bit];
                if (r / columns == first / columns) {
                    rows[r] = b.let(new Value.Chosen(without, new Value.Exchanged(with, bit), bit));
                }
                if ((r | bit) / columns == first / columns) {
                    rows[r | bit] = b.let(new Value.Chosen(new Value.Exchanged(without, bit), with, bit));
                }
            }
        }
    }
}
