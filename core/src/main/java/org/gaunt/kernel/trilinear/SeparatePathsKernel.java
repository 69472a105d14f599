package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.LaneMatrix;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;
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

    /** The row of wave 0 of a degree among the rows (cosine, sine) of all waves of x. */
    private static int firstWave(int a) {
        return a * (a + 1) / 2;
    }

    /** Working space of one thread. */
    private final class Space {
        final Object x = precision.newArray(map.components(TrilinearMap.X) * lanes);
        final Object y = precision.newArray(map.components(TrilinearMap.Y) * lanes);
        final Object waves = precision.newArray(2 * firstWave(map.l1() + 1) * lanes);
        final Object[] degrees = new Object[map.l2() + 1];
        final Object products = precision.newArray((map.l1() + 1) * WaveLoops.products(map.l2()) * lanes);
        final Object outputs = precision.newArray(SeparatePathsMap.width(map.l1(), map.l2()) * lanes);

        Space() {
            for (int b = 0; b < degrees.length; b++) {
                degrees[b] = precision.newArray((2 * b + 1) * lanes);
            }
        }
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
            spread(s, seat);
            for (Couple c : couples) {
                if (seat == TrilinearMap.Z) {
                    waves(s, c, seat);
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
                    waves(s, c, seat);
                }
            }
            if (seat != TrilinearMap.Z) {
                gather(s, seat);
                Object result = seat == TrilinearMap.X ? s.x : s.y;
                panels.unpack(result, map.components(seat), 0, map.components(seat), from, count, out, accumulate);
            }
        }
        spare.set(s);
    }

    /** The products of the waves of a degree of x with a degree of y, or the gradients by these. */
    private void waves(Space s, Couple c, int seat) {
        int first = 2 * firstWave(c.a()) * lanes;
        Object degree = s.degrees[c.b()];
        waves.apply(seat, false, s.waves, first, 1, degree, c.b(), s.products, 0);
        int products = WaveLoops.products(c.b()) * lanes;
        waves.apply(seat, true, s.waves, first + 2 * lanes, c.a(), degree, c.b(), s.products, products);
    }

    /** Brings x and y into the order of the forms; the open one is cleared. */
    private void spread(Space s, int open) {
        for (int a = 0; a <= map.l1(); a++) {
            for (int v = 0; v <= a; v++) {
                int to = 2 * (firstWave(a) + v) * lanes;
                for (int part = 0; part < (v == 0 ? 1 : 2); part++) {
                    move(s.x, (a * a + a + (part == 0 ? v : -v)) * lanes, s.waves, to + part * lanes, open == 0);
                }
            }
        }
        for (int b = 0; b <= map.l2(); b++) {
            for (int k = 0; k <= 2 * b; k++) {
                move(s.y, (b * b + k) * lanes, s.degrees[b], k * lanes, open == 1);
            }
        }
    }

    /** The way back for the open one. */
    private void gather(Space s, int open) {
        for (int a = 0; a <= map.l1() && open == 0; a++) {
            for (int v = -a; v <= a; v++) {
                int from = 2 * (firstWave(a) + Math.abs(v)) + (v < 0 ? 1 : 0);
                move(s.waves, from * lanes, s.x, (a * a + a + v) * lanes, false);
            }
        }
        for (int b = 0; b <= map.l2() && open == 1; b++) {
            move(s.degrees[b], 0, s.y, b * b * lanes, false, (2 * b + 1) * lanes);
        }
    }

    private void move(Object from, int at, Object to, int start, boolean clear) {
        move(from, at, to, start, clear, lanes);
    }

    @SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays of one precision
    private static void move(Object from, int at, Object to, int start, boolean clear, int length) {
        if (!clear) {
            System.arraycopy(from, at, to, start, length);
        } else {
            Precision.clear(to, start, start + length);
        }
    }
}
