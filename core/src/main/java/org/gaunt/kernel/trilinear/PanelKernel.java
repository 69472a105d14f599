package org.gaunt.kernel.trilinear;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.Provider;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that works on panels: some pairs of rows and channels side by side, so that vectors are full whatever the number of
 * channels is.
 *
 * <p>Pair p is channel p % channels of row p / channels. A panel is laid out [component][pair], its working set stays in the cache,
 * and the last one is filled up with zeros. Panels of one row with all its channels are used where they lie.
 */
abstract class PanelKernel implements TrilinearKernel {
    /** Pairs of a panel: calls of generated code are worth their while, and what is in flight stays in the second-level cache. */
    static final int WIDTH = 64;

    private final Precision precision;
    private final int[] components;
    private final int channels;
    private final int width;
    private final Panels panels;
    private final AtomicReference<@Nullable Buffers> spare = new AtomicReference<>();

    /**
     * The working space of one thread.
     *
     * @param panels packed operands by seat; absent where rows are used where they lie
     * @param inner what the subclass asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Buffers(Object[] panels, Object[] inner) {}

    PanelKernel(TrilinearMap map, Precision precision, Provider provider) {
        this.precision = precision;
        this.components = new int[] {map.components(0), map.components(1), map.components(2)};
        this.channels = map.channels();
        this.width = width(channels, provider, precision);
        this.panels = new Panels(channels, width, precision, provider);
    }

    /** All channels of a row where these are full blocks of lanes and neither too few nor too many, else {@link #WIDTH}. */
    private static int width(int channels, Provider provider, Precision precision) {
        return channels % LaneLoops.granularity(provider, precision) == 0 && channels <= 2 * WIDTH ? channels : WIDTH;
    }

    final Precision precision() {
        return precision;
    }

    /** Pairs of a panel. */
    final int width() {
        return width;
    }

    /** Copies between rows and panels. */
    final Panels panels() {
        return panels;
    }

    /** Lengths of the arrays that {@link #evaluate(int, Object, int, Object, int, Object, int, boolean, Object[])} works in. */
    abstract int[] innerLengths();

    /** Evaluates one panel: row aRow of a and so on. */
    abstract void evaluate(
            int seat,
            Object a,
            int aRow,
            Object b,
            int bRow,
            Object out,
            int outRow,
            boolean accumulate,
            Object[] inner);

    @Override
    public final int scratchLength() {
        return 0;
    }

    @Override
    public final void evaluate(int seat, Object a, Object b, Object out, int rows, boolean accumulate, Object scratch) {
        Buffers buffers = spare.getAndSet(null);
        if (buffers == null) {
            buffers = newBuffers();
        }
        if (width == channels) {
            for (int row = 0; row < rows; row++) {
                evaluate(seat, a, row, b, row, out, row, accumulate, buffers.inner());
            }
        } else {
            int first = seat == 0 ? 1 : 0;
            int second = seat == 2 ? 1 : 2;
            Object left = buffers.panels()[first];
            Object right = buffers.panels()[second];
            Object result = buffers.panels()[seat];
            int pairs = Math.multiplyExact(rows, channels);
            for (int from = 0; from < pairs; from += width) {
                int count = Math.min(width, pairs - from);
                panels.pack(a, components[first], 0, components[first], from, count, left);
                panels.pack(b, components[second], 0, components[second], from, count, right);
                evaluate(seat, left, 0, right, 0, result, 0, false, buffers.inner());
                panels.unpack(result, components[seat], 0, components[seat], from, count, out, accumulate);
            }
        }
        spare.set(buffers);
    }

    private Buffers newBuffers() {
        Object[] panels = new Object[3];
        for (int k = 0; k < 3; k++) {
            panels[k] = precision.newArray(width == channels ? 0 : components[k] * width);
        }
        return new Buffers(
                panels,
                Arrays.stream(innerLengths()).mapToObj(precision::newArray).toArray());
    }
}
