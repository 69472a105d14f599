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
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gaunt.kernel.code.BytecodeLoops;
import org.gaunt.kernel.code.GeneratedClass;
import org.gaunt.kernel.code.LaneTypes;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

/** Emits a {@link LaneProgram}: one static method for each shape of tile, and the two methods that choose between them. */
final class LaneLoopsEmitter {
    private static final String NAME = "GeneratedLaneLoops";
    private static final ClassDesc SELF = GeneratedClass.nameOf(NAME, LaneProgram.class);
    private static final ClassDesc INTS = CD_int.arrayType();

    private static final MethodTypeDesc ROWS_TYPE = MethodTypeDesc.of(
            CD_void, CD_int, CD_boolean, INTS, INTS, CD_Object, INTS, CD_Object, CD_int, CD_Object, CD_int, CD_int);

    private static final MethodTypeDesc MATRICES_TYPE = MethodTypeDesc.of(
            CD_void, CD_int, CD_int, CD_int, CD_int, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int,
            CD_int, CD_Object, CD_int, CD_int, CD_int);

    private static final MethodTypeDesc TURNS_TYPE =
            MethodTypeDesc.of(CD_void, CD_Object, CD_Object, CD_Object, CD_int);

    private final Target target;
    private final Target.LaneTiles tiles;
    private final Precision precision;
    private final ClassDesc array;

    LaneLoopsEmitter(Target target, Precision precision) {
        this.target = target;
        this.tiles = target.lanes();
        this.precision = precision;
        this.array = LaneTypes.array(precision);
    }

    /** Vectors of lanes of the tiles of so many rows, the widest first: all sums and operands of a tile fit into the registers. */
    private List<Integer> vectors(int rows) {
        return rows > 2 && target.provider().registers() < 32
                ? List.of(tiles.narrowest())
                : List.of(tiles.widest(), tiles.narrowest());
    }

    LaneProgram emit() {
        byte[] bytes = GeneratedClass.assemble(NAME, LaneProgram.class, builder -> {
            for (int rows : tiles.rows()) {
                for (int vectors : vectors(rows)) {
                    for (boolean add : new boolean[] {false, true}) {
                        RowsTile tile = new RowsTile(rows, vectors, add);
                        method(builder, rowsName(rows, vectors, add), RowsTile.type(array), tile::emit);
                    }
                }
            }
            for (int p = 1; p <= tiles.matrix(); p++) {
                for (int q = 1; q <= tiles.matrix(); q++) {
                    MatrixTile tile = new MatrixTile(p, q);
                    method(builder, "matrices" + p + "x" + q, MatrixTile.type(array), tile::emit);
                }
            }
            for (boolean mirrored : new boolean[] {false, true}) {
                String name = mirrored ? "mirroredTurns" : "turns";
                method(builder, name + "Loop", TurnsLoop.type(array), new TurnsLoop(mirrored)::emit);
                builder.withMethodBody(name, TURNS_TYPE, ClassFile.ACC_PUBLIC, code -> {
                    push(code, TURNS_TYPE, 0);
                    code.invokestatic(SELF, name + "Loop", TurnsLoop.type(array))
                            .return_();
                });
            }
            dispatchRows(builder);
            dispatchMatrices(builder);
        });
        return GeneratedClass.instantiate(bytes, LaneProgram.class, MethodHandles.lookup());
    }

    private static String rowsName(int rows, int vectors, boolean add) {
        return "rows" + rows + "x" + vectors + (add ? "add" : "set");
    }

    private void method(ClassBuilder builder, String name, MethodTypeDesc type, Consumer<LoopBuilder> body) {
        builder.withMethodBody(
                name,
                type,
                ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE,
                code -> body.accept(new BytecodeLoops(code, precision, target)));
    }

    private void dispatchRows(ClassBuilder builder) {
        builder.withMethodBody("rows", ROWS_TYPE, ClassFile.ACC_PUBLIC, code -> {
            for (int rows : tiles.rows()) {
                for (int add = 0; add < 2; add++) {
                    for (int vectors : vectors(rows)) {
                        Label next = code.newLabel();
                        code.iload(code.parameterSlot(0)).loadConstant(rows).if_icmpne(next);
                        code.iload(code.parameterSlot(1)).loadConstant(add).if_icmpne(next);
                        code.iload(code.parameterSlot(ROWS_TYPE.parameterCount() - 1))
                                .loadConstant(vectors * target.lanes(precision))
                                .irem()
                                .ifne(next);
                        push(code, ROWS_TYPE, 2);
                        code.invokestatic(SELF, rowsName(rows, vectors, add == 1), RowsTile.type(array))
                                .return_();
                        code.labelBinding(next);
                    }
                }
            }
            refuse(code);
        });
    }

    private void dispatchMatrices(ClassBuilder builder) {
        builder.withMethodBody("matrices", MATRICES_TYPE, ClassFile.ACC_PUBLIC, code -> {
            for (int p = 1; p <= tiles.matrix(); p++) {
                for (int q = 1; q <= tiles.matrix(); q++) {
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
