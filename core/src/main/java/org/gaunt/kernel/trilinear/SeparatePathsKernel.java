package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.LaneMatrix;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;

/**
 * Evaluates a {@link SeparatePathsMap} for some pairs of rows and channels at a time, one pair of degrees after the other, whose
 * outputs go to or come from memory at once.
 */
final class SeparatePathsKernel implements CompiledTrilinearMap {
    /** A pair of degrees. */
    private record Couple(int a, int b, int start, int width, LaneMatrix there, LaneMatrix back) {}

    private final SeparatePathsMap map;
    private final Precision precision;
    private final int lanes;
    private final List<Couple> couples = new ArrayList<>();
    private final Panels panels;
    private final WaveLoops waves;

    SeparatePathsKernel(SeparatePathsMap map, Precision precision, Target target) {
        this.map = map;
        this.precision = precision;
        this.lanes = Math.max(
                LaneLoops.granularity(target, precision), target.blocks().coupleBytes() / precision.bytes());
        this.panels = new Panels(map.channels(), lanes, precision, target);
        LaneLoops loops = LaneLoops.of(target, precision);
        waves = WaveLoops.of(lanes, precision, target);
        for (int a = 0; a <= map.l1(); a++) {
            for (int b = 0; b <= map.l2(); b++) {
                ConstantMatrix matrix = CouplingMatrix.of(a, b);
                couples.add(new Couple(
                        a,
                        b,
                        map.start(a, b),
                        SeparatePathsMap.width(a, b),
                        LaneMatrix.of(matrix, loops, lanes),
                        LaneMatrix.of(matrix.transpose(), loops, lanes)));
            }
        }
    }

    /** Working space of one thread. */
    private final class Space {
        final Object x;
        final Object y;
        final Object products;
        final Object outputs;

        Space(Workspace workspace) {
            x = workspace.numbers(precision, map.components(TrilinearMap.X) * lanes);
            y = workspace.numbers(precision, map.components(TrilinearMap.Y) * lanes);
            products = workspace.numbers(precision, (map.l1() + 1) * WaveLoops.products(map.l2()) * lanes);
            outputs = workspace.numbers(precision, SeparatePathsMap.width(map.l1(), map.l2()) * lanes);
        }
    }

    @Override
    public void evaluate(int seat, Object a, Object b, Object out, int rows, boolean accumulate, Workspace workspace) {
        int mark = workspace.mark();
        Space s = new Space(workspace);
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
                            accumulate,
                            workspace);
                } else {
                    panels.pack(b, map.components(TrilinearMap.Z), c.start(), c.width(), from, count, s.outputs);
                    c.back().apply(s.outputs, 0, s.products, 0, false);
                    waves.apply(seat, s.x, c.a(), s.y, c.b(), s.products);
                }
            }
            if (seat != TrilinearMap.Z) {
                Object result = seat == TrilinearMap.X ? s.x : s.y;
                panels.unpack(
                        result, map.components(seat), 0, map.components(seat), from, count, out, accumulate, workspace);
            }
        }
        workspace.release(mark);
    }
}
