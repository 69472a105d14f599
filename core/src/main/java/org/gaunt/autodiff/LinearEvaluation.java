package org.gaunt.autodiff;

import org.gaunt.kernel.Gemm;

/** Evaluates the three seats of a {@link LinearMap} by matrix products. Keeps index arrays for the next call; for one thread. */
final class LinearEvaluation {
    private int[] inRows = new int[0];
    private int[] outRows = new int[0];

    /**
     * Opens a seat.
     *
     * @param arrays x, weights and the (dual of the) result; the one at {@code seat} is written
     * @param accumulate whether to add to it
     * @param scratch room for the largest matrix of the map
     */
    void run(Gemm gemm, LinearMap map, Groups groups, Object[] arrays, int seat, boolean accumulate, Object scratch) {
        if (!accumulate) {
            clearWhatIsNotWritten(map, groups, arrays, seat);
        }
        int lastComponents = -1;
        int lastIn = -1;
        int lastOut = -1;
        for (int k = 0; k < map.blocks().size(); k++) {
            LinearMap.Block b = map.blocks().get(k);
            int d = b.components();
            if (d != lastComponents || b.mulIn() != lastIn || b.mulOut() != lastOut) {
                int count = groups.rows() * d;
                inRows = inRows.length < count ? new int[count] : inRows;
                outRows = outRows.length < count ? new int[count] : outRows;
                groups.offsets(inRows, map.inWidth(), d, b.mulIn());
                groups.offsets(outRows, map.outWidth(), d, b.mulOut());
                lastComponents = d;
                lastIn = b.mulIn();
                lastOut = b.mulOut();
            }
            boolean add = accumulate
                    || switch (seat) {
                        case LinearNode.X -> !map.firstToRead(k);
                        case LinearNode.RESULT -> !map.firstToWrite(k);
                        default -> true;
                    };
            for (int g = 0; g < groups.count(); g++) {
                int from = groups.start(g) * d;
                int to = groups.start(g + 1) * d;
                if (from < to) {
                    block(gemm, b, arrays, seat, from, to, g * map.weightSize() + b.weightOffset(), add, scratch);
                }
            }
        }
    }

    private void block(
            Gemm gemm,
            LinearMap.Block b,
            Object[] arrays,
            int seat,
            int from,
            int to,
            int weight,
            boolean add,
            Object scratch) {
        Object x = arrays[LinearNode.X];
        Object w = arrays[LinearNode.WEIGHTS];
        Object z = arrays[LinearNode.RESULT];
        int in = b.mulIn();
        int out = b.mulOut();
        switch (seat) {
            case LinearNode.RESULT ->
                gemm.multiply(
                        from,
                        to,
                        in,
                        out,
                        b.scale(),
                        x,
                        inRows,
                        b.inOffset(),
                        w,
                        weight,
                        out,
                        z,
                        outRows,
                        b.outOffset(),
                        add);
            case LinearNode.X -> {
                gemm.transpose(in, out, w, weight, out, scratch, 0, in);
                gemm.multiply(
                        from,
                        to,
                        out,
                        in,
                        b.scale(),
                        z,
                        outRows,
                        b.outOffset(),
                        scratch,
                        0,
                        in,
                        x,
                        inRows,
                        b.inOffset(),
                        add);
            }
            default ->
                gemm.multiplyTransposed(
                        from,
                        to,
                        in,
                        out,
                        b.scale(),
                        x,
                        inRows,
                        b.inOffset(),
                        z,
                        outRows,
                        b.outOffset(),
                        w,
                        weight,
                        out,
                        add);
        }
    }

    private static void clearWhatIsNotWritten(LinearMap map, Groups groups, Object[] arrays, int seat) {
        switch (seat) {
            case LinearNode.X -> {
                if (!map.readsAll()) {
                    Numbers.fill(arrays[seat], groups.rows() * map.inWidth(), 0);
                }
            }
            case LinearNode.RESULT -> {
                if (!map.writesAll()) {
                    Numbers.fill(arrays[seat], groups.rows() * map.outWidth(), 0);
                }
            }
            default -> Numbers.fill(arrays[seat], groups.count() * map.weightSize(), 0);
        }
    }
}
