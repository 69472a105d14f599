package org.gaunt.kernel.convolution;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gaunt.kernel.GeneratedClass;
import org.gaunt.kernel.LaneAssembler;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;
import org.gaunt.kernel.convolution.SegmentTask.Operand;

/**
 * Emits a {@link SegmentProgram}: for each task a method for several vectors of channels, one for one vector and one for single
 * channels, each with three loops: over edges, over channels, over rows. Nothing depends on the product but the size of the
 * segments, so that all convolutions share this code and the compiler is soon done with it.
 */
final class SegmentEmitter {
    private static final String NAME = "GeneratedSegment";
    private static final ClassDesc TABLES =
            SegmentTables.class.describeConstable().orElseThrow();
    private static final ClassDesc EDGES =
            ConvolutionEdges.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc INT = MethodTypeDesc.of(CD_int);
    private static final MethodTypeDesc INTS = MethodTypeDesc.of(CD_int.arrayType());

    private final int size;
    private final Precision precision;
    private final Provider provider;
    private final ClassDesc array;

    /**
     * Makes an emitter.
     *
     * @param size components of the segments of x
     */
    SegmentEmitter(int size, Precision precision, Provider provider) {
        this.size = size;
        this.precision = precision;
        this.provider = provider;
        this.array = (precision == Precision.FLOAT32 ? CD_float : CD_double).arrayType();
    }

    SegmentProgram emit() {
        byte[] bytes = GeneratedClass.assemble(NAME, SegmentProgram.class, c -> {
            for (SegmentTask task : SegmentTask.values()) {
                emitTask(c, task);
            }
        });
        return GeneratedClass.instantiate(bytes, SegmentProgram.class, MethodHandles.lookup());
    }

    private void emitTask(ClassBuilder c, SegmentTask task) {
        int lanes = provider.lanes(precision);
        emitLoop(c, task, "Wide", lanes, vectors(task));
        emitLoop(c, task, "Vector", lanes, 1);
        emitLoop(c, task, "Single", 1, 1);
        List<ClassDesc> parameters = new ArrayList<>(List.of(TABLES, EDGES, CD_int, CD_int));
        parameters.addAll(Collections.nCopies(task.operands().size(), CD_Object));
        c.withMethodBody(task.method(), MethodTypeDesc.of(CD_void, parameters), ClassFile.ACC_PUBLIC, code -> {
            if (task == SegmentTask.MATRICES) {
                emitEdgeByEdge(code, task);
            } else {
                emitRanges(code, task, 3, 4);
            }
            code.return_();
        });
        if (task == SegmentTask.MATRICES) {
            c.withMethodBody(
                    "sums",
                    MethodTypeDesc.of(CD_void, array, array, CD_int, CD_int.arrayType()),
                    ClassFile.ACC_STATIC,
                    this::emitSums);
        }
    }

    private void emitLoop(ClassBuilder c, SegmentTask task, String range, int lanes, int vectors) {
        c.withMethodBody(
                task.method() + range,
                loopType(task),
                ClassFile.ACC_STATIC,
                code -> new SegmentLoop(
                                task,
                                size,
                                vectors,
                                provider.lanes(precision),
                                new LaneAssembler(code, precision, provider, lanes))
                        .emit());
    }

    /** Tables, edges, first and end edge, the first edge of M, first and end channel, the arrays. */
    private MethodTypeDesc loopType(SegmentTask task) {
        List<ClassDesc> parameters = new ArrayList<>(List.of(TABLES, EDGES, CD_int, CD_int, CD_int, CD_int, CD_int));
        parameters.addAll(Collections.nCopies(task.operands().size(), array));
        return MethodTypeDesc.of(CD_void, parameters);
    }

    /** Vectors of channels at a time: four where what stays in registers leaves room, else two. */
    private int vectors(SegmentTask task) {
        boolean twice = task == SegmentTask.TANGENTS || task == SegmentTask.INPUT_TANGENTS;
        return size <= 3 && !twice ? 4 : 2;
    }

    /** Calls the loops of the channel ranges that are not empty, for the edges between two locals. */
    private void emitRanges(CodeBuilder code, SegmentTask task, int from, int to) {
        int lanes = provider.lanes(precision);
        int done = code.allocateLocal(TypeKind.INT);
        int end = code.allocateLocal(TypeKind.INT);
        code.iconst_0().istore(done);
        int[] steps = {vectors(task) * lanes, lanes, 1};
        String[] names = {"Wide", "Vector", "Single"};
        for (int r = 0; r < steps.length; r++) {
            Label skip = code.newLabel();
            code.aload(1).invokevirtual(TABLES, "channels", INT);
            code.loadConstant(steps[r]).idiv().loadConstant(steps[r]).imul().istore(end);
            code.iload(done).iload(end).if_icmpge(skip);
            code.aload(1).aload(2).iload(from).iload(to).iload(3).iload(done).iload(end);
            for (int k = 0; k < task.operands().size(); k++) {
                code.aload(5 + k).checkcast(array);
            }
            code.invokestatic(
                    GeneratedClass.nameOf(NAME, SegmentProgram.class), task.method() + names[r], loopType(task));
            code.iload(end).istore(done);
            code.labelBinding(skip);
        }
    }

    /** Sums over channels are kept in the lanes of partial results until all channels of an edge are done. */
    private void emitEdgeByEdge(CodeBuilder code, SegmentTask task) {
        int outM = 5 + task.operands().indexOf(Operand.OUT_M);
        int partial = 5 + task.operands().indexOf(Operand.PARTIAL);
        int edge = code.allocateLocal(TypeKind.INT);
        int next = code.allocateLocal(TypeKind.INT);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.iload(3).istore(edge);
        code.labelBinding(top).iload(edge).iload(4).if_icmpge(end);
        code.iload(edge).iconst_1().iadd().istore(next);
        code.aload(partial).checkcast(array).iconst_0();
        code.aload(1).invokevirtual(TABLES, "m", INTS).arraylength();
        code.loadConstant(size * provider.lanes(precision)).imul();
        LaneAssembler numbers = new LaneAssembler(code, precision, provider, 1);
        numbers.constantScalar(0);
        code.invokestatic(
                ClassDesc.of("java.util.Arrays"),
                "fill",
                MethodTypeDesc.of(CD_void, array, CD_int, CD_int, numbers.scalarType()));
        emitRanges(code, task, edge, next);
        code.aload(partial).checkcast(array).aload(outM).checkcast(array);
        code.iload(edge)
                .iload(3)
                .isub()
                .aload(1)
                .invokevirtual(TABLES, "mWidth", INT)
                .imul();
        code.aload(1).invokevirtual(TABLES, "m", INTS);
        code.invokestatic(
                GeneratedClass.nameOf(NAME, SegmentProgram.class),
                "sums",
                MethodTypeDesc.of(CD_void, array, array, CD_int, CD_int.arrayType()));
        code.iload(next).istore(edge).goto_(top).labelBinding(end);
    }

    /**
     * The sums over the lanes of partial results, in one order whether the code is compiled or not yet: the same bits on every run.
     * Parameters: partial, M's gradient, its first number of the edge, rows.
     */
    private void emitSums(CodeBuilder code) {
        LaneAssembler numbers = new LaneAssembler(code, precision, provider, 1);
        int lanes = provider.lanes(precision);
        int row = code.allocateLocal(TypeKind.INT);
        int at = code.allocateLocal(TypeKind.INT);
        int to = code.allocateLocal(TypeKind.INT);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0().istore(row).iconst_0().istore(at);
        code.labelBinding(top).iload(row).aload(3).arraylength().if_icmpge(end);
        code.aload(3).iload(row).iaload().iload(2).iadd().istore(to);
        for (int i = 0; i < size; i++) {
            pairwiseSum(numbers, at, i * lanes, lanes);
            numbers.storeScalar(1, to, i);
        }
        code.iinc(at, size * lanes).iinc(row, 1).goto_(top).labelBinding(end).return_();
    }

    private static void pairwiseSum(LaneAssembler numbers, int at, int first, int count) {
        if (count == 1) {
            numbers.loadScalar(0, at, first);
            return;
        }
        pairwiseSum(numbers, at, first, count / 2);
        pairwiseSum(numbers, at, first + count / 2, count / 2);
        numbers.add();
    }
}
