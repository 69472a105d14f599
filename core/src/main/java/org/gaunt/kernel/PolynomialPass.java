package org.gaunt.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import org.gaunt.kernel.PolynomialEmitter.Kind;

/**
 * Emits one loop of a {@link PolynomialEmitter} as the body of a static method: its parameters are the arrays of coefficients, of
 * their gradient and of scratch; the indices of the block's first channel in the first two, and of the root's block; the tables.
 *
 * <p>No loop has a loop inside: a node has few leaves, and a branch that is mispredicted at the end of every short loop costs more
 * than the leaves' work. The vectors of the rows of a panel hide the latency of sums through memory.
 */
final class PolynomialPass {
    /** The loops, in order: small methods are compiled soon, and vectors set in two branches would be boxed. */
    enum Step {
        /** S = t, dS = 0. */
        START_NODES,
        /** S += t x, dS += t dx. */
        LEAVES_TO_NODES,
        /** From the last node to the first: S_parent += S x, dS_parent += dS x + S dx. */
        NODES_TO_PARENTS,
        /** The value S or its tangent dS, and the start of the way back: P = g, dP = 0. */
        VALUES,
        /** P = P_parent x, what nodes add to the gradients, and the tangents of all that. */
        PARENTS_TO_NODES,
        /** What leaves add to the gradients. */
        NODES_TO_LEAVES
    }

    private static final int T = 0;
    private static final int OUT_T = 1;
    private static final int SCRATCH = 2;
    private static final int T_OFFSET = 3;
    private static final int OUT_T_OFFSET = 4;
    private static final int ROOT = 5;
    private static final int PARENT = 6;
    private static final int VARIABLE = 7;
    private static final int COEFFICIENT = 8;
    private static final int LEAF_NODE = 9;
    private static final int LEAF_VARIABLE = 10;
    private static final int LEAF_COEFFICIENT = 11;

    private final CodeBuilder code;
    private final LaneAssembler lanes;
    private final Kind kind;
    private final PolynomialScratch places;
    private final int i;
    private final int zero;

    /**
     * Makes an emitter.
     *
     * @param lanes emits the method's code
     */
    PolynomialPass(Kind kind, PolynomialScratch places, LaneAssembler lanes) {
        this.code = lanes.code();
        this.lanes = lanes;
        this.kind = kind;
        this.places = places;
        i = code.allocateLocal(TypeKind.INT);
        zero = code.allocateLocal(TypeKind.INT);
    }

    void emit(Step step) {
        code.iconst_0().istore(zero);
        switch (step) {
            case START_NODES -> startNodes();
            case LEAVES_TO_NODES -> upwards(LEAF_NODE, this::leafToNode);
            case NODES_TO_PARENTS -> nodesToParents();
            case VALUES -> values();
            case PARENTS_TO_NODES -> upwards(PARENT, this::parentToNode);
            case NODES_TO_LEAVES -> upwards(LEAF_NODE, this::nodeToLeaf);
        }
        code.return_();
    }

    private void startNodes() {
        for (int u = 0; u < places.rows(); u++) {
            lanes.zero();
            store(zero, places.s(), u);
            if (kind.tangent) {
                lanes.zero();
                store(zero, places.ds(), u);
            }
        }
        upwards(COEFFICIENT, () -> {
            int node = ownBlock();
            int t = coefficient(COEFFICIENT, T_OFFSET);
            int vector = vector(() -> lanes.load(T, t, 0));
            for (int u = 0; u < places.rows(); u++) {
                lanes.get(vector);
                store(node, places.s(), u);
                if (kind.tangent) {
                    lanes.zero();
                    store(node, places.ds(), u);
                }
            }
        });
    }

    private void leafToNode() {
        int node = entry(LEAF_NODE);
        int x = entry(LEAF_VARIABLE);
        int at = coefficient(LEAF_COEFFICIENT, T_OFFSET);
        int t = vector(() -> lanes.load(T, at, 0));
        for (int u = 0; u < places.rows(); u++) {
            lanes.get(t);
            load(x, places.x(), u);
            addTo(node, places.s(), u);
            if (kind.tangent) {
                lanes.get(t);
                load(x, places.dx(), u);
                addTo(node, places.ds(), u);
            }
        }
    }

    private void nodesToParents() {
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.aload(PARENT).arraylength().iconst_1().isub().istore(i);
        code.labelBinding(top).iload(i).iflt(end);
        int node = ownBlock();
        int parent = entry(PARENT);
        int x = entry(VARIABLE);
        for (int u = 0; u < places.rows(); u++) {
            int place = u;
            int s = vector(() -> load(node, places.s(), place));
            lanes.get(s);
            load(x, places.x(), u);
            addTo(parent, places.s(), u);
            if (kind.tangent) {
                load(node, places.ds(), u);
                load(x, places.x(), u);
                lanes.get(s);
                load(x, places.dx(), u);
                load(parent, places.ds(), u);
                lanes.fma();
                lanes.fma();
                store(parent, places.ds(), u);
            }
        }
        code.iinc(i, -1).goto_(top).labelBinding(end);
    }

    private void values() {
        for (int u = 0; u < places.rows(); u++) {
            load(zero, kind.tangent ? places.ds() : places.s(), u);
            store(ROOT, places.value(), u);
            load(ROOT, places.g(), u);
            store(zero, places.p(), u);
            lanes.zero();
            store(zero, places.dp(), u);
        }
    }

    private void parentToNode() {
        int node = ownBlock();
        int parent = entry(PARENT);
        int x = entry(VARIABLE);
        int sum = kind.coefficients ? gradientOfCoefficient(COEFFICIENT) : 0;
        for (int u = 0; u < places.rows(); u++) {
            int place = u;
            int up = vector(() -> load(parent, places.p(), place));
            int p = vector(() -> {
                lanes.get(up);
                load(x, places.x(), place);
                lanes.mul();
            });
            lanes.get(p);
            store(node, places.p(), u);
            if (kind.tangent) {
                int dup = vector(() -> load(parent, places.dp(), place));
                int dp = vector(() -> {
                    lanes.get(dup);
                    load(x, places.x(), place);
                    lanes.get(up);
                    load(x, places.dx(), place);
                    lanes.mul();
                    lanes.fma();
                });
                lanes.get(dp);
                store(node, places.dp(), u);
                lanes.get(up);
                load(node, places.ds(), u);
                lanes.get(dup);
                load(node, places.s(), u);
                load(x, places.outX(), u);
                lanes.fma();
                lanes.fma();
                store(x, places.outX(), u);
                addVector(sum, dp);
            } else {
                lanes.get(up);
                load(node, places.s(), u);
                addTo(x, places.outX(), u);
                if (kind.coefficients) {
                    addVector(sum, p);
                }
            }
        }
        storeGradientOfCoefficient(COEFFICIENT, sum);
    }

    private void nodeToLeaf() {
        int node = entry(LEAF_NODE);
        int x = entry(LEAF_VARIABLE);
        int at = coefficient(LEAF_COEFFICIENT, T_OFFSET);
        int t = vector(() -> lanes.load(T, at, 0));
        int sum = kind.coefficients ? gradientOfCoefficient(LEAF_COEFFICIENT) : 0;
        for (int u = 0; u < places.rows(); u++) {
            int place = u;
            int p = vector(() -> load(node, kind.tangent ? places.dp() : places.p(), place));
            lanes.get(p);
            lanes.get(t);
            addTo(x, places.outX(), u);
            if (kind.coefficients) {
                lanes.get(p);
                load(x, places.x(), u);
                addProductTo(sum);
            }
            if (kind.tangent) {
                load(node, places.p(), u);
                load(x, places.dx(), u);
                addProductTo(sum);
            }
        }
        storeGradientOfCoefficient(LEAF_COEFFICIENT, sum);
    }

    /** A loop over all entries of a table, ascending. */
    private void upwards(int table, Runnable body) {
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0().istore(i);
        code.labelBinding(top).iload(i).aload(table).arraylength().if_icmpge(end);
        body.run();
        code.iinc(i, 1).goto_(top).labelBinding(end);
    }

    private int entry(int table) {
        int local = code.allocateLocal(TypeKind.INT);
        code.aload(table).iload(i).iaload().istore(local);
        return local;
    }

    private int coefficient(int table, int offset) {
        int local = code.allocateLocal(TypeKind.INT);
        code.aload(table).iload(i).iaload().iload(offset).iadd().istore(local);
        return local;
    }

    /** The block of node i + 1: node 0 is the root. */
    private int ownBlock() {
        int local = code.allocateLocal(TypeKind.INT);
        code.iload(i).iconst_1().iadd().loadConstant(places.block()).imul().istore(local);
        return local;
    }

    private int gradientOfCoefficient(int table) {
        int at = coefficient(table, OUT_T_OFFSET);
        return vector(() -> lanes.load(OUT_T, at, 0));
    }

    private void storeGradientOfCoefficient(int table, int sum) {
        if (kind.coefficients) {
            int at = coefficient(table, OUT_T_OFFSET);
            lanes.get(sum);
            lanes.store(OUT_T, at, 0);
        }
    }

    private int vector(Runnable value) {
        int slot = lanes.newVector();
        value.run();
        lanes.put(slot);
        return slot;
    }

    private void load(int index, int region, int row) {
        lanes.load(SCRATCH, index, region + row * lanes.lanes());
    }

    private void store(int index, int region, int row) {
        lanes.store(SCRATCH, index, region + row * lanes.lanes());
    }

    /** Adds the product of the two vectors on the stack to one in scratch. */
    private void addTo(int index, int region, int row) {
        load(index, region, row);
        lanes.fma();
        store(index, region, row);
    }

    /** Adds the product of the two vectors on the stack to a local. */
    private void addProductTo(int sum) {
        lanes.get(sum);
        lanes.fma();
        lanes.put(sum);
    }

    private void addVector(int sum, int vector) {
        lanes.get(sum);
        lanes.get(vector);
        lanes.add();
        lanes.put(sum);
    }
}
