package org.gaunt.kernel.form;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.kernel.LaneAssembler;
import org.gaunt.kernel.Target;
import org.gaunt.linalg.Precision;

/**
 * Turns a form with open seats into a hidden class of straight-line code for this processor.
 *
 * <p>The class has one static method for each {@link Schedule.Piece}, a {@code run} method that loops over rows and channel
 * blocks, and, where the number of channels is no multiple of the vector width, a second set of methods that finishes the last
 * channels one by one.
 */
final class FormCompiler {
    private static final ClassDesc THIS = ClassDesc.of(FormCompiler.class.getPackageName(), "GeneratedForm");
    private static final int STATIC = ClassFile.ACC_STATIC;

    private final Form form;
    private final int channels;
    private final Precision precision;
    private final Target target;
    private final int lanes;
    private final int[] seats;
    private final boolean[] accumulate;
    private final boolean[] bound;
    private final Schedule schedule;
    private final ScratchPlan scratch;

    private FormCompiler(
            Form form, int channels, int[] seats, boolean[] accumulate, Precision precision, Target target) {
        this.form = form;
        this.channels = channels;
        this.seats = seats.clone();
        this.accumulate = accumulate.clone();
        this.schedule = new Schedule(form, seats, target.code().operations());
        this.bound = Arrays.copyOf(schedule.operandsRead(), form.operands().size() + seats.length);
        Arrays.fill(bound, form.operands().size(), bound.length, true);
        this.precision = precision;
        this.target = target;
        this.lanes = form.hasChannels() ? target.lanes(precision) : 1;
        this.scratch = new ScratchPlan(schedule, channels, lanes);
    }

    /**
     * Compiles a form.
     *
     * @param channels the number of channels of all operands that have them
     * @param accumulate for each seat whether to add to what the array holds; must be true where it is gathered or shared
     * @param target the machine
     */
    static FormKernel compile(
            Form form, int channels, int[] seats, boolean[] accumulate, Precision precision, Target target) {
        synchronized (form.graph()) {
            return new FormCompiler(form, channels, seats, accumulate, precision, target).build();
        }
    }

    private FormKernel build() {
        boolean[] reads = schedule.operandsRead();
        byte[] code = ClassFile.of().build(THIS, c -> {
            c.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            c.withInterfaceSymbols(RowProgram.class.describeConstable().orElseThrow());
            c.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    ConstantDescs.MTD_void,
                    ClassFile.ACC_PUBLIC,
                    b -> b.aload(0)
                            .invokespecial(CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .return_());
            MethodTypeDesc piece = pieceType();
            emitPieces(c, "s", schedule.scalarPieces(), piece, false, 1);
            emitPieces(c, "v", schedule.vectorPieces(), piece, true, lanes);
            if (vectorChannels() < channels) {
                emitPieces(c, "t", schedule.vectorPieces(), piece, true, 1);
            }
            int sums = target.code().sums();
            for (int k = 0; k * sums < reductions().size(); k++) {
                List<Schedule.Output> part =
                        reductions().subList(k * sums, Math.min(reductions().size(), (k + 1) * sums));
                c.withMethodBody("f" + k, piece, STATIC, b -> emitReductions(b, part));
            }
            c.withMethodBody(
                    "run",
                    MethodTypeDesc.of(CD_void, CD_Object.arrayType(), CD_int.arrayType(2), CD_int, CD_int, CD_Object),
                    ClassFile.ACC_PUBLIC,
                    this::emitRun);
        });
        List<Integer> lengths = new ArrayList<>();
        for (MethodModel m : ClassFile.of().parse(code).methods()) {
            m.code().ifPresent(body -> lengths.add(((CodeAttribute) body).codeLength()));
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(code, true);
            RowProgram program =
                    (RowProgram) lookup.lookupClass().getDeclaredConstructor().newInstance();
            return new FormKernel(program, precision, reads, scratch.length(), List.copyOf(lengths));
        } catch (ReflectiveOperationException | LinkageError e) { // no other error is the code's fault
            throw new IllegalStateException("the generated code of " + form + " cannot be loaded", e);
        }
    }

    private ClassDesc element() {
        return precision == Precision.FLOAT32 ? CD_float : CD_double;
    }

    private ClassDesc array() {
        return element().arrayType();
    }

    private List<Schedule.Output> reductions() {
        return schedule.outputs().stream().filter(Schedule.Output::reduce).toList();
    }

    private int vectorChannels() {
        return channels / lanes * lanes;
    }

    /** The operand behind a bound array: one that is read, or an open seat. */
    private Operand operandOf(int key) {
        int count = form.operands().size();
        return form.operands().get(key < count ? key : seats[key - count]);
    }

    /** Arrays and row offsets of the bound operands, the scratch array, first and end channel. */
    private MethodTypeDesc pieceType() {
        List<ClassDesc> parameters = new ArrayList<>();
        for (boolean b : bound) {
            if (b) {
                parameters.add(array());
            }
        }
        int count = parameters.size();
        for (int k = 0; k < count; k++) {
            parameters.add(CD_int);
        }
        parameters.add(array());
        parameters.add(CD_int);
        parameters.add(CD_int);
        return MethodTypeDesc.of(CD_void, parameters);
    }

    private Map<Integer, Integer> positions() {
        Map<Integer, Integer> position = new LinkedHashMap<>();
        for (int k = 0; k < bound.length; k++) {
            if (bound[k]) {
                position.put(k, position.size());
            }
        }
        return position;
    }

    private void emitPieces(
            java.lang.classfile.ClassBuilder c,
            String name,
            List<Schedule.Piece> pieces,
            MethodTypeDesc type,
            boolean overChannels,
            int width) {
        for (int k = 0; k < pieces.size(); k++) {
            Schedule.Piece piece = pieces.get(k);
            PieceEmitter.Frame frame =
                    new PieceEmitter.Frame(form, channels, positions(), accumulate, schedule, scratch);
            c.withMethodBody(
                    name + k,
                    type,
                    STATIC,
                    b -> new PieceEmitter(new LaneAssembler(b, precision, target, width), frame, overChannels)
                            .emit(piece));
        }
    }

    private void emitReductions(CodeBuilder b, List<Schedule.Output> outputs) {
        Map<Integer, Integer> position = positions();
        int count = position.size();
        LaneAssembler numbers = new LaneAssembler(b, precision, target, 1);
        for (Schedule.Output o : outputs) {
            int at = position.getOrDefault(form.operands().size() + o.seat(), -1);
            b.aload(2 * count).loadConstant(scratch.reductionSlot(o)).loadConstant(lanes);
            b.invokestatic(
                    LaneSum.class.describeConstable().orElseThrow(),
                    "sum",
                    MethodTypeDesc.of(element(), array(), CD_int, CD_int));
            if (accumulate[o.seat()]) {
                numbers.loadScalar(at, count + at, o.component());
                numbers.add();
            }
            numbers.storeScalar(at, count + at, o.component());
        }
        b.return_();
    }

    private void emitRun(CodeBuilder b) {
        Map<Integer, Integer> position = positions();
        int count = position.size();
        int arrays = 6;
        int offsets = arrays + count;
        int scratchLocal = offsets + count;
        int[] indexLocal = new int[1 + maxIndex()];
        Arrays.fill(indexLocal, -1);
        int next = scratchLocal + 1;
        for (Map.Entry<Integer, Integer> e : position.entrySet()) {
            b.aload(1).loadConstant(e.getKey()).aaload().checkcast(array()).astore(arrays + e.getValue());
            Operand.Access access = operandOf(e.getKey()).access();
            if (!access.isRow() && !access.isShared() && indexLocal[access.index()] < 0) {
                indexLocal[access.index()] = next;
                b.aload(2).loadConstant(access.index()).aaload().astore(next++);
            }
        }
        b.aload(5).checkcast(array()).astore(scratchLocal);
        Label top = b.newLabel();
        Label end = b.newLabel();
        b.labelBinding(top).iload(3).iload(4).if_icmpge(end);
        for (Map.Entry<Integer, Integer> e : position.entrySet()) {
            Operand o = operandOf(e.getKey());
            if (o.access().isShared()) {
                b.iconst_0();
            } else {
                if (o.access().isRow()) {
                    b.iload(3);
                } else {
                    b.aload(indexLocal[o.access().index()]).iload(3).iaload();
                }
                b.loadConstant(o.width(channels)).imul();
            }
            b.istore(offsets + e.getValue());
        }
        Caller caller = new Caller(b, arrays, offsets, scratchLocal, count);
        for (int k = 0; k < schedule.scalarPieces().size(); k++) {
            caller.call("s" + k, x -> x.iconst_0(), x -> x.iconst_0());
        }
        if (!reductions().isEmpty()) {
            b.aload(scratchLocal).loadConstant(scratch.reductionStart()).loadConstant(scratch.reductionEnd());
            new LaneAssembler(b, precision, target, 1).constantScalar(0);
            b.invokestatic(
                    ClassDesc.of("java.util.Arrays"),
                    "fill",
                    MethodTypeDesc.of(CD_void, array(), CD_int, CD_int, element()));
        }
        caller.overChannels("v", 0, vectorChannels());
        caller.overChannels("t", vectorChannels(), channels);
        for (int k = 0; k * target.code().sums() < reductions().size(); k++) {
            caller.call("f" + k, x -> x.iconst_0(), x -> x.iconst_0());
        }
        b.iinc(3, 1).goto_(top).labelBinding(end).return_();
    }

    private int maxIndex() {
        return form.operands().stream().mapToInt(o -> o.access().index()).max().orElse(0) + 1;
    }

    /** Emits calls of the pieces with the arguments they all share. */
    private final class Caller {
        private final CodeBuilder b;
        private final int arrays;
        private final int offsets;
        private final int scratchLocal;
        private final int count;

        Caller(CodeBuilder b, int arrays, int offsets, int scratchLocal, int count) {
            this.b = b;
            this.arrays = arrays;
            this.offsets = offsets;
            this.scratchLocal = scratchLocal;
            this.count = count;
        }

        void call(
                String method,
                java.util.function.Consumer<CodeBuilder> from,
                java.util.function.Consumer<CodeBuilder> to) {
            for (int k = 0; k < count; k++) {
                b.aload(arrays + k);
            }
            for (int k = 0; k < count; k++) {
                b.iload(offsets + k);
            }
            b.aload(scratchLocal);
            from.accept(b);
            to.accept(b);
            b.invokestatic(THIS, method, pieceType());
        }

        /** Each piece loops over the channels, so that its code stays in the instruction cache. */
        void overChannels(String prefix, int from, int to) {
            for (int k = 0; k < schedule.vectorPieces().size() && from < to; k++) {
                call(prefix + k, x -> x.loadConstant(from), x -> x.loadConstant(to));
            }
        }
    }
}
