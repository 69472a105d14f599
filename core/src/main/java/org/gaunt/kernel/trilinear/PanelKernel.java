package org.gaunt.kernel.trilinear;

import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;

/**
 * A kernel that works on panels: some pairs of rows and channels side by side, so that vectors are full whatever the number of
 * channels is.
 *
 * <p>Pair p is channel p % channels of row p / channels. A panel is laid out [component][pair], its working set stays in the cache,
 * and the last one is filled up with zeros. Panels of one row with all its channels are used where they lie.
 */
abstract class PanelKernel implements CompiledTrilinearMap {
    private final Precision precision;
    private final int[] components;
    private final int channels;
    private final int width;
    private final Panels panels;

    PanelKernel(TrilinearMap map, Precision precision, Target target) {
        this.precision = precision;
        this.components = new int[] {map.components(0), map.components(1), map.components(2)};
        this.channels = map.channels();
        this.width = width(channels, target, precision);
        this.panels = new Panels(channels, width, precision, target);
    }

    /** All channels of a row where these are full blocks of lanes and neither too few nor too many, else those of a panel. */
    private static int width(int channels, Target target, Precision precision) {
        int panel = target.blocks().panel();
        return channels % LaneLoops.granularity(target, precision) == 0 && channels <= 2 * panel ? channels : panel;
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

    /** Lengths of the arrays that {@link #evaluate(int, Object, int, Object, int, Object, int, boolean, Object[], Workspace)} works in. */
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
            Object[] inner,
            Workspace workspace);

    @Override
    public final void evaluate(
            int seat, Object a, Object b, Object out, int rows, boolean accumulate, Workspace workspace) {
        int mark = workspace.mark();
        int[] lengths = innerLengths();
        Object[] inner = new Object[lengths.length];
        for (int k = 0; k < lengths.length; k++) {
            inner[k] = workspace.numbers(precision, lengths[k]);
        }
        if (width == channels) {
            for (int row = 0; row < rows; row++) {
                evaluate(seat, a, row, b, row, out, row, accumulate, inner, workspace);
            }
        } else {
            int first = seat == 0 ? 1 : 0;
            int second = seat == 2 ? 1 : 2;
            Object left = workspace.numbers(precision, components[first] * width);
            Object right = workspace.numbers(precision, components[second] * width);
            Object result = workspace.numbers(precision, components[seat] * width);
            int pairs = Math.multiplyExact(rows, channels);
            for (int from = 0; from < pairs; from += width) {
                int count = Math.min(width, pairs - from);
                panels.pack(a, components[first], 0, components[first], from, count, left);
                panels.pack(b, components[second], 0, components[second], from, count, right);
                evaluate(seat, left, 0, right, 0, result, 0, false, inner, workspace);
                panels.unpack(result, components[seat], 0, components[seat], from, count, out, accumulate, workspace);
            }
        }
        workspace.release(mark);
    }
}
