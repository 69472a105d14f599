package org.gaunt.kernel.form;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Emits one piece of a schedule as the body of a static method.
 *
 * <p>The method's parameters are the arrays of the bound operands, their row offsets, the scratch array, and the first and end
 * channel. Local variables are handed back after the last use, so that most fit into short instructions.
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

    private final CodeBuilder b;
    private final Frame frame;
    private final ExprGraph graph;
    private final PieceTypes types;
    private final PieceTypes scalarTypes;
    private final boolean overChannels;
    private final int bound;
    private final Map<Integer, Integer> local = new HashMap<>();
    private final Map<Integer, Integer> lastUse = new HashMap<>();
    private final Map<Integer, Integer> useCount = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private int now;

    PieceEmitter(CodeBuilder b, Frame frame, PieceTypes types, boolean overChannels) {
        this.b = b;
        this.frame = frame;
        this.graph = frame.form().graph();
        this.types = types;
        this.scalarTypes = types.withLanes(1);
        this.overChannels = overChannels;
        this.bound = frame.position().size();
    }

    void emit(Schedule.Piece piece) {
        countUses(piece);
        if (overChannels) {
            int from = 2 * bound + 1;
            Label top = b.newLabel();
            Label end = b.newLabel();
            b.labelBinding(top).iload(from).iload(from + 1).if_icmpge(end);
            emitSteps(piece);
            b.iinc(from, types.lanes()).goto_(top).labelBinding(end);
        } else {
            emitSteps(piece);
        }
        b.return_();
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
        if (frame.schedule().isFused(n)) {
            load(arguments[0]);
            load(arguments[1]);
            load(arguments[2]);
            types.fma(b);
        } else if (arguments.length == 1) {
            load(arguments[0]);
            types.unary(b, graph.op(n));
        } else {
            load(arguments[0]);
            load(arguments[1]);
            if (graph.op(n) == Op.ADD) {
                types.add(b);
            } else {
                types.mul(b);
            }
        }
        for (int a : arguments) {
            release(a);
        }
        boolean kept = frame.schedule().isKept(n);
        boolean usedHere = useCount.getOrDefault(n, 0) > 0;
        int slot = newLocal();
        b.storeLocal(types.laneKind(), slot);
        if (kept) {
            types.storeLanes(b, () -> b.loadLocal(types.laneKind(), slot), () -> scratchAddress(n));
        }
        if (usedHere) {
            local.put(n, slot);
        } else {
            freeLocal(slot);
        }
    }

    private void write(Schedule.Output o) {
        boolean zero = graph.isConstant(o.node()) && graph.value(o.node()) == 0;
        boolean add = o.reduce() || frame.accumulate()[o.seat()];
        if (zero && add) {
            return;
        }
        PieceTypes kind = overChannels ? types : scalarTypes;
        Runnable address =
                o.reduce() ? () -> reductionAddress(o) : () -> address(seat(o), o.component(), o.perChannel());
        kind.storeLanes(
                b,
                () -> {
                    load(o.node());
                    if (add) {
                        address.run();
                        kind.loadLanes(b);
                        kind.add(b);
                    }
                },
                address);
        release(o.node());
    }

    /** Pushes the value of a node, as lanes in the work over channels. */
    private void load(int n) {
        Integer slot = local.get(n);
        if (slot != null) {
            b.loadLocal(types.laneKind(), slot);
            return;
        }
        boolean vector = overChannels && frame.schedule().isVector(n);
        if (graph.op(n) == Op.CONST) {
            types.constantScalar(b, graph.value(n));
            broadcastIfNeeded();
            return;
        }
        if (graph.op(n) == Op.INPUT) {
            Operand o = frame.form().operands().get(graph.first(n));
            address(graph.first(n), graph.second(n), o.channels());
        } else {
            scratchAddress(n);
        }
        if (vector) {
            types.loadLanes(b);
        } else {
            scalarTypes.loadElement(b);
            broadcastIfNeeded();
        }
        if (useCount.getOrDefault(n, 0) > 1 && lastUse.getOrDefault(n, -1) > now) {
            int kept = newLocal();
            b.storeLocal(types.laneKind(), kept);
            b.loadLocal(types.laneKind(), kept);
            local.put(n, kept);
        }
    }

    private int seat(Schedule.Output o) {
        return frame.form().operands().size() + o.seat();
    }

    private void broadcastIfNeeded() {
        if (overChannels) {
            types.broadcast(b);
        }
    }

    private void address(int operand, int component, boolean perChannel) {
        Integer at = frame.position().get(operand);
        if (at == null) {
            throw new IllegalStateException("operand " + operand + " of " + frame.form() + " is not bound");
        }
        int offset = perChannel ? component * frame.channels() : component;
        b.aload(at).iload(bound + at);
        if (offset != 0) {
            b.loadConstant(offset).iadd();
        }
        if (perChannel && overChannels) {
            b.iload(2 * bound + 1).iadd();
        }
    }

    private void scratchAddress(int n) {
        b.aload(2 * bound).loadConstant(frame.scratch().slot(n, frame.schedule().isVector(n)));
    }

    private void reductionAddress(Schedule.Output o) {
        b.aload(2 * bound).loadConstant(frame.scratch().reductionSlot(o));
    }

    private int newLocal() {
        Integer reused = free.pollFirst();
        if (reused != null) {
            return reused;
        }
        return b.allocateLocal(types.laneKind());
    }

    private void freeLocal(int slot) {
        free.addFirst(slot);
    }

    private void release(int n) {
        if (lastUse.getOrDefault(n, -1) == now) {
            Integer slot = local.remove(n);
            if (slot != null) {
                freeLocal(slot);
            }
        }
    }
}
