package org.gaunt.kernel.form;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gaunt.kernel.LaneAssembler;

/** Emits the methods of a {@link BlockPlan}. */
final class BlockEmitter {
    private final BlockFrame frame;
    private final LaneAssembler lanes;
    private final BlockPlan plan;

    BlockEmitter(BlockFrame frame) {
        this.frame = frame;
        this.lanes = frame.lanes;
        this.plan = frame.layout.plan();
    }

    void emit(List<BlockPlan.Unit> units) {
        switch (units.getFirst()) {
            case BlockPlan.RightUnit r ->
                emitRight(units.stream().map(BlockPlan.RightUnit.class::cast).toList());
            case BlockPlan.LeftUnit l ->
                emitLeft(units.stream().map(BlockPlan.LeftUnit.class::cast).toList());
            case BlockPlan.MatrixUnit m ->
                emitMatrix(units.stream().map(BlockPlan.MatrixUnit.class::cast).toList());
        }
        frame.end();
    }

    /** Copies components of the block's rows into the scratch array, for some channels; of an open seat only those to be set to zero. */
    void emitStageIn(int key, int from, int to) {
        Set<Integer> keys = Set.of(key);
        frame.overRows(() -> {
            frame.addresses(keys, false);
            boolean input = key < frame.layout.form().operands().size();
            int source = input ? frame.arrayAddress(key) : -1;
            for (int c = from; c < to; c++) {
                for (int p = 0; p < frame.width; p++) {
                    if (input) {
                        frame.loadArray(key, source, c, p);
                        frame.store(key, frame.addressOf(key), c, p);
                    } else if (plan.isZeroFirst(
                            key - frame.layout.form().operands().size(), c)) {
                        lanes.zero();
                        frame.store(key, frame.addressOf(key), c, p);
                    }
                }
            }
        });
        frame.end();
    }

    /** Adds or copies components of an open seat from the scratch array to where they belong. */
    void emitStageOut(int key, int from, int to, boolean add) {
        Set<Integer> keys = Set.of(key);
        frame.overRows(() -> {
            frame.addresses(keys, false);
            int target = frame.arrayAddress(key);
            for (int c = from; c < to; c++) {
                for (int p = 0; p < frame.width; p++) {
                    frame.load(key, frame.addressOf(key), c, p);
                    if (add) {
                        frame.loadArray(key, target, c, p);
                        lanes.add();
                    }
                    frame.storeArray(key, target, c, p);
                }
            }
        });
        frame.end();
    }

    /** Sums stay in registers while the rows go by. */
    private void emitRight(List<BlockPlan.RightUnit> units) {
        Set<Integer> targets = new LinkedHashSet<>();
        Set<Integer> inputs = new LinkedHashSet<>();
        for (BlockPlan.RightUnit u : units) {
            targets.add(frame.seatKey(u.seat()));
            inputs.addAll(BlockFrame.inputs(termsOf(u)));
        }
        {
            frame.addresses(targets, true);
            List<int[][]> sums = new ArrayList<>();
            for (BlockPlan.RightUnit u : units) {
                int[][] sum = new int[u.k1() - u.k0()][];
                for (int k = 0; k < sum.length; k++) {
                    sum[k] = frame.newVectors();
                    for (int p = 0; p < frame.width; p++) {
                        if (u.fresh()) {
                            lanes.zero();
                        } else {
                            load(u, k, p);
                        }
                        lanes.put(sum[k][p]);
                    }
                }
                sums.add(sum);
            }
            frame.overRows(() -> {
                frame.addresses(inputs, false);
                frame.matrixAddress();
                for (int n = 0; n < units.size(); n++) {
                    addRow(units.get(n), sums.get(n));
                }
            });
            for (int n = 0; n < units.size(); n++) {
                BlockPlan.RightUnit u = units.get(n);
                for (int k = 0; k < u.k1() - u.k0(); k++) {
                    for (int p = 0; p < frame.width; p++) {
                        lanes.get(sums.get(n)[k][p]);
                        int key = frame.seatKey(u.seat());
                        frame.store(key, frame.addressOf(key), u.group().any().rightFirst() + u.k0() + k, p);
                    }
                }
            }
        }
    }

    private void load(BlockPlan.RightUnit u, int k, int part) {
        int key = frame.seatKey(u.seat());
        frame.load(key, frame.addressOf(key), u.group().any().rightFirst() + u.k0() + k, part);
    }

    private static List<MatrixTerm> termsOf(BlockPlan.RightUnit u) {
        return u.group().terms().stream().filter(t -> t.right() == u.right()).toList();
    }

    private void addRow(BlockPlan.RightUnit u, int[][] sum) {
        Map<Integer, Integer> at = frame.addresses();
        Map<Integer, int[]> weights = frame.weights(termsOf(u), at);
        int[] s = frame.newVectors();
        int m = lanes.newVector();
        for (List<List<Integer>> matrix : BlockPlan.matrices(u.group(), u.right())) {
            List<MatrixTerm> terms =
                    termsOf(u).stream().filter(t -> t.matrix().equals(matrix)).toList();
            for (int i = 0; i < u.group().rows(); i++) {
                List<Integer> row = matrix.get(i).subList(u.k0(), u.k1());
                if (row.stream().noneMatch(frame::present)) {
                    continue;
                }
                frame.combine(terms, i, weights, at, s);
                for (int k = 0; k < row.size(); k++) {
                    if (frame.present(row.get(k))) {
                        frame.entry(row.get(k));
                        lanes.put(m);
                        for (int p = 0; p < frame.width; p++) {
                            multiplyAdd(m, s[p], sum[k][p]);
                        }
                    }
                }
                frame.barrier();
            }
        }
    }

    /** {@code sum += a * b}. */
    private void multiplyAdd(int a, int b, int sum) {
        lanes.get(a);
        lanes.get(b);
        lanes.get(sum);
        lanes.fma();
        lanes.put(sum);
    }

    private void emitLeft(List<BlockPlan.LeftUnit> units) {
        Set<Integer> keys = new LinkedHashSet<>();
        for (BlockPlan.LeftUnit u : units) {
            for (MatrixTerm t : u.group().terms()) {
                int left = plan.seatOf(t.left());
                int weight = plan.seatOf(t.weight());
                if (left >= 0) {
                    keys.add(frame.seatKey(left));
                    if (t.hasWeight()) {
                        keys.add(t.weight());
                    }
                }
                if (weight >= 0) {
                    keys.add(frame.seatKey(weight));
                    keys.add(t.left());
                }
                if (left >= 0 || weight >= 0) {
                    keys.add(t.right());
                }
            }
        }
        frame.overRows(() -> {
            frame.addresses(keys, false);
            frame.matrixAddress();
            Map<Integer, Integer> at = frame.addresses();
            for (BlockPlan.LeftUnit u : units) {
                spread(u, at, columnSums(u, at));
            }
        });
    }

    /** u_i = Σ_k M_ik right_k for each pair; absent where all entries are zero. */
    private Map<BlockPlan.Pair, int[][]> columnSums(BlockPlan.LeftUnit u, Map<Integer, Integer> at) {
        Map<BlockPlan.Pair, int[][]> result = new HashMap<>();
        int count = u.i1() - u.i0();
        for (BlockPlan.Pair pair : u.pairs()) {
            result.put(pair, new int[count][]);
        }
        int m = lanes.newVector();
        int[] g = frame.newVectors();
        Set<Integer> rights = new LinkedHashSet<>();
        u.pairs().forEach(pair -> rights.add(pair.right()));
        for (int right : rights) {
            for (int k = 0; k < u.group().columns(); k++) {
                for (int p = 0; p < frame.width; p++) {
                    frame.load(
                            right, BlockFrame.local(at, right), u.group().any().rightFirst() + k, p);
                    lanes.put(g[p]);
                }
                for (BlockPlan.Pair pair : u.pairs()) {
                    for (int i = 0; i < count && pair.right() == right; i++) {
                        int node = pair.matrix().get(u.i0() + i).get(k);
                        if (frame.present(node)) {
                            addColumn(node, m, g, columns(result, pair), i);
                        }
                    }
                }
            }
        }
        return result;
    }

    private static int[][] columns(Map<BlockPlan.Pair, int[][]> sums, BlockPlan.Pair pair) {
        int[][] columns = sums.get(pair);
        if (columns == null) {
            throw new IllegalStateException("no sums of " + pair);
        }
        return columns;
    }

    private void addColumn(int node, int m, int[] g, int[][] sums, int i) {
        frame.entry(node);
        lanes.put(m);
        boolean first = sums[i] == null;
        if (first) {
            sums[i] = frame.newVectors();
        }
        for (int p = 0; p < frame.width; p++) {
            if (first) {
                lanes.get(m);
                lanes.get(g[p]);
                lanes.mul();
                lanes.put(sums[i][p]);
            } else {
                multiplyAdd(m, g[p], sums[i][p]);
            }
        }
    }

    private void spread(BlockPlan.LeftUnit u, Map<Integer, Integer> at, Map<BlockPlan.Pair, int[][]> columnSums) {
        List<MatrixTerm> toLeft = u.group().terms().stream()
                .filter(t -> plan.seatOf(t.left()) >= 0)
                .toList();
        Map<Integer, int[]> weights = frame.weights(toLeft, at);
        Map<Integer, int[]> weightSums = new HashMap<>();
        int[] s = frame.newVectors();
        int[] x = frame.newVectors();
        for (int i = 0; i < u.i1() - u.i0(); i++) {
            Set<Integer> seats = new LinkedHashSet<>();
            toLeft.forEach(t -> seats.add(plan.seatOf(t.left())));
            for (int seat : seats) {
                addLeft(u, i, seat, toLeft, at, columnSums, weights, s);
            }
            for (MatrixTerm t : u.group().terms()) {
                int seat = plan.seatOf(t.weight());
                int[] sum = columns(columnSums, new BlockPlan.Pair(t.matrix(), t.right()))[i];
                if (seat < 0 || sum == null) {
                    continue;
                }
                boolean first = !weightSums.containsKey(seat);
                int[] into = weightSums.computeIfAbsent(seat, k -> frame.newVectors());
                for (int p = 0; p < frame.width; p++) {
                    frame.load(t.left(), BlockFrame.local(at, t.left()), t.leftFirst() + u.i0() + i, p);
                    lanes.put(x[p]);
                    if (first) {
                        lanes.get(x[p]);
                        lanes.get(sum[p]);
                        lanes.mul();
                        lanes.put(into[p]);
                    } else {
                        multiplyAdd(x[p], sum[p], into[p]);
                    }
                }
            }
        }
        weightSums.forEach((seat, sum) -> {
            int component = u.group().any().weightComponent();
            int key = frame.seatKey(seat);
            for (int p = 0; p < frame.width; p++) {
                lanes.get(sum[p]);
                addAndStore(u.fresh().contains(seat), key, BlockFrame.local(at, key), component, p);
            }
        });
        fillEmpty(u, at, weightSums.keySet());
    }

    /** A weight whose terms are all zero still has to be written if nobody else does. */
    private void fillEmpty(BlockPlan.LeftUnit u, Map<Integer, Integer> at, Set<Integer> summed) {
        Set<Integer> seen = new LinkedHashSet<>(summed);
        for (MatrixTerm t : u.group().terms()) {
            int seat = plan.seatOf(t.weight());
            if (seat >= 0 && u.fresh().contains(seat) && seen.add(seat)) {
                int key = frame.seatKey(seat);
                for (int p = 0; p < frame.width; p++) {
                    lanes.zero();
                    frame.store(key, BlockFrame.local(at, key), t.weightComponent(), p);
                }
            }
        }
    }

    /** left_i += Σ weight · u_i. */
    private void addLeft(
            BlockPlan.LeftUnit u,
            int i,
            int seat,
            List<MatrixTerm> toLeft,
            Map<Integer, Integer> at,
            Map<BlockPlan.Pair, int[][]> columnSums,
            Map<Integer, int[]> weights,
            int[] s) {
        int key = frame.seatKey(seat);
        int component = u.group().any().leftFirst() + u.i0() + i;
        for (int p = 0; p < frame.width; p++) {
            boolean empty = u.fresh().contains(seat);
            if (!empty) {
                frame.load(key, BlockFrame.local(at, key), component, p);
                lanes.put(s[p]);
            }
            for (MatrixTerm t : toLeft) {
                int[] sum = columns(columnSums, new BlockPlan.Pair(t.matrix(), t.right()))[i];
                if (plan.seatOf(t.left()) != seat || sum == null) {
                    continue;
                }
                lanes.get(sum[p]);
                int[] w = weights.get(t.weight());
                if (w != null) {
                    lanes.get(w[p]);
                }
                if (!empty) {
                    lanes.get(s[p]);
                }
                if (w != null && empty) {
                    lanes.mul();
                } else if (w != null) {
                    lanes.fma();
                } else if (!empty) {
                    lanes.add();
                }
                lanes.put(s[p]);
                empty = false;
            }
            if (empty) {
                lanes.zero();
                lanes.put(s[p]);
            }
            lanes.get(s[p]);
            frame.store(key, BlockFrame.local(at, key), component, p);
        }
    }

    /** {@code v ->}, into the component, added to what is there unless it is fresh. */
    private void addAndStore(boolean fresh, int key, int address, int component, int part) {
        if (!fresh) {
            frame.load(key, address, component, part);
            lanes.add();
        }
        frame.store(key, address, component, part);
    }

    /** Sums over channels stay in registers while the channels go by; their lanes are added up later. */
    private void emitMatrix(List<BlockPlan.MatrixUnit> units) {
        Set<Integer> keys = new LinkedHashSet<>();
        for (BlockPlan.MatrixUnit u : units) {
            List<MatrixTerm> terms = termsOf(u);
            keys.addAll(BlockFrame.inputs(terms));
            terms.forEach(t -> keys.add(t.right()));
        }
        Map<Integer, Integer> sums = new HashMap<>();
        units.forEach(u -> u.slots().values().forEach(slot -> sums.put(slot, lanes.newVector())));
        frame.overRows(() -> {
            frame.addresses(keys, false);
            frame.sumAddress();
            sums.values().forEach(local -> {
                lanes.zero();
                lanes.put(local);
            });
            frame.overChannels(() -> {
                Map<Integer, Integer> at = frame.atChannel(keys);
                for (BlockPlan.MatrixUnit u : units) {
                    addProducts(u, at, sums);
                }
            });
            sums.forEach((slot, local) -> {
                int offset = slot * frame.layout.vectorLanes();
                lanes.get(local);
                if (lanes.lanes() < frame.layout.vectorLanes()) {
                    lanes.load(frame.scratch(), frame.sumLocal(), offset);
                    lanes.add();
                }
                lanes.store(frame.scratch(), frame.sumLocal(), offset);
            });
        });
    }

    private static List<MatrixTerm> termsOf(BlockPlan.MatrixUnit u) {
        return u.group().terms().stream()
                .filter(t -> t.matrix().equals(u.matrix()))
                .toList();
    }

    private void addProducts(BlockPlan.MatrixUnit u, Map<Integer, Integer> at, Map<Integer, Integer> sums) {
        List<MatrixTerm> all = termsOf(u);
        Map<Integer, int[]> weights = frame.weights(all, at);
        int[] s = frame.newVectors();
        int g = lanes.newVector();
        Set<Integer> rights = new LinkedHashSet<>();
        all.forEach(t -> rights.add(t.right()));
        for (int right : rights) {
            List<MatrixTerm> terms =
                    all.stream().filter(t -> t.right() == right).toList();
            for (int i = u.i0(); i < u.i1(); i++) {
                List<Integer> row = u.matrix().get(i);
                if (row.subList(u.k0(), u.k1()).stream()
                        .noneMatch(n -> u.slots().containsKey(n))) {
                    continue;
                }
                frame.combine(terms, i, weights, at, s);
                for (int k = u.k0(); k < u.k1(); k++) {
                    Integer slot = u.slots().get(row.get(k));
                    Integer sum = slot == null ? null : sums.get(slot);
                    if (sum != null) {
                        frame.load(
                                right,
                                BlockFrame.local(at, right),
                                u.group().any().rightFirst() + k,
                                0);
                        lanes.put(g);
                        multiplyAdd(g, s[0], sum);
                    }
                }
            }
        }
    }
}
