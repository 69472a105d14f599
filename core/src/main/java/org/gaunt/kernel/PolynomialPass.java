package org.gaunt.kernel;

import org.gaunt.kernel.PolynomialEmitter.Kind;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Table;
import org.gaunt.kernel.code.Value;

/**
 * One loop of a {@link PolynomialEmitter} as the body of a routine: its parameters are the arrays of coefficients, of their gradient and
 * of scratch; the indices of the block's first channel in the first two, and of the root's block; the tables.
 *
 * <p>No loop has a loop inside: a node has few leaves, and a branch that is mispredicted at the end of every short loop costs more
 * than the leaves' work. The vectors of the rows of a panel hide the latency of sums through memory.
 */
final class PolynomialPass {
    /** The loops, in order: small routines are compiled soon, and vectors set in two branches would be boxed. */
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

    /** Node 0, the root. */
    private static final Int TOP = Int.of(0);

    private final LoopBuilder b;
    private final Kind kind;
    private final PolynomialScratch places;
    private final Numbers scratch;

    PolynomialPass(Kind kind, PolynomialScratch places, LoopBuilder b) {
        this.b = b;
        this.kind = kind;
        this.places = places;
        this.scratch = b.numbers(SCRATCH);
    }

    void emit(Step step) {
        switch (step) {
            case START_NODES -> startNodes();
            case LEAVES_TO_NODES -> upwards(LEAF_NODE, this::leafToNode);
            case NODES_TO_PARENTS -> {
                Int.Variable i = b.let(b.table(PARENT).length().minus(1));
                b.loopDown(i, () -> nodeToParent(i));
            }
            case VALUES -> values();
            case PARENTS_TO_NODES -> upwards(PARENT, this::parentToNode);
            case NODES_TO_LEAVES -> upwards(LEAF_NODE, this::nodeToLeaf);
        }
        b.end();
    }

    /** A loop over all entries of a table, ascending. */
    private void upwards(int table, LoopBuilder.Counted body) {
        b.loop(Int.of(0), b.table(table).length(), 1, body);
    }

    private void startNodes() {
        for (int u = 0; u < places.rows(); u++) {
            store(TOP, places.s(), u, new Value.Zero());
            if (kind.tangent) {
                store(TOP, places.ds(), u, new Value.Zero());
            }
        }
        upwards(COEFFICIENT, i -> {
            Int node = ownBlock(i);
            Value t = b.let(b.numbers(T).at(coefficient(COEFFICIENT, i, T_OFFSET)));
            for (int u = 0; u < places.rows(); u++) {
                store(node, places.s(), u, t);
                if (kind.tangent) {
                    store(node, places.ds(), u, new Value.Zero());
                }
            }
        });
    }

    private void leafToNode(Int i) {
        Int node = entry(LEAF_NODE, i);
        Int x = entry(LEAF_VARIABLE, i);
        Value t = b.let(b.numbers(T).at(coefficient(LEAF_COEFFICIENT, i, T_OFFSET)));
        for (int u = 0; u < places.rows(); u++) {
            addProduct(node, places.s(), u, t, at(x, places.x(), u));
            if (kind.tangent) {
                addProduct(node, places.ds(), u, t, at(x, places.dx(), u));
            }
        }
    }

    private void nodeToParent(Int i) {
        Int node = ownBlock(i);
        Int parent = entry(PARENT, i);
        Int x = entry(VARIABLE, i);
        for (int u = 0; u < places.rows(); u++) {
            Value s = b.let(at(node, places.s(), u));
            addProduct(parent, places.s(), u, s, at(x, places.x(), u));
            if (kind.tangent) {
                Value sum = s.timesPlus(at(x, places.dx(), u), at(parent, places.ds(), u));
                store(parent, places.ds(), u, at(node, places.ds(), u).timesPlus(at(x, places.x(), u), sum));
            }
        }
    }

    private void values() {
        Int root = b.integer(ROOT);
        for (int u = 0; u < places.rows(); u++) {
            store(root, places.value(), u, at(TOP, kind.tangent ? places.ds() : places.s(), u));
            store(TOP, places.p(), u, at(root, places.g(), u));
            store(TOP, places.dp(), u, new Value.Zero());
        }
    }

    private void parentToNode(Int i) {
        Int node = ownBlock(i);
        Int parent = entry(PARENT, i);
        Int x = entry(VARIABLE, i);
        CoefficientSum sum = new CoefficientSum(COEFFICIENT, i);
        for (int u = 0; u < places.rows(); u++) {
            Value up = b.let(at(parent, places.p(), u));
            Value p = b.let(up.times(at(x, places.x(), u)));
            store(node, places.p(), u, p);
            if (kind.tangent) {
                Value dup = b.let(at(parent, places.dp(), u));
                Value dp = b.let(dup.timesPlus(at(x, places.x(), u), up.times(at(x, places.dx(), u))));
                store(node, places.dp(), u, dp);
                Value gradient = dup.timesPlus(at(node, places.s(), u), at(x, places.outX(), u));
                store(x, places.outX(), u, up.timesPlus(at(node, places.ds(), u), gradient));
                sum.add(dp);
            } else {
                addProduct(x, places.outX(), u, up, at(node, places.s(), u));
                sum.add(p);
            }
        }
        sum.store();
    }

    private void nodeToLeaf(Int i) {
        Int node = entry(LEAF_NODE, i);
        Int x = entry(LEAF_VARIABLE, i);
        Value t = b.let(b.numbers(T).at(coefficient(LEAF_COEFFICIENT, i, T_OFFSET)));
        CoefficientSum sum = new CoefficientSum(LEAF_COEFFICIENT, i);
        for (int u = 0; u < places.rows(); u++) {
            Value p = b.let(at(node, kind.tangent ? places.dp() : places.p(), u));
            addProduct(x, places.outX(), u, p, t);
            sum.addProduct(p, at(x, places.x(), u));
            if (kind.tangent) {
                sum.addProduct(at(node, places.p(), u), at(x, places.dx(), u));
            }
        }
        sum.store();
    }

    /** The gradient by a coefficient, summed over the rows of a panel; nothing where it is not wanted. */
    private final class CoefficientSum {
        private final int table;
        private final Int i;
        private final Value.Variable sum;

        CoefficientSum(int table, Int i) {
            this.table = table;
            this.i = i;
            this.sum = b.variable();
            if (kind.coefficients) {
                b.set(sum, b.numbers(OUT_T).at(coefficient(table, i, OUT_T_OFFSET)));
            }
        }

        void add(Value value) {
            if (kind.coefficients) {
                b.set(sum, sum.plus(value));
            }
        }

        void addProduct(Value x, Value y) {
            if (kind.coefficients) {
                b.multiplyAdd(sum, x, y);
            }
        }

        void store() {
            if (kind.coefficients) {
                b.store(b.numbers(OUT_T), coefficient(table, i, OUT_T_OFFSET), sum);
            }
        }
    }

    private Int entry(int table, Int i) {
        return b.let(b.table(table).at(i));
    }

    private Int coefficient(int table, Int i, int offset) {
        Table coefficients = b.table(table);
        return b.let(coefficients.at(i).plus(b.integer(offset)));
    }

    /** The block of node i + 1: node 0 is the root. */
    private Int ownBlock(Int i) {
        return b.let(i.plus(1).times(places.block()));
    }

    private Value at(Int index, int region, int row) {
        return scratch.at(index, region + row * places.lanes());
    }

    private void store(Int index, int region, int row, Value value) {
        b.store(scratch, index, region + row * places.lanes(), value);
    }

    /** Adds a product to numbers in scratch. */
    private void addProduct(Int index, int region, int row, Value x, Value y) {
        store(index, region, row, x.timesPlus(y, at(index, region, row)));
    }
}
