package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.linalg.Precision;

/**
 * Emits a {@link TransposeProgram}. For each bit of the numbers of rows and columns, elements whose row has the bit and whose column
 * has it not change places with those of which the opposite holds: one exchange of lanes and one blend for each vector.
 */
final class TransposeEmitter {
    private static final String NAME = "GeneratedTranspose";
    private static final ClassDesc SELF = GeneratedClass.nameOf(NAME, TransposeProgram.class);
    private static final ClassDesc SHUFFLE = ClassDesc.of(LaneAssembler.VECTOR_PACKAGE, "VectorShuffle");
    private static final ClassDesc MASK = ClassDesc.of(LaneAssembler.VECTOR_PACKAGE, "VectorMask");
    private static final ClassDesc SPECIES = ClassDesc.of(LaneAssembler.VECTOR_PACKAGE, "VectorSpecies");

    private static final int FROM = 1;
    private static final int FROM_STRIDE = 3;
    private static final int TO = 4;
    private static final int TO_STRIDE = 6;

    private final Target target;
    private final Precision precision;
    private final int lanes;
    private final int columns;

    TransposeEmitter(Target target, Precision precision) {
        this.target = target;
        this.precision = precision;
        this.lanes = target.lanes(precision);
        this.columns = target.transposes().columns();
    }

    TransposeProgram emit() {
        byte[] bytes = GeneratedClass.assemble(NAME, TransposeProgram.class, c -> {
            if (lanes > 1) {
                constants(c);
            }
            for (int first = 0; first < lanes; first += columns) {
                int part = first;
                c.withMethodBody("strip" + part, type(array()), ClassFile.ACC_STATIC, code -> strip(code, part));
            }
            c.withMethodBody("strip", type(ConstantDescs.CD_Object), ClassFile.ACC_PUBLIC, this::parts);
        });
        return GeneratedClass.instantiate(bytes, TransposeProgram.class);
    }

    private ClassDesc array() {
        return (precision == Precision.FLOAT32 ? ConstantDescs.CD_float : ConstantDescs.CD_double).arrayType();
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

    /** For each bit the exchange of lanes that differ in it, and the lanes that have it. */
    private void constants(ClassBuilder c) {
        int flags = ClassFile.ACC_STATIC | ClassFile.ACC_FINAL;
        for (int bit = 1; bit < lanes; bit *= 2) {
            c.withField("exchange" + bit, SHUFFLE, flags);
            c.withField("has" + bit, MASK, flags);
        }
        c.withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC, code -> {
            LaneAssembler assembler = new LaneAssembler(code, precision, target);
            for (int bit = 1; bit < lanes; bit *= 2) {
                assembler.species();
                code.loadConstant(lanes).newarray(TypeKind.INT);
                long mask = 0;
                for (int lane = 0; lane < lanes; lane++) {
                    code.dup().loadConstant(lane).loadConstant(lane ^ bit).iastore();
                    mask |= (lane & bit) == 0 ? 0 : 1L << lane;
                }
                code.iconst_0()
                        .invokestatic(
                                SHUFFLE, "fromArray", MethodTypeDesc.of(SHUFFLE, SPECIES, CD_int.arrayType(), CD_int))
                        .putstatic(SELF, "exchange" + bit, SHUFFLE);
                assembler.species();
                code.loadConstant(mask)
                        .invokestatic(MASK, "fromLong", MethodTypeDesc.of(MASK, SPECIES, CD_long))
                        .putstatic(SELF, "has" + bit, MASK);
            }
            code.return_();
        });
    }

    /** Makes some columns of every square: the rows of the result from {@code first} on. */
    private void strip(CodeBuilder code, int first) {
        LaneAssembler assembler = new LaneAssembler(code, precision, target);
        int square = code.allocateLocal(TypeKind.INT);
        int from = code.allocateLocal(TypeKind.INT);
        int to = code.allocateLocal(TypeKind.INT);
        int at = code.allocateLocal(TypeKind.INT);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.iload(FROM + 1).istore(from);
        code.iload(TO + 1).loadConstant(first).iload(TO_STRIDE).imul().iadd().istore(to);
        code.iconst_0().istore(square).labelBinding(top);
        code.iload(square).iload(0).if_icmpge(end);
        int[] rows = new int[lanes];
        code.iload(from).istore(at);
        for (int r = 0; r < lanes; r++) {
            assembler.load(FROM, at, 0);
            rows[r] = put(assembler);
            code.iload(at).iload(FROM_STRIDE).iadd().istore(at);
        }
        turn(assembler, rows, first);
        code.iload(to).istore(at);
        for (int r = first; r < Math.min(lanes, first + columns); r++) {
            assembler.get(rows[r]);
            assembler.store(TO, at, 0);
            code.iload(at).iload(TO_STRIDE).iadd().istore(at);
        }
        code.iinc(from, lanes);
        code.iload(to).iload(TO_STRIDE).loadConstant(lanes).imul().iadd().istore(to);
        code.iinc(square, 1).goto_(top).labelBinding(end).return_();
    }

    /** The greatest bit first: then one half of the vectors is enough for one half of the columns. */
    private void turn(LaneAssembler assembler, int[] rows, int first) {
        for (int bit = lanes / 2; bit >= 1; bit /= 2) {
            for (int r = 0; r < lanes; r++) {
                if ((r & bit) != 0) {
                    continue;
                }
                int a = rows[r];
                int b = rows[r | bit];
                if (r / columns == first / columns) {
                    rows[r] = exchange(assembler, a, b, b, bit);
                }
                if ((r | bit) / columns == first / columns) {
                    rows[r | bit] = exchange(assembler, a, b, a, bit);
                }
            }
        }
    }

    /** Where the lanes have the bit, b, elsewhere a; of the one that is exchanged, the lanes that differ in the bit. */
    private static int exchange(LaneAssembler assembler, int a, int b, int exchanged, int bit) {
        CodeBuilder code = assembler.code();
        for (int operand : new int[] {a, b}) {
            assembler.get(operand);
            if (operand == exchanged) {
                code.getstatic(SELF, "exchange" + bit, SHUFFLE);
                code.invokevirtual(
                        assembler.vectorType(), "rearrange", MethodTypeDesc.of(assembler.vectorType(), SHUFFLE));
            }
        }
        code.getstatic(SELF, "has" + bit, MASK);
        code.invokevirtual(
                assembler.vectorType(), "blend", MethodTypeDesc.of(assembler.vectorType(), LaneAssembler.VECTOR, MASK));
        return put(assembler);
    }

    private static int put(LaneAssembler assembler) {
        int local = assembler.newVector();
        assembler.put(local);
        return local;
    }
}
