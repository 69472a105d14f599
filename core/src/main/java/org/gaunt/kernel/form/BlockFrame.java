package org.gaunt.kernel.form;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gaunt.kernel.LaneAssembler;

/**
 * What the emitters of a block's methods share: parameters, loops over rows and channels, and addresses.
 *
 * <p>Parameters of a method: the bound arrays, the index arrays, the scratch array, first and end row.
 */
final class BlockFrame {
    /** Rows of a block. */
    static final int ROWS = 32;

    /**
     * What is the same for all methods.
     *
     * @param arrays number of an operand, or of an open seat counted after the operands, to its place among the parameters
     * @param indices number of an index array to its place among them
     * @param stages number of an operand or open seat on the left to where in the scratch array its copy of the block's rows is,
     *     [row][component][some channels]: rows of atoms are often apart by a power of two, which a cache keeps badly
     * @param matrixBase where in the scratch array the matrices of the block's rows are, [row][entry]
     * @param sumBase where the sums over channels are, [row][sum][lane]
     */
    record Layout(
            Form form,
            BlockPlan plan,
            int[] seats,
            int channels,
            int vectorLanes,
            Map<Integer, Integer> arrays,
            Map<Integer, Integer> indices,
            Map<Integer, Integer> stages,
            int matrixBase,
            int sumBase) {}

    final CodeBuilder code;
    final LaneAssembler lanes;
    final Layout layout;
    final int width;
    private final int row;
    private final int channel;
    private final boolean staged;
    private final Map<Integer, Integer> address = new HashMap<>();
    private Label rowsEnd;
    private int barriers;
    private int matrix = -1;
    private int sum = -1;

    /**
     * Makes a frame.
     *
     * @param width vectors of channels at a time
     * @param staged whether the method is for some channels, of which operands on the left are copied; else for all
     */
    BlockFrame(LaneAssembler lanes, Layout layout, int width, boolean staged) {
        this.staged = staged;
        this.code = lanes.code();
        this.lanes = lanes;
        this.layout = layout;
        this.width = width;
        this.rowsEnd = code.newLabel();
        this.row = code.allocateLocal(TypeKind.INT);
        this.channel = staged ? scratch() + 3 : code.allocateLocal(TypeKind.INT);
    }

    int scratch() {
        return layout.arrays().size() + layout.indices().size();
    }

    /**
     * A branch to the loop's end that is never taken. The just-in-time compiler moves loads to the beginning of a straight line
     * until registers are short; it does not move them across a branch whose target needs the sums so far.
     */
    void barrier() {
        code.iload(row).loadConstant(++barriers).iadd().iload(scratch() + 4).if_icmpeq(rowsEnd);
    }

    /** Emits the end of the method. */
    void end() {
        code.return_();
    }

    void overRows(Runnable body) {
        code.iload(scratch() + 1).istore(row);
        Label top = code.newLabel();
        Label end = code.newLabel();
        rowsEnd = end;
        code.labelBinding(top).iload(row).iload(scratch() + 2).if_icmpge(end);
        body.run();
        code.iinc(row, 1).goto_(top).labelBinding(end);
    }

    /** The vectors of the method's lanes, or, with one lane, what they leave. */
    void overChannels(Runnable body) {
        int whole = layout.channels() / layout.vectorLanes() * layout.vectorLanes();
        int from = lanes.lanes() == layout.vectorLanes() ? 0 : whole;
        int to = lanes.lanes() == layout.vectorLanes() ? whole : layout.channels();
        code.loadConstant(from).istore(channel);
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(top).iload(channel).loadConstant(to).if_icmpge(end);
        body.run();
        code.iinc(channel, lanes.lanes() * width).goto_(top).labelBinding(end);
    }

    /** Emits the addresses of the current row, or of the first one, and the current channel. */
    void addresses(Set<Integer> keys, boolean atFirstRow) {
        for (int key : keys) {
            int slot = address.computeIfAbsent(key, k -> code.allocateLocal(TypeKind.INT));
            Operand o = operand(key);
            if (isStaged(key)) {
                int base = local(layout.stages(), key);
                rowOfScratch(slot, base, o.components() * stageWidth());
                continue;
            }
            arrayAddress(key, atFirstRow, slot);
        }
    }

    /** Emits the address of a row in its array, whether it is staged or not. */
    int arrayAddress(int key) {
        int slot = code.allocateLocal(TypeKind.INT);
        arrayAddress(key, false, slot);
        return slot;
    }

    private void arrayAddress(int key, boolean atFirstRow, int slot) {
        {
            Operand o = operand(key);
            int from = atFirstRow ? scratch() + 1 : row;
            if (o.access().isShared()) {
                code.iconst_0();
            } else {
                if (o.access().isRow()) {
                    code.iload(from);
                } else {
                    Integer index = layout.indices().get(o.access().index());
                    if (index == null) {
                        throw new IllegalStateException("no index array for " + o);
                    }
                    code.aload(layout.arrays().size() + index).iload(from).iaload();
                }
                code.loadConstant(o.width(layout.channels())).imul();
            }
            if (staged) {
                code.iload(channel).iadd();
            }
            code.istore(slot);
        }
    }

    /** Emits addresses of a channel, from those of the row; gives the locals that hold them. */
    Map<Integer, Integer> atChannel(Set<Integer> keys) {
        Map<Integer, Integer> result = new LinkedHashMap<>();
        for (int key : keys) {
            int slot = code.allocateLocal(TypeKind.INT);
            code.iload(addressOf(key)).iload(channel).iadd().istore(slot);
            result.put(key, slot);
        }
        return result;
    }

    int addressOf(int key) {
        Integer slot = address.get(key);
        if (slot == null) {
            throw new IllegalStateException("no address of operand " + key);
        }
        return slot;
    }

    void matrixAddress() {
        matrix = rowOfScratch(
                matrix, layout.matrixBase(), layout.plan().entries().size());
    }

    void sumAddress() {
        sum = rowOfScratch(sum, layout.sumBase(), layout.plan().sums().size() * layout.vectorLanes());
    }

    private int rowOfScratch(int known, int base, int length) {
        int slot = known >= 0 ? known : code.allocateLocal(TypeKind.INT);
        code.iload(row).loadConstant(ROWS - 1).iand();
        code.loadConstant(length).imul().loadConstant(base).iadd().istore(slot);
        return slot;
    }

    int sumLocal() {
        return sum;
    }

    /** Pushes an entry of a matrix in all lanes. */
    void entry(int node) {
        ExprGraph graph = layout.form().graph();
        if (graph.isConstant(node)) {
            lanes.constant(graph.value(node));
            return;
        }
        Integer slot = layout.plan().entries().get(node);
        if (slot == null) {
            throw new IllegalStateException("entry " + node + " was not planned");
        }
        lanes.broadcastElement(scratch(), matrix, slot);
    }

    /** Pushes a vector of an operand's component. */
    void load(int key, int addressLocal, int component, int part) {
        int stride = isStaged(key) ? stageWidth() : layout.channels();
        lanes.load(isStaged(key) ? scratch() : array(key), addressLocal, component * stride + part * lanes.lanes());
    }

    boolean isStaged(int key) {
        return staged && layout.stages().containsKey(key);
    }

    private int stageWidth() {
        return lanes.lanes() * width;
    }

    /** Pops a vector into an operand's component. */
    void store(int key, int addressLocal, int component, int part) {
        int stride = isStaged(key) ? stageWidth() : layout.channels();
        lanes.store(isStaged(key) ? scratch() : array(key), addressLocal, component * stride + part * lanes.lanes());
    }

    /** Pushes a vector from the operand's array itself. */
    void loadArray(int key, int addressLocal, int component, int part) {
        lanes.load(array(key), addressLocal, component * layout.channels() + part * lanes.lanes());
    }

    /** Pops a vector into the operand's array itself. */
    void storeArray(int key, int addressLocal, int component, int part) {
        lanes.store(array(key), addressLocal, component * layout.channels() + part * lanes.lanes());
    }

    int array(int key) {
        Integer slot = layout.arrays().get(key);
        if (slot == null) {
            throw new IllegalStateException("operand " + key + " is not bound");
        }
        return slot;
    }

    /** The operand behind a bound array. */
    Operand operand(int key) {
        int count = layout.form().operands().size();
        return layout.form().operands().get(key < count ? key : layout.seats()[key - count]);
    }

    /** The number under which an open seat's array is bound. */
    int seatKey(int seat) {
        return layout.form().operands().size() + seat;
    }

    boolean present(int node) {
        return MatrixTerm.present(layout.form().graph(), node);
    }

    int[] newVectors() {
        int[] slots = new int[width];
        for (int p = 0; p < width; p++) {
            slots[p] = lanes.newVector();
        }
        return slots;
    }

    /** Weights and left operands of a group's terms. */
    static Set<Integer> inputs(List<MatrixTerm> terms) {
        Set<Integer> keys = new LinkedHashSet<>();
        for (MatrixTerm t : terms) {
            if (t.hasWeight()) {
                keys.add(t.weight());
            }
            keys.add(t.left());
        }
        return keys;
    }

    /** Pushes nothing; leaves Σ weight · left_i of the terms in the given locals. */
    void combine(List<MatrixTerm> terms, int i, Map<Integer, int[]> weights, Map<Integer, Integer> at, int[] into) {
        for (int p = 0; p < width; p++) {
            boolean first = true;
            for (MatrixTerm t : terms) {
                load(t.left(), local(at, t.left()), t.leftFirst() + i, p);
                int[] w = weights.get(t.weight());
                if (w != null) {
                    lanes.get(w[p]);
                }
                if (!first) {
                    lanes.get(into[p]);
                }
                if (w != null && first) {
                    lanes.mul();
                } else if (w != null) {
                    lanes.fma();
                } else if (!first) {
                    lanes.add();
                }
                lanes.put(into[p]);
                first = false;
            }
        }
    }

    /** Loads the weights of terms once for all their components. */
    Map<Integer, int[]> weights(List<MatrixTerm> terms, Map<Integer, Integer> at) {
        Map<Integer, int[]> result = new HashMap<>();
        for (MatrixTerm t : terms) {
            if (t.hasWeight() && !result.containsKey(t.weight())) {
                int[] slots = newVectors();
                for (int p = 0; p < width; p++) {
                    load(t.weight(), local(at, t.weight()), t.weightComponent(), p);
                    lanes.put(slots[p]);
                }
                result.put(t.weight(), slots);
            }
        }
        return result;
    }

    static int local(Map<Integer, Integer> at, int key) {
        Integer slot = at.get(key);
        if (slot == null) {
            throw new IllegalStateException("no address of operand " + key);
        }
        return slot;
    }

    /** The addresses last emitted by {@link #addresses}. */
    Map<Integer, Integer> addresses() {
        return address;
    }
}
