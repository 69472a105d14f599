package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.LaneMatrix;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;

/**
 * Evaluates a trilinear form that is a sum of {@link Slab}s, in blocks of lanes.
 *
 * <p>With the seat z open: the blocks of x and y go through their chains, meet in the core, and the outcome goes back through the
 * transposed chain of z; likewise for the other seats. Slabs keep what is in flight small enough for the cache.
 */
public final class SlabKernel implements CompiledTrilinearMap {
    /** A slab's chains there and back, ready to be applied. */
    private record Chains(List<List<LaneMatrix>> there, List<List<LaneMatrix>> back, SlabCore core) {}

    private final Precision precision;
    private final int[] components;
    private final int channels;
    private final int lanes;
    private final LaneLoops loops;
    private final List<Chains> slabs = new ArrayList<>();
    private final Panels panels;
    private final int[] spaceSize = new int[3];
    private final int[] headSize = new int[3];
    private final List<List<LaneMatrix>> headsThere;
    private final List<List<LaneMatrix>> headsBack;
    private int middle;

    /**
     * Prepares a form.
     *
     * @param heads for x, y and z matrices that are applied once, before the slabs' own; may be empty
     * @param slabs their sum is the form
     * @param components of x, y and z
     * @param channels of all three
     */
    public SlabKernel(
            List<List<ConstantMatrix>> heads,
            List<Slab> slabs,
            int[] components,
            int channels,
            Precision precision,
            Target target) {
        this.precision = precision;
        this.components = components.clone();
        this.channels = channels;
        this.loops = LaneLoops.of(target, precision);
        for (Slab s : slabs) {
            for (int seat = 0; seat < 3; seat++) {
                spaceSize[seat] = Math.max(spaceSize[seat], s.core().size(seat));
                for (ConstantMatrix m : s.chains().get(seat)) {
                    middle = Math.max(middle, m.rows());
                }
            }
        }
        for (int seat = 0; seat < 3; seat++) {
            List<ConstantMatrix> head = heads.get(seat);
            headSize[seat] = head.isEmpty() ? 0 : head.getLast().rows();
            for (ConstantMatrix m : head) {
                middle = Math.max(middle, m.rows());
            }
        }
        int granularity = LaneLoops.granularity(target, precision);
        int bytes = precision.bytes() * (spaceSize[0] + spaceSize[1] + spaceSize[2] + middle);
        int wanted = Math.min(target.blocks().mostLanes(), target.blocks().slabBytes() / Math.max(1, bytes));
        this.lanes = Math.max(granularity, wanted - wanted % granularity);
        panels = new Panels(channels, lanes, precision, target);
        headsThere = heads.stream().map(this::there).toList();
        headsBack = heads.stream().map(this::back).toList();
        for (Slab s : slabs) {
            this.slabs.add(new Chains(
                    s.chains().stream().map(this::there).toList(),
                    s.chains().stream().map(this::back).toList(),
                    s.core()));
        }
    }

    private List<LaneMatrix> there(List<ConstantMatrix> chain) {
        return chain.stream().map(m -> LaneMatrix.of(m, loops, lanes)).toList();
    }

    private List<LaneMatrix> back(List<ConstantMatrix> chain) {
        return chain.reversed().stream()
                .map(m -> LaneMatrix.of(m.transpose(), loops, lanes))
                .toList();
    }

    /** Working space: blocks of the operands, of their spaces, and of what lies between two matrices. */
    private final class Space {
        final Object[] blocks = new Object[3];
        /** After the heads; the same as the blocks where there is no head. */
        final Object[] heads = new Object[3];

        final Object[] spaces = new Object[3];
        final Object[] between = new Object[2];

        Space(Workspace workspace) {
            for (int seat = 0; seat < 3; seat++) {
                blocks[seat] = workspace.numbers(precision, components[seat] * lanes);
                heads[seat] = headSize[seat] == 0 ? blocks[seat] : workspace.numbers(precision, headSize[seat] * lanes);
                spaces[seat] = workspace.numbers(precision, spaceSize[seat] * lanes);
            }
            between[0] = workspace.numbers(precision, middle * lanes);
            between[1] = workspace.numbers(precision, middle * lanes);
        }
    }

    @Override
    public void evaluate(int seat, Object a, Object b, Object out, int rows, boolean accumulate, Workspace workspace) {
        int first = seat == 0 ? 1 : 0;
        int second = seat == 2 ? 1 : 2;
        int mark = workspace.mark();
        Space w = new Space(workspace);
        int pairs = Math.multiplyExact(rows, channels);
        for (int from = 0; from < pairs; from += lanes) {
            int count = Math.min(lanes, pairs - from);
            panels.pack(a, components[first], 0, components[first], from, count, w.blocks[first]);
            panels.pack(b, components[second], 0, components[second], from, count, w.blocks[second]);
            run(headsThere.get(first), w.blocks[first], w.heads[first], false, w.between);
            run(headsThere.get(second), w.blocks[second], w.heads[second], false, w.between);
            boolean add = false;
            for (Chains slab : slabs) {
                run(slab.there().get(first), w.heads[first], w.spaces[first], false, w.between);
                run(slab.there().get(second), w.heads[second], w.spaces[second], false, w.between);
                slab.core().open(seat, w.spaces, loops, lanes);
                run(slab.back().get(seat), w.spaces[seat], w.heads[seat], add, w.between);
                add = true;
            }
            run(headsBack.get(seat), w.heads[seat], w.blocks[seat], false, w.between);
            panels.unpack(
                    w.blocks[seat], components[seat], 0, components[seat], from, count, out, accumulate, workspace);
        }
        workspace.release(mark);
    }

    private static void run(List<LaneMatrix> chain, Object in, Object out, boolean add, Object[] between) {
        Object at = in;
        for (int k = 0; k < chain.size(); k++) {
            boolean last = k == chain.size() - 1;
            Object to = last ? out : between[k & 1];
            chain.get(k).apply(at, 0, to, 0, last && add);
            at = to;
        }
    }
}
