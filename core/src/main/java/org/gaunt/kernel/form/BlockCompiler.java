package org.gaunt.kernel.form;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.gaunt.kernel.LaneAssembler;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Compiles forms that are sums of {@link MatrixTerm}s, as convolutions and their derivatives are: small matrix products with
 * operands in registers, where the general way of {@link FormCompiler} has a line of operations for every number.
 */
final class BlockCompiler {
    private static final ClassDesc THIS = ClassDesc.of(BlockCompiler.class.getPackageName(), "GeneratedBlocks");

    /** No row number is near it. */
    private static final int NEVER = Integer.MIN_VALUE / 2;

    private final Form form;
    private final int channels;
    private final int[] seats;
    private final boolean[] accumulate;
    private final Precision precision;
    private final Provider provider;
    private final int lanes;
    private final int width;
    private final BlockPlan plan;
    private final List<Integer> lengths = new ArrayList<>();

    private BlockCompiler(
            Form form, int channels, int[] seats, boolean[] accumulate, Precision precision, Provider provider) {
        this.form = form;
        this.channels = channels;
        this.seats = seats;
        this.accumulate = accumulate;
        this.precision = precision;
        this.provider = provider;
        this.lanes = provider.lanes(precision);
        this.width = channels / lanes % 2 == 0 ? 2 : 1;
        this.plan = new BlockPlan(form, seats, accumulate, width, provider.bits() == 512 ? 32 : 16);
    }

    /**
     * Whether the form can be compiled here: weights, left and right are different operands, and rows of the right are shared by
     * several rows, over which sums stay in registers.
     */
    static boolean applies(Form form) {
        if (form.terms().isEmpty()) {
            return false;
        }
        Set<Integer> weights = new TreeSet<>();
        Set<Integer> lefts = new TreeSet<>();
        for (MatrixTerm t : form.terms()) {
            weights.add(t.weight());
            lefts.add(t.left());
        }
        Operand.Access right =
                form.operands().get(form.terms().getFirst().right()).access();
        return !right.isRow()
                && form.terms().stream()
                        .allMatch(t -> !weights.contains(t.left())
                                && !weights.contains(t.right())
                                && !lefts.contains(t.right())
                                && form.operands().get(t.right()).access().equals(right));
    }

    /** As {@link FormCompiler#compile}. */
    static FormKernel compile(
            Form form, int channels, int[] seats, boolean[] accumulate, Precision precision, Provider provider) {
        synchronized (form.graph()) {
            return new BlockCompiler(form, channels, seats, accumulate, precision, provider).build();
        }
    }

    private FormKernel build() {
        int count = form.operands().size();
        int indices =
                form.operands().stream().mapToInt(o -> o.access().index()).max().orElse(-1) + 1;
        indices = Math.max(indices, 0);
        int entries = plan.entries().size();
        int sums = plan.sums().size();
        boolean[] reads = new boolean[count];
        markRead(reads);
        FormKernel matrices = entries == 0 ? null : matrices(indices);
        int[] scalarSeats = scalarSeats();
        FormKernel gradients = scalarSeats.length == 0 ? null : gradients(indices + 1, scalarSeats);
        int free = 0;
        for (FormKernel k : new @Nullable FormKernel[] {matrices, gradients}) {
            if (k != null) {
                free = Math.max(free, k.scratchLength());
                lengths.addAll(k.codeLengths());
                for (int o = 0; o < count; o++) {
                    reads[o] |= k.reads()[o];
                }
            }
        }
        int matrixRow = entries == 0 ? 0 : (free + entries - 1) / entries;
        int matrixEnd = entries == 0 ? free : (matrixRow + BlockFrame.ROWS) * entries;
        int sumWidth = Math.max(1, sums) * lanes;
        int sumRow = (matrixEnd + sumWidth - 1) / sumWidth;
        int sumEnd = (sumRow + BlockFrame.ROWS) * sumWidth;
        Map<Integer, Integer> stages = new LinkedHashMap<>();
        int end = stage(stages, sumEnd);
        BlockCode code = load(layout(reads, stages, matrixRow * entries, sumRow * sumWidth));
        List<BlockProgram.Cleared> cleared = new ArrayList<>();
        for (int s = 0; s < seats.length; s++) {
            if (plan.isCleared(s)) {
                cleared.add(new BlockProgram.Cleared(
                        count + s, form.operands().get(seats[s]).width(channels)));
            }
        }
        Operand.Access right = plan.sumsRows() ? rightAccess() : Operand.Access.shared();
        List<BlockProgram.Stream> streams = new ArrayList<>();
        for (int k = 0; k < count + seats.length; k++) {
            Operand o = form.operands().get(k < count ? k : seats[k - count]);
            boolean read = k < count ? reads[k] : accumulate[k - count];
            boolean onRight = form.terms().stream()
                    .anyMatch(t -> t.right() == form.operands().indexOf(o));
            if (o.channels() && read && !onRight && !o.access().isShared()) {
                streams.add(new BlockProgram.Stream(
                        k,
                        o.width(channels),
                        o.access().isRow() ? -1 : o.access().index()));
            }
        }
        int[] places = new int[scalarSeats.length];
        for (int s = 0; s < places.length; s++) {
            places[s] = count + plan.seatOf(scalarSeats[s]);
        }
        BlockProgram program = new BlockProgram(new BlockProgram.Parts(
                code,
                matrices == null ? null : matrices.program(),
                gradients == null ? null : gradients.program(),
                places,
                List.copyOf(cleared),
                List.copyOf(streams),
                count,
                right.isRow() || right.isShared() ? -1 : right.index(),
                right.isRow(),
                indices,
                matrixRow,
                sumRow * sumWidth,
                sumEnd,
                sumWidth,
                gradients != null && channels < lanes));
        return new FormKernel(program, reads, end, List.copyOf(lengths));
    }

    private Operand.Access rightAccess() {
        for (MatrixTerm t : form.terms()) {
            if (plan.seatOf(t.right()) >= 0) {
                return form.operands().get(t.right()).access();
            }
        }
        throw new IllegalStateException("no open seat on the right of " + form);
    }

    private int[] scalarSeats() {
        return java.util.Arrays.stream(seats)
                .filter(s -> !form.operands().get(s).channels())
                .toArray();
    }

    /** What the emitted methods read; plain numbers are read by the other parts. */
    private void markRead(boolean[] reads) {
        boolean gradients = scalarSeats().length > 0;
        for (MatrixTerm t : form.terms()) {
            boolean left = plan.seatOf(t.left()) >= 0;
            boolean weight = plan.seatOf(t.weight()) >= 0;
            boolean right = plan.seatOf(t.right()) >= 0;
            if (t.hasWeight()) {
                reads[t.weight()] |= left || right || gradients;
            }
            reads[t.left()] |= weight || right || gradients;
            reads[t.right()] |= left || weight || gradients;
        }
    }

    /** The form whose last operand's seat is the list of entries; an operand with channels has none here. */
    private Form entriesForm(List<Integer> nodes, boolean overChannels, int index) {
        ExprGraph graph = form.graph();
        List<Operand> operands = new ArrayList<>();
        for (Operand o : form.operands()) {
            operands.add(o.channels() ? new Operand(o.name(), o.components(), false, o.access()) : o);
        }
        int last = operands.size();
        operands.add(new Operand("entries", nodes.size(), overChannels, Operand.Access.gather(index)));
        int sum = graph.constant(0);
        for (int e = 0; e < nodes.size(); e++) {
            sum = graph.add(sum, graph.mul(graph.input(last, e), nodes.get(e)));
        }
        return form.sibling("entries of " + form.name(), operands, sum);
    }

    private FormKernel matrices(int index) {
        Form entries = entriesForm(List.copyOf(plan.entries().keySet()), false, index);
        int[] open = {form.operands().size()};
        return FormCompiler.compile(entries, 1, open, new boolean[1], precision, provider);
    }

    private FormKernel gradients(int index, int[] open) {
        List<Integer> nodes = plan.sums().isEmpty() ? List.of(form.graph().constant(0)) : plan.sums();
        Form entries = entriesForm(nodes, true, index);
        boolean[] add = new boolean[open.length];
        for (int s = 0; s < open.length; s++) {
            add[s] = accumulate[plan.seatOf(open[s])];
        }
        return FormCompiler.compile(entries, lanes, open, add, precision, provider);
    }

    /** Places the copies of what is on the left, and of open seats there; gives the end. */
    private int stage(Map<Integer, Integer> stages, int from) {
        int count = form.operands().size();
        int at = from;
        Set<Integer> keys = new TreeSet<>();
        for (List<BlockPlan.Unit> units : plan.methods()) {
            for (BlockPlan.Unit u : units) {
                keys.addAll(staged(u));
            }
        }
        for (int key : keys) {
            stages.put(key, at);
            int components =
                    form.operands().get(key < count ? key : seats[key - count]).components();
            at += BlockFrame.ROWS * components * width * lanes;
        }
        return at;
    }

    private Set<Integer> staged(BlockPlan.Unit unit) {
        Set<Integer> keys = new TreeSet<>();
        for (MatrixTerm t : form.terms()) {
            if (unit instanceof BlockPlan.RightUnit r && r.group().terms().contains(t) && t.right() == r.right()) {
                keys.add(t.left());
            }
            if (unit instanceof BlockPlan.LeftUnit l && l.group().terms().contains(t)) {
                if (plan.seatOf(t.weight()) >= 0) {
                    keys.add(t.left());
                }
                if (plan.seatOf(t.left()) >= 0) {
                    keys.add(form.operands().size() + plan.seatOf(t.left()));
                }
            }
        }
        return keys;
    }

    private BlockFrame.Layout layout(boolean[] reads, Map<Integer, Integer> stages, int matrixBase, int sumBase) {
        int count = form.operands().size();
        Map<Integer, Integer> arrays = new LinkedHashMap<>();
        Set<Integer> indices = new TreeSet<>();
        for (int k = 0; k < count + seats.length; k++) {
            Operand o = form.operands().get(k < count ? k : seats[k - count]);
            if (o.channels() && (k >= count || reads[k])) {
                arrays.put(k, arrays.size());
                if (!o.access().isRow() && !o.access().isShared()) {
                    indices.add(o.access().index());
                }
            }
        }
        Map<Integer, Integer> places = new LinkedHashMap<>();
        indices.forEach(i -> places.put(i, places.size()));
        return new BlockFrame.Layout(form, plan, seats, channels, lanes, arrays, places, stages, matrixBase, sumBase);
    }

    private BlockCode load(BlockFrame.Layout layout) {
        byte[] code = ClassFile.of().build(THIS, c -> {
            c.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            c.withInterfaceSymbols(BlockCode.class.describeConstable().orElseThrow());
            c.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    ConstantDescs.MTD_void,
                    ClassFile.ACC_PUBLIC,
                    b -> b.aload(0)
                            .invokespecial(CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .return_());
            if (channels >= lanes) {
                emitMethods(c, layout, "v", lanes);
            }
            if (channels % lanes != 0) {
                emitMethods(c, layout, "t", 1);
            }
            c.withMethodBody(
                    "run",
                    MethodTypeDesc.of(CD_void, CD_Object.arrayType(), CD_int.arrayType(2), CD_int, CD_int, CD_Object),
                    ClassFile.ACC_PUBLIC,
                    b -> emitRun(b, layout));
        });
        for (MethodModel m : ClassFile.of().parse(code).methods()) {
            m.code().ifPresent(body -> lengths.add(((CodeAttribute) body).codeLength()));
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(code, true);
            return (BlockCode) lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("the generated code of " + form + " cannot be loaded", e);
        }
    }

    private void emitMethods(ClassBuilder c, BlockFrame.Layout layout, String prefix, int methodLanes) {
        int several = methodLanes != lanes ? 1 : width;
        for (int k = 0; k < plan.methods().size(); k++) {
            List<BlockPlan.Unit> units = plan.methods().get(k);
            boolean whole = units.getFirst() instanceof BlockPlan.MatrixUnit;
            emitMethod(c, layout, prefix + k, methodLanes, whole ? 1 : several, !whole, e -> e.emit(units));
        }
        for (Chunk chunk : chunks(layout)) {
            emitMethod(c, layout, prefix + chunk.name(), methodLanes, several, true, e -> {
                if (chunk.in()) {
                    e.emitStageIn(chunk.key(), chunk.from(), chunk.to());
                } else {
                    boolean add = accumulate[chunk.key() - form.operands().size()];
                    e.emitStageOut(chunk.key(), chunk.from(), chunk.to(), add);
                }
            });
        }
    }

    private void emitMethod(
            ClassBuilder c,
            BlockFrame.Layout layout,
            String name,
            int methodLanes,
            int vectors,
            boolean someChannels,
            Consumer<BlockEmitter> body) {
        c.withMethodBody(
                name,
                methodType(layout),
                ClassFile.ACC_STATIC,
                b -> body.accept(new BlockEmitter(new BlockFrame(
                        new LaneAssembler(b, precision, provider, methodLanes), layout, vectors, someChannels))));
    }

    /** A method that copies some components. */
    private record Chunk(int key, boolean in, int from, int to) {
        private static final int COMPONENTS = 25;

        String name() {
            return (in ? "i" : "o") + key + "_" + from;
        }
    }

    private List<Chunk> chunks(BlockFrame.Layout layout) {
        List<Chunk> result = new ArrayList<>();
        int count = form.operands().size();
        for (int key : layout.stages().keySet()) {
            int components =
                    form.operands().get(key < count ? key : seats[key - count]).components();
            for (int from = 0; from < components; from += Chunk.COMPONENTS) {
                int to = Math.min(components, from + Chunk.COMPONENTS);
                int seat = key - count;
                if (seat < 0 || IntStream.range(from, to).anyMatch(c -> plan.isZeroFirst(seat, c))) {
                    result.add(new Chunk(key, true, from, to));
                }
                if (seat >= 0) {
                    result.add(new Chunk(key, false, from, to));
                }
            }
        }
        return result;
    }

    private ClassDesc array() {
        return (precision == Precision.FLOAT32 ? CD_float : CD_double).arrayType();
    }

    private MethodTypeDesc methodType(BlockFrame.Layout layout) {
        List<ClassDesc> parameters = new ArrayList<>();
        layout.arrays().forEach((key, place) -> parameters.add(array()));
        layout.indices().forEach((index, place) -> parameters.add(CD_int.arrayType()));
        parameters.add(array());
        parameters.add(CD_int);
        parameters.add(CD_int);
        parameters.add(CD_int);
        parameters.add(CD_int);
        return MethodTypeDesc.of(CD_void, parameters);
    }

    private void emitRun(CodeBuilder b, BlockFrame.Layout layout) {
        int first = 6;
        int next = first;
        for (int key : layout.arrays().keySet()) {
            b.aload(1).loadConstant(key).aaload().checkcast(array()).astore(next++);
        }
        for (int index : layout.indices().keySet()) {
            b.aload(2).loadConstant(index).aaload().astore(next++);
        }
        b.aload(5).checkcast(array()).astore(next++);
        int channel = next;
        int whole = channels / lanes * lanes;
        List<String> before = new ArrayList<>();
        List<String> middle = new ArrayList<>();
        List<String> after = new ArrayList<>();
        List<String> last = new ArrayList<>();
        chunks(layout).forEach(chunk -> (chunk.in() ? before : after).add(chunk.name()));
        for (int k = 0; k < plan.methods().size(); k++) {
            (plan.methods().get(k).getFirst() instanceof BlockPlan.MatrixUnit ? last : middle).add("" + k);
        }
        middle.addAll(0, before);
        middle.addAll(after);
        Consumer<String> call = name -> {
            for (int slot = first; slot < channel; slot++) {
                b.aload(slot);
            }
            b.iload(3).iload(4).iload(channel).loadConstant(NEVER).invokestatic(THIS, name, methodType(layout));
        };
        loop(b, channel, 0, whole, lanes * width, () -> middle.forEach(name -> call.accept("v" + name)));
        loop(b, channel, whole, channels, 1, () -> middle.forEach(name -> call.accept("t" + name)));
        b.iconst_0().istore(channel);
        last.forEach(name -> {
            if (whole > 0) {
                call.accept("v" + name);
            }
            if (whole < channels) {
                call.accept("t" + name);
            }
        });
        b.return_();
    }

    private static void loop(CodeBuilder b, int counter, int from, int to, int step, Runnable body) {
        if (from >= to) {
            return;
        }
        Label top = b.newLabel();
        Label end = b.newLabel();
        b.loadConstant(from).istore(counter);
        b.labelBinding(top).iload(counter).loadConstant(to).if_icmpge(end);
        body.run();
        b.iinc(counter, step).goto_(top).labelBinding(end);
    }
}
