package org.gaunt.kernel.form;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Op;
import org.gaunt.kernel.LaneAssembler;
import org.gaunt.kernel.LaneLog;
import org.gaunt.kernel.LaneMath;

/**
 * Emits one piece of a schedule as the body of a static method.
 *
 * <p>The method's parameters are the arrays of the bound operands, their row offsets, the scratch array, and the first and end
 * channel. Local variables are used again after the last use of their value, so that most fit into short instructions.
 */
final class PieceEmitter {
    /**
     * What all pieces of a program share.
     *
     * @param position number of an operand, or of an open seat counted after the operands, to its place among the bound arrays
     * @param accumulate open seat to whether its outputs are added to what is there
     */
    record Frame(
            Form form,
            int channels,
            Map<Integer, Integer> position,
            boolean[] accumulate,
            Schedule schedule,
            ScratchPlan scratch) {}

    private final CodeBuilder code;
    private final LaneAssembler lanes;
    private final Frame frame;
    private final ExprGraph graph;
    private final boolean overChannels;
    private final int bound;
    private final int[] channelIndex;
    private final int zero;
    private final Map<Integer, Integer> local = new HashMap<>();
    private final Map<Integer, Integer> lastUse = new HashMap<>();
    private final Map<Integer, Integer> useCount = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private int now;

    /**
     * Makes an emitter.
     *
     * @param lanes emits the method's code; one lane where the work is not over channels
     * @param overChannels whether the steps run for each block of channels
     */
    PieceEmitter(LaneAssembler lanes, Frame frame, boolean overChannels) {
        this.code = lanes.code();
        this.lanes = lanes;
        this.frame = frame;
        this.graph = frame.form().graph();
        this.overChannels = overChannels;
        this.bound = frame.position().size();
        this.channelIndex = new int[bound];
        this.zero = code.allocateLocal(java.lang.classfile.TypeKind.INT);
    }

    void emit(Schedule.Piece piece) {
        countUses(piece);
        code.iconst_0().istore(zero);
        if (overChannels) {
            for (int k = 0; k < bound; k++) {
                channelIndex[k] = code.allocateLocal(java.lang.classfile.TypeKind.INT);
            }
            int from = 2 * bound + 1;
            Label top = code.newLabel();
            Label end = code.newLabel();
            code.labelBinding(top).iload(from).iload(from + 1).if_icmpge(end);
            for (int k = 0; k < bound; k++) {
                code.iload(bound + k).iload(from).iadd().istore(channelIndex[k]);
            }
            emitSteps(piece);
            code.iinc(from, lanes.lanes()).goto_(top).labelBinding(end);
        } else {
            emitSteps(piece);
        }
        code.return_();
    }

    private void countUses(Schedule.Piece piece) {
        int at = 0;
        for (Schedule.Step s : piece.steps()) {
            int[] read = s.output() == null ? frame.schedule().arguments(s.node()) : new int[] {s.node()};
            for (int n : read) {
                useCount.merge(n, 1, Integer::sum);
                lastUse.put(n, at);
            }
            at++;
        }
    }

    private void emitSteps(Schedule.Piece piece) {
        now = 0;
        for (Schedule.Step s : piece.steps()) {
            Schedule.Output output = s.output();
            if (output == null) {
                compute(s.node());
            } else {
                write(output);
            }
            now++;
        }
    }

    private void compute(int n) {
        int[] arguments = frame.schedule().arguments(n);
        for (int a : arguments) {
            load(a);
        }
        if (frame.schedule().isFused(n)) {
            lanes.fma();
        } else {
            operation(graph.op(n));
        }
        for (int a : arguments) {
            release(a);
        }
        int slot = newLocal();
        lanes.put(slot);
        if (frame.schedule().isKept(n)) {
            lanes.get(slot);
            lanes.store(
                    2 * bound,
                    keptIndex(n),
                    frame.scratch().slot(n, frame.schedule().isVector(n)));
        }
        if (useCount.getOrDefault(n, 0) > 0) {
            local.put(n, slot);
        } else {
            free.addFirst(slot);
        }
    }

    private void operation(Op op) {
        switch (op) {
            case ADD -> lanes.add();
            case MUL -> lanes.mul();
            case SQRT -> LaneMath.sqrt(lanes);
            case EXP -> LaneMath.exp(lanes);
            case LOG -> LaneLog.log(lanes);
            case SOFTPLUS -> LaneLog.softplus(lanes);
            case SIGMOID -> LaneMath.sigmoid(lanes);
            case RECIPROCAL -> {
                int x = newLocal();
                lanes.put(x);
                lanes.constant(1);
                lanes.get(x);
                lanes.div();
                free.addFirst(x);
            }
            case SIN -> LaneMath.sin(lanes);
            case COS -> LaneMath.cos(lanes);
            case CONST, INPUT -> throw new IllegalStateException(op + " is not computed");
        }
    }

    private void write(Schedule.Output o) {
        boolean nothing = graph.isConstant(o.node()) && graph.value(o.node()) == 0;
        boolean add = o.reduce() || frame.accumulate()[o.seat()];
        if (nothing && add) {
            return;
        }
        int seat = place(frame.form().operands().size() + o.seat());
        int array = o.reduce() ? 2 * bound : seat;
        int index = o.reduce() ? zero : index(seat, o.perChannel());
        int offset = o.reduce() ? frame.scratch().reductionSlot(o) : offset(o.component(), o.perChannel());
        load(o.node());
        if (add) {
            lanes.load(array, index, offset);
            lanes.add();
        }
        lanes.store(array, index, offset);
        release(o.node());
    }

    /** Pushes the value of a node, repeated over the lanes where it is a plain number. */
    private void load(int n) {
        Integer slot = local.get(n);
        if (slot != null) {
            lanes.get(slot);
            return;
        }
        if (graph.op(n) == Op.CONST) {
            lanes.constant(graph.value(n));
            return;
        }
        boolean vector = overChannels && frame.schedule().isVector(n);
        int array = 2 * bound;
        int index = zero;
        int offset;
        if (graph.op(n) == Op.INPUT) {
            boolean perChannel = frame.form().operands().get(graph.first(n)).channels();
            array = place(graph.first(n));
            index = index(array, perChannel);
            offset = offset(graph.second(n), perChannel);
        } else {
            index = keptIndex(n);
            offset = frame.scratch().slot(n, frame.schedule().isVector(n));
        }
        if (vector) {
            lanes.load(array, index, offset);
        } else {
            lanes.broadcastElement(array, index, offset);
        }
        if (useCount.getOrDefault(n, 0) > 1 && lastUse.getOrDefault(n, -1) > now) {
            int kept = newLocal();
            lanes.put(kept);
            lanes.get(kept);
            local.put(n, kept);
        }
    }

    /** The slot of a bound array. */
    private int place(int operand) {
        Integer at = frame.position().get(operand);
        if (at == null) {
            throw new IllegalStateException("operand " + operand + " of " + frame.form() + " is not bound");
        }
        return at;
    }

    /** The local with the index of the row's first number, at the current channel where it has channels. */
    private int index(int place, boolean perChannel) {
        return perChannel && overChannels ? channelIndex[place] : bound + place;
    }

    /** Vectors are kept for every channel, plain numbers once. */
    private int keptIndex(int n) {
        return frame.schedule().isVector(n) ? 2 * bound + 1 : zero;
    }

    private int offset(int component, boolean perChannel) {
        return perChannel ? component * frame.channels() : component;
    }

    private int newLocal() {
        Integer reused = free.pollFirst();
        return reused != null ? reused : lanes.newVector();
    }

    private void release(int n) {
        if (lastUse.getOrDefault(n, -1) == now) {
            Integer slot = local.remove(n);
            if (slot != null) {
                free.addFirst(slot);
            }
        }
    }
}
