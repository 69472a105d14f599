package org.gaunt.kernel.form;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Op;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LaneLog;
import org.gaunt.kernel.code.LaneMath;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Value;

/**
 * Emits one piece of a schedule as the body of a routine.
 *
 * <p>The routine's parameters are the arrays of the bound operands, their row offsets, the scratch array, and the first and end
 * channel. Variables are used again after the last use of their value, so that most fit into short instructions.
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
            ScratchPlan scratch) {
        /** The number of bound arrays. */
        int bound() {
            return position.size();
        }
    }

    /** Where a number of the row stands. */
    private record Place(Numbers array, Int index, int offset) {
        Value value() {
            return array.at(index, offset);
        }

        /** The same number in all lanes. */
        Value repeated() {
            return array.repeated(index, offset);
        }
    }

    private static final Int ZERO = Int.of(0);

    private final LoopBuilder b;
    private final Frame frame;
    private final ExprGraph graph;
    private final boolean overChannels;

    /** Where the rows of the bound arrays begin, and where they are at the current channel. */
    private final Int[] rowIndex;

    private final Int[] channelIndex;
    private final Numbers scratch;
    private final Int.Variable channel;
    private final Map<Integer, Value.Variable> known = new HashMap<>();
    private final Map<Integer, Integer> lastUse = new HashMap<>();
    private final Map<Integer, Integer> useCount = new HashMap<>();
    private final Deque<Value.Variable> free = new ArrayDeque<>();
    private int now;

    /**
     * Makes an emitter.
     *
     * @param b takes the routine; one lane where the work is not over channels
     * @param overChannels whether the steps run for each block of channels
     */
    PieceEmitter(LoopBuilder b, Frame frame, boolean overChannels) {
        this.b = b;
        this.frame = frame;
        this.graph = frame.form().graph();
        this.overChannels = overChannels;
        int bound = frame.bound();
        rowIndex = new Int[bound];
        Arrays.setAll(rowIndex, k -> b.integer(bound + k));
        channelIndex = rowIndex.clone();
        scratch = b.numbers(2 * bound);
        channel = b.integer(2 * bound + 1);
    }

    void emit(Schedule.Piece piece) {
        countUses(piece);
        if (overChannels) {
            b.loop(channel, b.integer(2 * frame.bound() + 2), b.lanes(), () -> {
                for (int k = 0; k < channelIndex.length; k++) {
                    channelIndex[k] = b.let(rowIndex[k].plus(channel));
                }
                emitSteps(piece);
            });
        } else {
            emitSteps(piece);
        }
        b.end();
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
        List<Value> values = Arrays.stream(arguments).mapToObj(this::value).toList();
        Value result = frame.schedule().isFused(n)
                ? values.get(0).timesPlus(values.get(1), values.get(2))
                : operation(graph.op(n), values);
        // an argument's variable may be the result's: it is read before it is written
        for (int a : arguments) {
            release(a);
        }
        Value.Variable variable = newVariable();
        b.set(variable, result);
        if (frame.schedule().isKept(n)) {
            Place kept = kept(n);
            b.store(kept.array(), kept.index(), kept.offset(), variable);
        }
        if (useCount.getOrDefault(n, 0) > 0) {
            known.put(n, variable);
        } else {
            free.addFirst(variable);
        }
    }

    private Value operation(Op op, List<Value> arguments) {
        Value x = arguments.getFirst();
        return switch (op) {
            case ADD -> x.plus(arguments.get(1));
            case MUL -> x.times(arguments.get(1));
            case SQRT -> x.sqrt();
            case EXP -> LaneMath.exp(b, x);
            case LOG -> LaneLog.log(b, x);
            case SOFTPLUS -> LaneLog.softplus(b, x);
            case SIGMOID -> LaneMath.sigmoid(b, x);
            case RECIPROCAL -> Value.of(1).over(x);
            case SIN -> new Value.Applied(Value.Function.SIN, x);
            case COS -> new Value.Applied(Value.Function.COS, x);
            case CONST, INPUT -> throw new IllegalStateException(op + " is not computed");
        };
    }

    private void write(Schedule.Output o) {
        boolean nothing = graph.isConstant(o.node()) && graph.value(o.node()) == 0;
        boolean add = o.reduce() || frame.accumulate()[o.seat()];
        if (nothing && add) {
            return;
        }
        Place place = o.reduce()
                ? new Place(scratch, ZERO, frame.scratch().reductionSlot(o))
                : operand(frame.form().operands().size() + o.seat(), o.component(), o.perChannel());
        Value value = value(o.node());
        b.store(place.array(), place.index(), place.offset(), add ? value.plus(place.value()) : value);
        release(o.node());
    }

    /** The value of a node, repeated over the lanes where it is a plain number; in a variable if it is needed again. */
    private Value value(int n) {
        Value.Variable variable = known.get(n);
        if (variable != null) {
            return variable;
        }
        if (graph.op(n) == Op.CONST) {
            return Value.of(graph.value(n));
        }
        Place place;
        if (graph.op(n) == Op.INPUT) {
            boolean perChannel = frame.form().operands().get(graph.first(n)).channels();
            place = operand(graph.first(n), graph.second(n), perChannel);
        } else {
            place = kept(n);
        }
        Value value = overChannels && frame.schedule().isVector(n) ? place.value() : place.repeated();
        if (useCount.getOrDefault(n, 0) > 1 && lastUse.getOrDefault(n, -1) > now) {
            Value.Variable again = newVariable();
            b.set(again, value);
            known.put(n, again);
            return again;
        }
        return value;
    }

    /** A component of a bound array, at the current channel where it has channels. */
    private Place operand(int key, int component, boolean perChannel) {
        Integer at = frame.position().get(key);
        if (at == null) {
            throw new IllegalStateException("operand " + key + " of " + frame.form() + " is not bound");
        }
        return new Place(
                b.numbers(at),
                perChannel && overChannels ? channelIndex[at] : rowIndex[at],
                perChannel ? component * frame.channels() : component);
    }

    /** Where a node is kept: vectors for every channel, plain numbers once. */
    private Place kept(int n) {
        boolean vector = frame.schedule().isVector(n);
        return new Place(scratch, vector ? channel : ZERO, frame.scratch().slot(n, vector));
    }

    private Value.Variable newVariable() {
        Value.Variable reused = free.pollFirst();
        return reused != null ? reused : b.variable();
    }

    private void release(int n) {
        if (lastUse.getOrDefault(n, -1) == now) {
            Value.Variable variable = known.remove(n);
            if (variable != null) {
                free.addFirst(variable);
            }
        }
    }
}
