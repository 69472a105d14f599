package org.gaunt.kernel.form;

import java.util.HashMap;
import java.util.Map;

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
        for (Schedule.Piece p : schedule.vectorPieces()) {
            for (Schedule.Step s : p.steps()) {
                if (s.output() == null && schedule.isKept(s.node())) {
                    vectorSlots.put(s.node(), at);
                    at += channels;
                }
            }
        }
        length = at;
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
