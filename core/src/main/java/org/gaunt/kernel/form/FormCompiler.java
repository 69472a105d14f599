package org.gaunt.kernel.form;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.kernel.code.Argument;
import org.gaunt.kernel.code.BytecodeLoops;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LaneTypes;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Routine;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.code.Value;
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
    private static final String ROWS = "rows";

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
                c.withMethodBody("f" + k, piece, STATIC, b -> emitReductions(loops(b, 1), part));
            }
            c.withMethodBody(ROWS, rowsType(), STATIC, b -> emitRows(loops(b, 1)));
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

    private LoopBuilder loops(CodeBuilder code, int width) {
        return new BytecodeLoops(code, precision, target, width);
    }

    private ClassDesc array() {
        return LaneTypes.array(precision);
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
                    code -> new PieceEmitter(loops(code, width), frame, overChannels).emit(piece));
        }
    }

    private void emitReductions(LoopBuilder b, List<Schedule.Output> outputs) {
        Map<Integer, Integer> position = positions();
        int count = position.size();
        Numbers scratchArray = b.numbers(2 * count);
        for (Schedule.Output o : outputs) {
            int at = position.getOrDefault(form.operands().size() + o.seat(), -1);
            Numbers array = b.numbers(at);
            Int index = b.integer(count + at);
            Value sum = b.sumOfElements(scratchArray, Int.of(0), scratch.reductionSlot(o), lanes);
            Value before = array.at(index, o.component());
            b.store(array, index, o.component(), accumulate[o.seat()] ? before.plus(sum) : sum);
        }
        b.end();
    }

    /** Takes the arrays out of their lists and hands them to the loop over rows. */
    private void emitRun(CodeBuilder b) {
        for (int key : positions().keySet()) {
            b.aload(1).loadConstant(key).aaload().checkcast(array());
        }
        for (int index : gathers()) {
            b.aload(2).loadConstant(index).aaload();
        }
        b.aload(5)
                .checkcast(array())
                .iload(3)
                .iload(4)
                .invokestatic(THIS, ROWS, rowsType())
                .return_();
    }

    /** The index arrays that operands name, in the order of the operands. */
    private List<Integer> gathers() {
        return positions().keySet().stream()
                .map(key -> operandOf(key).access())
                .filter(access -> !access.isRow() && !access.isShared())
                .map(Operand.Access::index)
                .distinct()
                .toList();
    }

    /** Arrays of the bound operands, index arrays, the scratch array, first and end row. */
    private MethodTypeDesc rowsType() {
        List<ClassDesc> parameters =
                new ArrayList<>(Collections.nCopies(positions().size(), array()));
        parameters.addAll(Collections.nCopies(gathers().size(), CD_int.arrayType()));
        parameters.addAll(List.of(array(), CD_int, CD_int));
        return MethodTypeDesc.of(CD_void, parameters);
    }

    private void emitRows(LoopBuilder b) {
        Map<Integer, Integer> position = positions();
        List<Integer> gathers = gathers();
        int count = position.size();
        List<Argument> shared = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            shared.add(b.numbers(k));
        }
        Numbers scratchArray = b.numbers(count + gathers.size());
        Int.Variable row = b.integer(count + gathers.size() + 1);
        b.loop(row, b.integer(count + gathers.size() + 2), 1, () -> {
            List<Argument> arguments = new ArrayList<>(shared);
            for (int key : position.keySet()) {
                Operand o = operandOf(key);
                if (o.access().isShared()) {
                    arguments.add(b.let(Int.of(0)));
                    continue;
                }
                Int at = o.access().isRow()
                        ? row
                        : b.table(count + gathers.indexOf(o.access().index())).at(row);
                arguments.add(b.let(at.times(o.width(channels))));
            }
            arguments.add(scratchArray);
            pieces(b, "s", schedule.scalarPieces().size(), arguments, 0, 0);
            if (!reductions().isEmpty()) {
                b.clear(scratchArray, Int.of(scratch.reductionStart()), Int.of(scratch.reductionEnd()));
            }
            // each piece loops over the channels, so that its code stays in the instruction cache
            pieces(b, "v", vectorChannels() > 0 ? schedule.vectorPieces().size() : 0, arguments, 0, vectorChannels());
            int rest = vectorChannels() < channels ? schedule.vectorPieces().size() : 0;
            pieces(b, "t", rest, arguments, vectorChannels(), channels);
            int sums = Math.ceilDiv(reductions().size(), target.code().sums());
            pieces(b, "f", sums, arguments, 0, 0);
        });
        b.end();
    }

    /** Calls pieces with the arguments that all share, and the first and end channel. */
    private void pieces(LoopBuilder b, String name, int count, List<Argument> shared, int from, int to) {
        List<Argument> arguments = new ArrayList<>(shared);
        arguments.add(Int.of(from));
        arguments.add(Int.of(to));
        for (int k = 0; k < count; k++) {
            b.call(new Routine(THIS, name + k, pieceType()), arguments);
        }
    }
}
