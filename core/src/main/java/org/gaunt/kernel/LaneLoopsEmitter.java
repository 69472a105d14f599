package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/** Emits {@link LaneLoops}: one static method for each shape of tile, and the two methods that choose between them. */
final class LaneLoopsEmitter {
    /** Sizes of the groups of rows of a matrix, the largest first. */
    static final int[] ROWS = {6, 4, 2, 1};

    /** The most vectors of lanes that a tile takes. */
    static final int WIDEST = 4;

    /** The largest tile of a product of matrices. */
    static final int MATRIX_TILE = 3;

    private static final String NAME = "GeneratedLaneLoops";
    private static final ClassDesc SELF = GeneratedClass.nameOf(NAME, LaneLoops.class);
    private static final ClassDesc INTS = CD_int.arrayType();

    private static final MethodTypeDesc ROWS_TYPE = MethodTypeDesc.of(
            CD_void, CD_int, CD_boolean, INTS, INTS, CD_Object, INTS, CD_Object, CD_int, CD_Object, CD_int, CD_int);

    private static final MethodTypeDesc MATRICES_TYPE = MethodTypeDesc.of(
            CD_void, CD_int, CD_int, CD_int, CD_int, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int,
            CD_int, CD_Object, CD_int, CD_int, CD_int);

    private final Provider provider;
    private final Precision precision;
    private final ClassDesc array;

    LaneLoopsEmitter(Provider provider, Precision precision) {
        this.provider = provider;
        this.precision = precision;
        this.array = precision == Precision.FLOAT32
                ? java.lang.constant.ConstantDescs.CD_float.arrayType()
                : java.lang.constant.ConstantDescs.CD_double.arrayType();
    }

    /** Vectors of lanes of a tile of so many rows: all sums and operands fit into sixteen registers. */
    static int vectors(int rows) {
        return rows > 2 ? 2 : WIDEST;
    }

    LaneLoops emit() {
        byte[] bytes = GeneratedClass.assemble(NAME, LaneLoops.class, builder -> {
            for (int rows : ROWS) {
                for (boolean add : new boolean[] {false, true}) {
                    tile(
                            builder,
                            rowsName(rows, add),
                            RowsTile.type(array),
                            code -> new RowsTile(assembler(code), rows, vectors(rows), add).emit());
                }
            }
            for (int p = 1; p <= MATRIX_TILE; p++) {
                for (int q = 1; q <= MATRIX_TILE; q++) {
                    int pTile = p;
                    int qTile = q;
                    tile(
                            builder,
                            "matrices" + p + "x" + q,
                            MatrixTile.type(array),
                            code -> new MatrixTile(assembler(code), pTile, qTile).emit());
                }
            }
            dispatchRows(builder);
            dispatchMatrices(builder);
        });
        return GeneratedClass.instantiate(bytes, LaneLoops.class);
    }

    private LaneAssembler assembler(CodeBuilder code) {
        return new LaneAssembler(code, precision, provider);
    }

    private static String rowsName(int rows, boolean add) {
        return "rows" + rows + (add ? "add" : "set");
    }

    private static void tile(
            ClassBuilder builder, String name, MethodTypeDesc type, java.util.function.Consumer<CodeBuilder> body) {
        builder.withMethodBody(name, type, ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE, body);
    }

    private void dispatchRows(ClassBuilder builder) {
        builder.withMethodBody("rows", ROWS_TYPE, ClassFile.ACC_PUBLIC, code -> {
            for (int rows : ROWS) {
                for (int add = 0; add < 2; add++) {
                    Label next = code.newLabel();
                    code.iload(code.parameterSlot(0)).loadConstant(rows).if_icmpne(next);
                    code.iload(code.parameterSlot(1)).loadConstant(add).if_icmpne(next);
                    push(code, ROWS_TYPE, 2);
                    code.invokestatic(SELF, rowsName(rows, add == 1), RowsTile.type(array))
                            .return_();
                    code.labelBinding(next);
                }
            }
            refuse(code);
        });
    }

    private void dispatchMatrices(ClassBuilder builder) {
        builder.withMethodBody("matrices", MATRICES_TYPE, ClassFile.ACC_PUBLIC, code -> {
            for (int p = 1; p <= MATRIX_TILE; p++) {
                for (int q = 1; q <= MATRIX_TILE; q++) {
                    Label next = code.newLabel();
                    code.iload(code.parameterSlot(0)).loadConstant(p).if_icmpne(next);
                    code.iload(code.parameterSlot(1)).loadConstant(q).if_icmpne(next);
                    push(code, MATRICES_TYPE, 2);
                    code.invokestatic(SELF, "matrices" + p + "x" + q, MatrixTile.type(array))
                            .return_();
                    code.labelBinding(next);
                }
            }
            refuse(code);
        });
    }

    private void push(CodeBuilder code, MethodTypeDesc type, int from) {
        for (int k = from; k < type.parameterCount(); k++) {
            ClassDesc parameter = type.parameterType(k);
            if (parameter.isPrimitive()) {
                code.iload(code.parameterSlot(k));
            } else {
                code.aload(code.parameterSlot(k));
                if (parameter.equals(CD_Object)) {
                    code.checkcast(array);
                }
            }
        }
    }

    private static void refuse(CodeBuilder code) {
        ClassDesc error = ClassDesc.of("java.lang.IllegalArgumentException");
        code.new_(error)
                .dup()
                .invokespecial(
                        error, java.lang.constant.ConstantDescs.INIT_NAME, java.lang.constant.ConstantDescs.MTD_void)
                .athrow();
    }

    /** The static methods' types: as the interface's, without the shape, and with typed arrays. */
    static MethodTypeDesc typed(MethodTypeDesc type, int from, ClassDesc array) {
        List<ClassDesc> parameters = new ArrayList<>();
        for (int k = from; k < type.parameterCount(); k++) {
            parameters.add(type.parameterType(k).equals(CD_Object) ? array : type.parameterType(k));
        }
        return MethodTypeDesc.of(CD_void, parameters);
    }

    static MethodTypeDesc rowsType(ClassDesc array) {
        return typed(ROWS_TYPE, 2, array);
    }

    static MethodTypeDesc matricesType(ClassDesc array) {
        return typed(MATRICES_TYPE, 2, array);
    }
}
