package org.gaunt.kernel.convolution;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.gaunt.kernel.GeneratedClass;
import org.gaunt.kernel.LaneAssembler;
import org.gaunt.kernel.Target;
import org.gaunt.linalg.Precision;

/** Emits a {@link ContractionProgram}. */
final class ContractionEmitter {
    private static final ClassDesc TABLE =
            ContractionTable.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc INTS = MethodTypeDesc.of(CD_int.arrayType());

    private final Precision precision;
    private final Target target;
    private final int width;

    ContractionEmitter(Precision precision, Target target) {
        this.precision = precision;
        this.target = target;
        this.width = target.lanes(precision);
    }

    ContractionProgram emit() {
        byte[] bytes = GeneratedClass.assemble("GeneratedContraction", ContractionProgram.class, c -> {
            method(
                    c,
                    "transpose",
                    MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_int, CD_Object, CD_int),
                    this::transpose);
            method(
                    c,
                    "apply",
                    MethodTypeDesc.of(CD_void, TABLE, CD_Object, CD_int, CD_Object, CD_int),
                    code -> apply(code, false));
            method(
                    c,
                    "applyToSome",
                    MethodTypeDesc.of(CD_void, TABLE, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int),
                    code -> apply(code, true));
            method(
                    c,
                    "addSums",
                    MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_Object, CD_int),
                    this::addSums);
        });
        return GeneratedClass.instantiate(bytes, ContractionProgram.class, MethodHandles.lookup());
    }

    private static void method(ClassBuilder c, String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
        c.withMethodBody(name, type, ClassFile.ACC_PUBLIC, code -> {
            body.accept(code);
            code.return_();
        });
    }

    private void transpose(CodeBuilder code) {
        LaneAssembler numbers = new LaneAssembler(code, precision, target, 1);
        int y = typed(numbers, code.parameterSlot(0));
        int out = typed(numbers, code.parameterSlot(4));
        int lane = code.allocateLocal(TypeKind.INT);
        int from = code.allocateLocal(TypeKind.INT);
        int to = code.allocateLocal(TypeKind.INT);
        int end = code.allocateLocal(TypeKind.INT);
        code.iload(code.parameterSlot(1)).istore(from);
        upTo(code, lane, code.parameterSlot(3), () -> {
            code.iload(code.parameterSlot(5)).iload(lane).iadd().istore(to);
            code.iload(from).iload(code.parameterSlot(2)).iadd().istore(end);
            upToFromHere(code, from, end, () -> {
                numbers.loadScalar(y, from, 0);
                numbers.storeScalar(out, to, 0);
                code.iinc(to, width);
            });
        });
    }

    private void apply(CodeBuilder code, boolean some) {
        LaneAssembler lanes = new LaneAssembler(code, precision, target, width);
        int vectors = some ? target.convolutions().contracted(width) : 1;
        int outParameter = some ? 4 : 3;
        int in = typed(lanes, code.parameterSlot(1));
        int out = typed(lanes, code.parameterSlot(outParameter));
        int starts = table(code, "starts");
        int columns = table(code, "columns");
        int rows = table(code, "rows");
        int values = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(code.parameterSlot(0))
                .invokevirtual(TABLE, "values", MethodTypeDesc.of(CD_Object))
                .checkcast(lanes.arrayType())
                .astore(values);
        int row = code.allocateLocal(TypeKind.INT);
        int rowCount = code.allocateLocal(TypeKind.INT);
        int entry = code.allocateLocal(TypeKind.INT);
        int end = code.allocateLocal(TypeKind.INT);
        int at = code.allocateLocal(TypeKind.INT);
        int value = lanes.newVector();
        int[] sums = IntStream.range(0, vectors).map(v -> lanes.newVector()).toArray();
        code.aload(rows).arraylength().istore(rowCount);
        code.iconst_0().istore(entry);
        upTo(code, row, rowCount, () -> {
            code.aload(starts).iload(row).iconst_1().iadd().iaload().istore(end);
            for (int sum : sums) {
                lanes.zero();
                lanes.put(sum);
            }
            upToFromHere(code, entry, end, () -> {
                at(code, columns, entry, 2, at);
                lanes.broadcastElement(values, entry, 0);
                lanes.put(value);
                for (int v = 0; v < vectors; v++) {
                    next(code, v, 3, at);
                    lanes.get(value);
                    lanes.load(in, at, 0);
                    lanes.get(sums[v]);
                    lanes.fma();
                    lanes.put(sums[v]);
                }
            });
            at(code, rows, row, outParameter + 1, at);
            for (int v = 0; v < vectors; v++) {
                next(code, v, outParameter + 2, at);
                lanes.get(sums[v]);
                lanes.store(out, at, 0);
            }
        });
    }

    /** Where a column or row begins: its number in a table and the parameter with the first place. */
    private static void at(CodeBuilder code, int table, int number, int firstParameter, int at) {
        code.aload(table).iload(number).iaload();
        code.iload(code.parameterSlot(firstParameter)).iadd().istore(at);
    }

    /** From one of some vectors to the next. */
    private static void next(CodeBuilder code, int vector, int strideParameter, int at) {
        if (vector > 0) {
            code.iload(at).iload(code.parameterSlot(strideParameter)).iadd().istore(at);
        }
    }

    private void addSums(CodeBuilder code) {
        LaneAssembler numbers = new LaneAssembler(code, precision, target, 1);
        int in = typed(numbers, code.parameterSlot(0));
        int out = typed(numbers, code.parameterSlot(3));
        int j = code.allocateLocal(TypeKind.INT);
        int at = code.allocateLocal(TypeKind.INT);
        int to = code.allocateLocal(TypeKind.INT);
        code.iload(code.parameterSlot(1)).istore(at);
        code.iload(code.parameterSlot(4)).istore(to);
        upTo(code, j, code.parameterSlot(2), () -> {
            numbers.loadScalar(out, to, 0);
            pairwiseSum(numbers, in, at, 0, width);
            numbers.add();
            numbers.storeScalar(out, to, 0);
            code.iinc(at, width).iinc(to, 1);
        });
    }

    private static void pairwiseSum(LaneAssembler numbers, int in, int at, int first, int count) {
        if (count == 1) {
            numbers.loadScalar(in, at, first);
            return;
        }
        pairwiseSum(numbers, in, at, first, count / 2);
        pairwiseSum(numbers, in, at, first + count / 2, count / 2);
        numbers.add();
    }

    private static int typed(LaneAssembler lanes, int parameter) {
        int local = lanes.code().allocateLocal(TypeKind.REFERENCE);
        lanes.code().aload(parameter).checkcast(lanes.arrayType()).astore(local);
        return local;
    }

    private static int table(CodeBuilder code, String name) {
        int local = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(code.parameterSlot(0)).invokevirtual(TABLE, name, INTS).astore(local);
        return local;
    }

    private static void upTo(CodeBuilder code, int counter, int end, Runnable body) {
        code.iconst_0().istore(counter);
        upToFromHere(code, counter, end, body);
    }

    private static void upToFromHere(CodeBuilder code, int counter, int end, Runnable body) {
        Label top = code.newLabel();
        Label done = code.newLabel();
        code.labelBinding(top).iload(counter).iload(end).if_icmpge(done);
        body.run();
        code.iinc(counter, 1).goto_(top).labelBinding(done);
    }
}
