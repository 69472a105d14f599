package org.gaunt.kernel;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gaunt.form.CompiledLinearMap;
import org.gaunt.form.LinearMap;
import org.gaunt.linalg.Gemm;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;

/** Evaluates the three seats of a {@link LinearMap} by matrix products. */
public final class LinearKernel implements CompiledLinearMap {
    private final LinearMap map;
    private final Precision precision;
    private final Gemm gemm;
    private final List<LinearMap.Block> blocks;

    /** Whether a block is the first to read its segment of x, or to write its segment of the result. */
    private final boolean[] firstToRead;

    private final boolean[] firstToWrite;

    /** Whether all of a row of x, or of the result, is written by the blocks. */
    private final boolean readsAll;

    private final boolean writesAll;

    /** Weights of the largest block. */
    private final int largest;

    /**
     * Prepares a map.
     *
     * @param gemm of the precision of all arrays
     */
    public LinearKernel(LinearMap map, Gemm gemm) {
        this.map = map;
        this.gemm = gemm;
        this.precision = gemm.precision();
        this.blocks = map.blocks();
        firstToRead = new boolean[blocks.size()];
        firstToWrite = new boolean[blocks.size()];
        Set<Integer> read = new HashSet<>();
        Set<Integer> written = new HashSet<>();
        int reads = 0;
        int writes = 0;
        int most = 0;
        for (int k = 0; k < blocks.size(); k++) {
            LinearMap.Block b = blocks.get(k);
            firstToRead[k] = read.add(b.inOffset());
            firstToWrite[k] = written.add(b.outOffset());
            reads += firstToRead[k] ? b.components() * b.mulIn() : 0;
            writes += firstToWrite[k] ? b.components() * b.mulOut() : 0;
            most = Math.max(most, b.mulIn() * b.mulOut());
        }
        largest = most;
        readsAll = reads == map.inWidth();
        writesAll = writes == map.outWidth();
    }

    @Override
    public void run(
            int seat,
            Object[] arrays,
            int[] order,
            int[] starts,
            int first,
            int end,
            boolean accumulate,
            Workspace workspace) {
        int groups = starts.length - 1;
        if (!accumulate) {
            clearWhatIsNotWritten(arrays, order, first, end, groups, seat);
        }
        int mark = workspace.mark();
        Offsets offsets = new Offsets(order, first, end, workspace);
        Object transposed = workspace.numbers(precision, seat == X ? largest : 0);
        for (int k = 0; k < blocks.size(); k++) {
            LinearMap.Block b = blocks.get(k);
            offsets.of(b);
            boolean add = accumulate
                    || switch (seat) {
                        case X -> !firstToRead[k];
                        case RESULT -> !firstToWrite[k];
                        default -> true;
                    };
            for (int g = 0; g < groups; g++) {
                int from = (Math.max(first, starts[g]) - first) * b.components();
                int to = (Math.min(end, starts[g + 1]) - first) * b.components();
                if (from < to) {
                    int weight = g * map.weightSize() + b.weightOffset();
                    block(b, arrays, seat, offsets, from, to, weight, add, transposed, workspace);
                }
            }
        }
        workspace.release(mark);
    }

    /** Where the components of rows begin in x and in the result, of blocks of one shape after the other. */
    private final class Offsets {
        private final int[] order;
        private final int first;
        private final int end;
        private final Workspace workspace;
        private int[] in = {};
        private int[] out = {};
        private int components = -1;
        private int mulIn = -1;
        private int mulOut = -1;

        Offsets(int[] order, int first, int end, Workspace workspace) {
            this.order = order;
            this.first = first;
            this.end = end;
            this.workspace = workspace;
        }

        void of(LinearMap.Block b) {
            if (b.components() == components && b.mulIn() == mulIn && b.mulOut() == mulOut) {
                return;
            }
            components = b.components();
            mulIn = b.mulIn();
            mulOut = b.mulOut();
            int count = (end - first) * components;
            in = in.length < count ? workspace.ints(count) : in;
            out = out.length < count ? workspace.ints(count) : out;
            fill(in, map.inWidth(), mulIn);
            fill(out, map.outWidth(), mulOut);
        }

        private void fill(int[] into, int width, int mul) {
            int n = 0;
            for (int place = first; place < end; place++) {
                int row = order[place] * width;
                for (int k = 0; k < components; k++) {
                    into[n++] = row + k * mul;
                }
            }
        }
    }

    private void block(
            LinearMap.Block b,
            Object[] arrays,
            int seat,
            Offsets offsets,
            int from,
            int to,
            int weight,
            boolean add,
            Object transposed,
            Workspace workspace) {
        Object x = arrays[X];
        Object w = arrays[WEIGHTS];
        Object z = arrays[RESULT];
        int in = b.mulIn();
        int out = b.mulOut();
        switch (seat) {
            case RESULT ->
                gemm.multiply(
                        from,
                        to,
                        in,
                        out,
                        b.scale(),
                        x,
                        offsets.in,
                        b.inOffset(),
                        w,
                        weight,
                        out,
                        z,
                        offsets.out,
                        b.outOffset(),
                        add,
                        workspace);
            case X -> {
                gemm.transpose(in, out, w, weight, out, transposed, 0, in);
                gemm.multiply(
                        from,
                        to,
                        out,
                        in,
                        b.scale(),
                        z,
                        offsets.out,
                        b.outOffset(),
                        transposed,
                        0,
                        in,
                        x,
                        offsets.in,
                        b.inOffset(),
                        add,
                        workspace);
            }
            default ->
                gemm.multiplyTransposed(
                        from,
                        to,
                        in,
                        out,
                        b.scale(),
                        x,
                        offsets.in,
                        b.inOffset(),
                        z,
                        offsets.out,
                        b.outOffset(),
                        w,
                        weight,
                        out,
                        add,
                        workspace);
        }
    }

    private void clearWhatIsNotWritten(Object[] arrays, int[] order, int first, int end, int groups, int seat) {
        switch (seat) {
            case X -> {
                if (!readsAll) {
                    clearRows(arrays[seat], order, first, end, map.inWidth());
                }
            }
            case RESULT -> {
                if (!writesAll) {
                    clearRows(arrays[seat], order, first, end, map.outWidth());
                }
            }
            default -> Precision.clear(arrays[seat], 0, groups * map.weightSize());
        }
    }

    private static void clearRows(Object array, int[] order, int first, int end, int width) {
        for (int place = first; place < end; place++) {
            Precision.clear(array, order[place] * width, (order[place] + 1) * width);
        }
    }
}
