package org.gaunt.kernel.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a {@link BlockCompiler} emits: the work of a form of {@link MatrixTerm}s with certain seats open, cut into units that fit
 * into registers, and units gathered into methods.
 *
 * <p>There are three kinds of work, one for each place an open seat can have in a term: sums over the matrix's rows for a seat on
 * the right, sums over its columns for seats on the left and for weights (which share them), and sums over channels for the
 * matrix itself.
 */
final class BlockPlan {
    /** Vector operations of a method; the time to compile one grows faster than its length. */
    private static final int METHOD_LIMIT = 110;

    /** Terms that differ only in their operands and in their matrix's numbers. */
    record Group(int rows, int columns, List<MatrixTerm> terms) {
        MatrixTerm any() {
            return terms.getFirst();
        }
    }

    /** A matrix of a group and a right operand: what is multiplied once for all terms that have both. */
    record Pair(List<List<Integer>> matrix, int right) {}

    /** Something that a method computes for every block of channels. */
    sealed interface Unit {
        /** Vectors that must stay in registers through the method's inner loop. */
        int accumulators();

        /** Roughly how many vector operations there are. */
        int weight();
    }

    /** right_k += Σ_i M_ik (Σ weight · left_i), k0 <= k < k1, summed over rows with the same right row. */
    record RightUnit(Group group, int seat, int right, int k0, int k1, boolean fresh, int width) implements Unit {
        @Override
        public int accumulators() {
            return (k1 - k0) * width;
        }

        @Override
        public int weight() {
            int matrices = matrices(group, right).size();
            return matrices * group.rows() * (1 + (k1 - k0) * (1 + width) + 2 * width);
        }
    }

    /**
     * u_i = Σ_k M_ik right_k, then left_i += weight · u_i and weight += Σ_i left_i u_i, i0 <= i < i1.
     *
     * @param fresh open seats that are overwritten, since nothing was written before
     */
    record LeftUnit(Group group, List<Pair> pairs, int i0, int i1, Set<Integer> fresh, int width) implements Unit {
        @Override
        public int accumulators() {
            return 0; // nothing lives longer than one round
        }

        @Override
        public int weight() {
            return pairs.size() * group.columns() * (i1 - i0) * (1 + width)
                    + group.terms().size() * 3 * (i1 - i0);
        }
    }

    /** Sums over channels of (Σ weight · left_i) right_k for some entries of one matrix. */
    record MatrixUnit(
            Group group, List<List<Integer>> matrix, int i0, int i1, int k0, int k1, Map<Integer, Integer> slots)
            implements Unit {
        @Override
        public int accumulators() {
            return slots.size();
        }

        @Override
        public int weight() {
            return (i1 - i0) * (k1 - k0) * 2 + 2 * (i1 - i0);
        }
    }

    private final Form form;
    private final int[] seats;
    private final boolean[] accumulate;
    private final int registers;
    private final int width;
    private final List<Group> groups;
    private final Map<Integer, Integer> entries = new LinkedHashMap<>();
    private final List<Integer> sums = new ArrayList<>();
    private final List<List<Unit>> methods = new ArrayList<>();
    private final List<Set<Integer>> written = new ArrayList<>();
    private final List<Set<Integer>> zeroFirst = new ArrayList<>();
    private final boolean[] staged;
    private final boolean[] cleared;
    private final boolean[] varying;

    /**
     * Plans.
     *
     * @param width vectors of channels that are worked on at a time
     * @param registers vectors that the processor holds
     */
    BlockPlan(Form form, int[] seats, boolean[] accumulate, int width, int registers) {
        this.form = form;
        this.seats = seats;
        this.accumulate = accumulate;
        this.width = width;
        this.registers = registers;
        this.groups = group(form.terms());
        this.cleared = new boolean[seats.length];
        this.varying = varying();
        this.staged = new boolean[seats.length];
        for (int s = 0; s < seats.length; s++) {
            int seat = seats[s];
            staged[s] = groups.stream().flatMap(g -> g.terms().stream()).anyMatch(t -> t.left() == seat);
            written.add(new HashSet<>());
            zeroFirst.add(new HashSet<>());
        }
        planRight();
        planLeft();
        planMatrix();
        for (int s = 0; s < seats.length; s++) {
            Operand o = form.operands().get(seats[s]);
            cleared[s] |= o.channels() && !accumulate[s] && written.get(s).size() < o.components();
            cleared[s] &= !staged[s];
            for (int c = 0; c < o.components(); c++) {
                if (!written.get(s).contains(c)) {
                    zeroFirst.get(s).add(c);
                }
            }
        }
    }

    private static List<Group> group(List<MatrixTerm> terms) {
        Map<List<Integer>, List<MatrixTerm>> byPlace = new LinkedHashMap<>();
        for (MatrixTerm t : terms) {
            List<Integer> place = List.of(
                    t.hasWeight() ? t.weightComponent() : -1,
                    t.leftFirst(),
                    t.rightFirst(),
                    t.matrix().size(),
                    t.matrix().getFirst().size());
            byPlace.computeIfAbsent(place, p -> new ArrayList<>()).add(t);
        }
        return byPlace.values().stream()
                .map(all -> new Group(
                        all.getFirst().matrix().size(),
                        all.getFirst().matrix().getFirst().size(),
                        all))
                .toList();
    }

    /** The different matrices of terms with this right operand. */
    static List<List<List<Integer>>> matrices(Group group, int right) {
        Set<List<List<Integer>>> found = new LinkedHashSet<>();
        for (MatrixTerm t : group.terms()) {
            if (t.right() == right) {
                found.add(t.matrix());
            }
        }
        return List.copyOf(found);
    }

    /** Even parts of at most {@code most}: part p is from {@code p * n / parts}. */
    private static int parts(int n, int most) {
        return (n + most - 1) / most;
    }

    private void planRight() {
        List<Unit> units = new ArrayList<>();
        for (Group g : groups) {
            for (int s = 0; s < seats.length; s++) {
                int right = seats[s];
                if (g.terms().stream().noneMatch(t -> t.right() == right)) {
                    continue;
                }
                int parts = parts(g.columns(), Math.max(1, (registers - 4) / width));
                for (int p = 0; p < parts; p++) {
                    int from = p * g.columns() / parts;
                    int to = (p + 1) * g.columns() / parts;
                    boolean fresh = touch(s, g.any().rightFirst() + from, to - from);
                    units.add(new RightUnit(g, s, right, from, to, fresh, width));
                }
                for (List<List<Integer>> m : matrices(g, right)) {
                    need(m);
                }
            }
        }
        pack(units);
    }

    private void planLeft() {
        List<Unit> units = new ArrayList<>();
        for (Group g : groups) {
            Set<Pair> pairs = new LinkedHashSet<>();
            for (MatrixTerm t : g.terms()) {
                if (seatOf(t.left()) >= 0 || seatOf(t.weight()) >= 0) {
                    pairs.add(new Pair(t.matrix(), t.right()));
                    need(t.matrix());
                }
            }
            if (pairs.isEmpty()) {
                continue;
            }
            int parts = parts(g.rows(), Math.max(1, registers / 2 / width / pairs.size()));
            for (int p = 0; p < parts; p++) {
                int from = p * g.rows() / parts;
                int to = (p + 1) * g.rows() / parts;
                Set<Integer> fresh = new HashSet<>();
                for (MatrixTerm t : g.terms()) {
                    int left = seatOf(t.left());
                    if (left >= 0 && !fresh.contains(left) && touch(left, t.leftFirst() + from, to - from)) {
                        fresh.add(left);
                    }
                    int weight = seatOf(t.weight());
                    if (weight >= 0 && !fresh.contains(weight) && touch(weight, t.weightComponent(), 1)) {
                        fresh.add(weight);
                    }
                }
                units.add(new LeftUnit(g, List.copyOf(pairs), from, to, fresh, width));
            }
        }
        pack(units);
    }

    private void planMatrix() {
        List<Unit> units = new ArrayList<>();
        for (Group g : groups) {
            Set<List<List<Integer>>> matrices = new LinkedHashSet<>();
            g.terms().forEach(t -> matrices.add(t.matrix()));
            for (List<List<Integer>> m : matrices) {
                Set<Integer> nodes = new HashSet<>();
                m.forEach(nodes::addAll);
                boolean whole = nodes.size() <= registers - 4;
                int rowParts = whole ? 1 : parts(g.rows(), registers / 5);
                int columnParts = whole ? 1 : parts(g.columns(), registers / 4);
                for (int p = 0; p < rowParts * columnParts; p++) {
                    int row = p / columnParts;
                    int column = p % columnParts;
                    int i0 = row * g.rows() / rowParts;
                    int i1 = (row + 1) * g.rows() / rowParts;
                    int k0 = column * g.columns() / columnParts;
                    int k1 = (column + 1) * g.columns() / columnParts;
                    Map<Integer, Integer> slots = slots(m, i0, i1, k0, k1);
                    if (!slots.isEmpty()) {
                        units.add(new MatrixUnit(g, m, i0, i1, k0, k1, slots));
                    }
                }
            }
        }
        pack(units);
    }

    /** A new sum for every different entry of a part of a matrix that depends on an open seat. */
    private Map<Integer, Integer> slots(List<List<Integer>> m, int i0, int i1, int k0, int k1) {
        Map<Integer, Integer> slots = new LinkedHashMap<>();
        for (int i = i0; i < i1; i++) {
            for (int k = k0; k < k1; k++) {
                int node = m.get(i).get(k);
                if (varying[node] && !slots.containsKey(node)) {
                    slots.put(node, sums.size());
                    sums.add(node);
                }
            }
        }
        return slots;
    }

    /** Which nodes of matrices depend on an open seat. */
    private boolean[] varying() {
        ExprGraph graph = form.graph();
        boolean[] result = new boolean[graph.size()];
        for (int n = 0; n < result.length; n++) {
            result[n] = switch (graph.op(n)) {
                case CONST -> false;
                case INPUT -> seatOf(graph.first(n)) >= 0;
                case ADD, MUL -> result[graph.first(n)] || result[graph.second(n)];
                default -> result[graph.first(n)];
            };
        }
        return result;
    }

    private void need(List<List<Integer>> matrix) {
        for (List<Integer> row : matrix) {
            for (int node : row) {
                if (!form.graph().isConstant(node)) {
                    entries.putIfAbsent(node, entries.size());
                }
            }
        }
    }

    /** Notes that components of a seat are written; true if the first writer need not add. */
    private boolean touch(int seat, int first, int count) {
        int before = 0;
        List<Integer> now = new ArrayList<>();
        for (int c = first; c < first + count; c++) {
            if (written.get(seat).add(c)) {
                now.add(c);
            } else {
                before++;
            }
        }
        if (accumulate[seat] && !staged[seat]) {
            return false;
        }
        if (before > 0) {
            zeroFirst.get(seat).addAll(now);
        }
        cleared[seat] |= before > 0 && before < count;
        return before == 0;
    }

    private void pack(List<Unit> units) {
        List<Unit> open = new ArrayList<>();
        int held = 0;
        int weight = 0;
        for (Unit u : units) {
            boolean full = held + u.accumulators() > registers - 4 || weight + u.weight() > METHOD_LIMIT;
            if (full && !open.isEmpty()) {
                methods.add(List.copyOf(open));
                open.clear();
                held = 0;
                weight = 0;
            }
            open.add(u);
            held += u.accumulators();
            weight += u.weight();
        }
        if (!open.isEmpty()) {
            methods.add(List.copyOf(open));
        }
    }

    /** The place of an operand among the open seats, or -1. */
    int seatOf(int operand) {
        return operand < 0 ? -1 : Math.max(-1, Arrays.binarySearch(seats, operand));
    }

    /** Units of one kind each, in the order of their work. */
    List<List<Unit>> methods() {
        return methods;
    }

    /** Entries of matrices that are read, and their places. */
    Map<Integer, Integer> entries() {
        return entries;
    }

    /** Entries whose sums over channels are wanted; the same entry may occur several times. */
    List<Integer> sums() {
        return sums;
    }

    /** Whether an open seat is on the left, so that its results are first put together in the scratch array. */
    boolean isStaged(int seat) {
        return staged[seat];
    }

    /** Whether a component of a staged seat is added to before it is written. */
    boolean isZeroFirst(int seat, int component) {
        return zeroFirst.get(seat).contains(component);
    }

    /** Whether a seat must be set to zero before the methods run. */
    boolean isCleared(int seat) {
        return cleared[seat];
    }

    /** Whether rows of a block must have the same right row. */
    boolean sumsRows() {
        return methods.stream().anyMatch(m -> m.getFirst() instanceof RightUnit);
    }
}
