package org.gaunt.kernel.form;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.linalg.ArraySize;

/** Where in the scratch array of a form's code a value is kept: plain numbers, then sums over channels, then vectors. */
final class ScratchPlan {
    private final Map<Integer, Integer> scalarSlots = new HashMap<>();
    private final Map<Schedule.Output, Integer> reductionSlots = new HashMap<>();
    private final Map<Integer, Integer> vectorSlots = new HashMap<>();
    private final int reductionStart;
    private final int reductionEnd;
    private final int length;

    ScratchPlan(Schedule schedule, int channels, int lanes) {
        int at = 0;
        for (Schedule.Piece p : schedule.scalarPieces()) {
            for (Schedule.Step s : p.steps()) {
                if (s.output() == null && schedule.isKept(s.node())) {
                    scalarSlots.put(s.node(), at++);
                }
            }
        }
        reductionStart = at;
        for (Schedule.Output o : schedule.outputs()) {
            if (o.reduce()) {
                reductionSlots.put(o, at);
                at += lanes;
            }
        }
        reductionEnd = at;
        length = Math.addExact(at, ArraySize.of(planVectors(schedule, channels, at), channels));
    }

    /** A place is used again after the last piece that reads its value, so that the working set stays in the cache. */
    private int planVectors(Schedule schedule, int channels, int start) {
        List<Schedule.Piece> pieces = schedule.vectorPieces();
        Map<Integer, Integer> lastPiece = new HashMap<>();
        for (int p = 0; p < pieces.size(); p++) {
            for (Schedule.Step s : pieces.get(p).steps()) {
                for (int n : schedule.reads(s)) {
                    lastPiece.put(n, p);
                }
            }
        }
        Map<Integer, List<Integer>> endsAt = new HashMap<>();
        Deque<Integer> free = new ArrayDeque<>();
        int count = 0;
        for (int p = 0; p < pieces.size(); p++) {
            for (Schedule.Step s : pieces.get(p).steps()) {
                if (s.output() == null && schedule.isKept(s.node())) {
                    int slot = free.isEmpty() ? count++ : free.removeFirst();
                    vectorSlots.put(s.node(), start + slot * channels);
                    endsAt.computeIfAbsent(lastPiece.getOrDefault(s.node(), p), k -> new ArrayList<>())
                            .add(slot);
                }
            }
            endsAt.getOrDefault(p, List.of()).forEach(free::addFirst);
        }
        return count;
    }

    int slot(int node, boolean vector) {
        Integer slot = (vector ? vectorSlots : scalarSlots).get(node);
        if (slot == null) {
            throw new IllegalStateException("node " + node + " is not kept");
        }
        return slot;
    }

    int reductionSlot(Schedule.Output output) {
        Integer slot = reductionSlots.get(output);
        if (slot == null) {
            throw new IllegalStateException("output " + output + " is not summed over channels");
        }
        return slot;
    }

    int reductionStart() {
        return reductionStart;
    }

    int reductionEnd() {
        return reductionEnd;
    }

    int length() {
        return length;
    }
}
