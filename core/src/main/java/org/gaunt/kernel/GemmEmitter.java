package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
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

/**
 * Emits {@link GemmTiles} for a target and a precision.
 *
 * <p>A panel is one or two vectors of columns; the columns of a product are cut into panels, the wider first. For each
 * panel there are tiles of several heights for the rows and the rest of them, each a static method; the methods of the interface cast the arrays and call the tiles of a panel in turn. A tile keeps all its sums in
 * registers: six rows by two vectors and the three operands of a multiply-add fill the sixteen registers of AVX2.
 */
final class GemmEmitter {
    private static final String NAME = "GeneratedGemm";
    private static final String NN = "nn";
    private static final String NN_PACKED = "nnPacked";
    private static final ClassDesc INTS = CD_int.arrayType();
    private static final ClassDesc SELF = GeneratedClass.nameOf(NAME, GemmTiles.class);

    private final Target target;
    private final Precision precision;
    private final ClassDesc scalar;
    private final ClassDesc bits;

    /** Columns of a tile: a number of vectors of some lanes. */
    record Panel(int lanes, int vectors) {
        int columns() {
            return lanes * vectors;
        }

        String tile(String kind, int rows) {
            return kind + rows + "x" + vectors + "x" + lanes;
        }
    }

    GemmEmitter(Target target, Precision precision) {
        this.target = target;
        this.precision = precision;
        scalar = LaneTypes.scalar(precision);
        bits = LaneTypes.bits(precision);
    }

    /** The panels, the wider first, the last of one vector. The columns that are left are {@link NarrowColumns}. */
    List<Panel> panels() {
        int lanes = target.lanes(precision);
        return target.products().vectors().stream()
                .map(vectors -> new Panel(lanes, vectors))
                .toList();
    }

    /** Heights of tiles of one column: the largest and one. */
    private List<Integer> dotRows() {
        return List.of(target.products().rows().getFirst(), 1);
    }

    GemmTiles emit() {
        return GeneratedClass.instantiate(classFile(), GemmTiles.class, MethodHandles.lookup());
    }

    byte[] classFile() {
        return GeneratedClass.assemble(NAME, GemmTiles.class, builder -> {
            for (Panel panel : panels()) {
                for (int rows : target.products().rows()) {
                    for (boolean packed : new boolean[] {false, true}) {
                        NnTile tile = new NnTile(rows, panel.vectors, packed);
                        method(builder, panel.tile(packed ? NN_PACKED : NN, rows), NnTile.type(precision), tile::emit);
                    }
                    TnTile tile = new TnTile(rows, panel.vectors);
                    method(builder, panel.tile("tn", rows), TnTile.type(precision), tile::emit);
                }
                PackTile tile = new PackTile(panel.vectors);
                method(builder, panel.tile("pack", 1), PackTile.type(precision), tile::emit);
            }
            for (int rows : dotRows()) {
                method(builder, "dot" + rows, DotTile.type(precision), new DotTile(rows)::emit);
            }
            nn(builder);
            pack(builder);
            tn(builder);
            dot(builder);
        });
    }

    private void method(ClassBuilder builder, String name, MethodTypeDesc type, Consumer<LoopBuilder> body) {
        builder.withMethodBody(
                name,
                type,
                ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE,
                code -> body.accept(new BytecodeLoops(code, precision, target)));
    }

    private void nn(ClassBuilder builder) {
        MethodTypeDesc type = MethodTypeDesc.of(
                CD_void,
                CD_int,
                CD_Object,
                INTS,
                CD_int,
                CD_Object,
                CD_int,
                CD_int,
                CD_Object,
                INTS,
                CD_int,
                CD_int,
                CD_int,
                CD_int,
                CD_double,
                CD_boolean,
                CD_boolean);
        builder.withMethodBody("nn", type, ClassFile.ACC_PUBLIC, code -> {
            Call call = new Call(code, type);
            call.switchPanels(panel -> {
                Label packed = code.newLabel();
                Label end = code.newLabel();
                code.iload(code.parameterSlot(15)).ifne(packed);
                callNn(call, panel, NN);
                code.goto_(end).labelBinding(packed);
                callNn(call, panel, NN_PACKED);
                code.labelBinding(end);
            });
        });
    }

    private void callNn(Call call, Panel panel, String kind) {
        for (int rows : target.products().rows()) {
            call.push(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 13);
            call.code.invokestatic(SELF, panel.tile(kind, rows), NnTile.type(precision));
            call.code.istore(call.code.parameterSlot(10));
        }
    }

    private void pack(ClassBuilder builder) {
        MethodTypeDesc type = MethodTypeDesc.of(CD_void, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int);
        builder.withMethodBody("pack", type, ClassFile.ACC_PUBLIC, code -> {
            Call call = new Call(code, type);
            call.switchPanels(panel -> {
                call.push(1, 2, 3, 4, 5);
                code.invokestatic(SELF, panel.tile("pack", 1), PackTile.type(precision));
            });
        });
    }

    private void tn(ClassBuilder builder) {
        MethodTypeDesc type = MethodTypeDesc.of(
                CD_void, CD_int, CD_Object, INTS, CD_int, CD_Object, INTS, CD_int, CD_Object, CD_int, CD_int, CD_int,
                CD_int, CD_int, CD_double);
        builder.withMethodBody("tn", type, ClassFile.ACC_PUBLIC, code -> {
            Call call = new Call(code, type);
            int u = code.allocateLocal(TypeKind.INT);
            code.iconst_0().istore(u);
            call.switchPanels(panel -> {
                for (int rows : target.products().rows()) {
                    call.push(1, 2, 3, 4, 5, 6, 7, 8, 9);
                    code.iload(u);
                    call.push(12, 10, 11, 13);
                    code.invokestatic(SELF, panel.tile("tn", rows), TnTile.type(precision));
                    code.istore(u);
                }
            });
        });
    }

    private void dot(ClassBuilder builder) {
        MethodTypeDesc type = MethodTypeDesc.of(
                CD_void,
                CD_Object,
                INTS,
                CD_int,
                CD_Object,
                CD_int,
                CD_Object,
                INTS,
                CD_int,
                CD_int,
                CD_int,
                CD_int,
                CD_double,
                CD_boolean);
        builder.withMethodBody("dot", type, ClassFile.ACC_PUBLIC, code -> {
            Call call = new Call(code, type);
            for (int rows : dotRows()) {
                call.push(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 11);
                code.invokestatic(SELF, "dot" + rows, DotTile.type(precision));
                code.istore(code.parameterSlot(8));
            }
            code.return_();
        });
    }

    /** The parameters of a method of the interface; arrays are cast to the precision, the number to its bits. */
    private final class Call {
        private final CodeBuilder code;
        private final MethodTypeDesc type;
        private final int[] slots;

        Call(CodeBuilder code, MethodTypeDesc type) {
            this.code = code;
            this.type = type;
            slots = new int[type.parameterCount()];
            for (int p = 0; p < slots.length; p++) {
                slots[p] = code.parameterSlot(p);
                if (type.parameterType(p).equals(CD_Object)) {
                    int slot = code.allocateLocal(TypeKind.REFERENCE);
                    code.aload(slots[p]).checkcast(scalar.arrayType()).astore(slot);
                    slots[p] = slot;
                } else if (type.parameterType(p).equals(CD_double)) {
                    slots[p] = numberByItsBits(slots[p]);
                }
            }
        }

        private int numberByItsBits(int number) {
            TypeKind kind = TypeKind.from(bits);
            int slot = code.allocateLocal(kind);
            code.dload(number).conversion(TypeKind.DOUBLE, TypeKind.from(scalar));
            if (precision == Precision.FLOAT32) {
                code.invokestatic(CD_Float, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
            } else {
                code.invokestatic(CD_Double, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
            }
            code.storeLocal(kind, slot);
            return slot;
        }

        void push(int... parameters) {
            for (int p : parameters) {
                ClassDesc declared = type.parameterType(p);
                TypeKind kind = TypeKind.from(declared.equals(CD_double) ? bits : declared);
                code.loadLocal(kind.asLoadable(), slots[p]);
            }
        }

        /** Jumps on parameter 0, the number of a panel, to the code of that panel; then returns. */
        void switchPanels(Consumer<Panel> body) {
            List<Panel> panels = panels();
            Label end = code.newLabel();
            List<SwitchCase> cases = new ArrayList<>();
            for (int p = 0; p < panels.size(); p++) {
                cases.add(SwitchCase.of(p, code.newLabel()));
            }
            code.iload(slots[0]).tableswitch(end, cases);
            for (int p = 0; p < panels.size(); p++) {
                code.labelBinding(cases.get(p).target());
                body.accept(panels.get(p));
                code.goto_(end);
            }
            code.labelBinding(end).return_();
        }
    }
}
