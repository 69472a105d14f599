package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.LaneMatrix;
import org.gaunt.kernel.Provider;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a {@link SeparatePathsMap} for some pairs of rows and channels at a time, one pair of degrees after the other, whose
 * outputs go to or come from memory at once.
 */
final class SeparatePathsKernel implements TrilinearKernel {
    /** Bytes of a component of all pairs of a block: what a couple of degrees takes should stay in the first-level cache. */
    private static final int BLOCK_BYTES = 128;

    /** A pair of degrees. */
    private record Couple(int a, int b, int start, int width, LaneMatrix there, LaneMatrix back) {}

    private final SeparatePathsMap map;
    private final Precision precision;
    private final int lanes;
    private final List<Couple> couples = new ArrayList<>();
    private final Panels panels;
    private final WaveLoops waves;
    private final AtomicReference<@Nullable Space> spare = new AtomicReference<>();

    SeparatePathsKernel(SeparatePathsMap map, Precision precision, Provider provider) {
        this.map = map;
        this.precision = precision;
        this.lanes = Math.max(LaneLoops.granularity(provider, precision), BLOCK_BYTES / precision.bytes());
        this.panels = new Panels(map.channels(), lanes, precision, provider);
        LaneLoops loops = LaneLoops.of(provider, precision);
        waves = WaveLoops.of(lanes, precision, provider);
        for (int a = 0; a <= map.l1(); a++) {
            for (int b = 0; b <= map.l2(); b++) {
                ConstantMatrix matrix = CouplingMatrix.of(a, b);
                couples.add(new Couple(
                        a,
                        b,
                        map.start(a, b),
                        SeparatePathsMap.width(a, b),
                        LaneMatrix.of(matrix, loops, precision, lanes),
                        LaneMatrix.of(matrix.transpose(), loops, precision, lanes)));
            }
        }
    }

    /** Working space of one thread. */
    private final class Space {
        final Object x = precision.newArray(map.components(TrilinearMap.X) * lanes);
        final Object y = precision.newArray(map.components(TrilinearMap.Y) * lanes);
        final Object products = precision.newArray((map.l1() + 1) * WaveLoops.products(map.l2()) * lanes);
        final Object outputs = precision.newArray(SeparatePathsMap.width(map.l1(), map.l2()) * lanes);
    }

    @Override
    public int scratchLength() {
        return 0;
    }

    @Override
    public void evaluate(int seat, Object a, Object b, Object out, int rows, boolean accumulate, Object scratch) {
        Space s = spare.getAndSet(null);
        if (s == null) {
            s = new Space();
        }
        int pairs = Math.multiplyExact(rows, map.channels());
        for (int from = 0; from < pairs; from += lanes) {
            int count = Math.min(lanes, pairs - from);
            if (seat != TrilinearMap.X) {
                panels.pack(a, map.components(TrilinearMap.X), 0, map.components(TrilinearMap.X), from, count, s.x);
            }
            if (seat != TrilinearMap.Y) {
                Object y = seat == TrilinearMap.X ? a : b;
                panels.pack(y, map.components(TrilinearMap.Y), 0, map.components(TrilinearMap.Y), from, count, s.y);
            }
            if (seat != TrilinearMap.Z) {
                Precision.clear(seat == TrilinearMap.X ? s.x : s.y, 0, map.components(seat) * lanes);
            }
            for (Couple c : couples) {
                if (seat == TrilinearMap.Z) {
                    waves.apply(seat, s.x, c.a(), s.y, c.b(), s.products);
                    c.there().apply(s.products, 0, s.outputs, 0, false);
                    panels.unpack(
                            s.outputs,
                            map.components(TrilinearMap.Z),
                            c.start(),
                            c.width(),
                            from,
                            count,
                            out,
                            accumulate);
                } else {
                    panels.pack(b, map.components(TrilinearMap.Z), c.start(), c.width(), from, count, s.outputs);
                    c.back().apply(s.outputs, 0, s.products, 0, false);
                    waves.apply(seat, s.x, c.a(), s.y, c.b(), s.products);
                }
            }
            if (seat != TrilinearMap.Z) {
                Object result = seat == TrilinearMap.X ? s.x : s.y;
                panels.unpack(result, map.components(seat), 0, map.components(seat), from, count, out, accumulate);
            }
        }
        spare.set(s);
    }
}
