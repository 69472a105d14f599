package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static org.gaunt.kernel.PolynomialEmitter.A;
import static org.gaunt.kernel.PolynomialEmitter.DA;
import static org.gaunt.kernel.PolynomialEmitter.G;
import static org.gaunt.kernel.PolynomialEmitter.OPERANDS;
import static org.gaunt.kernel.PolynomialEmitter.OUT_A;
import static org.gaunt.kernel.PolynomialEmitter.OUT_G;
import static org.gaunt.kernel.PolynomialEmitter.OUT_T;
import static org.gaunt.kernel.PolynomialEmitter.SCRATCH;
import static org.gaunt.kernel.PolynomialEmitter.T;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;

/**
 * Emits one loop of a {@link PolynomialEmitter} for a block of channels, as the body of a static method: its parameters are the
 * arrays of the operands, their indices at the block's first channel, the scratch array, and the tables of the tree.
 */
final class PolynomialPass {
    private final CodeBuilder code;
    private final LaneAssembler lanes;
    private final PolynomialEmitter.Kind kind;
    private final int channels;
    private final int nodes;
    private final int roots;
    private final int unroll;
    private final int block;
    private final int[] typed = new int[20];
    private final int[] base = new int[20];
    private final int parents = 2 * OPERANDS.length + 1;
    private final int variables = parents + 1;
    private final int leafStarts = parents + 2;
    private final int leafVariables = parents + 3;
    private final int node;
    private final int leaf;
    private final int leafEnd;
    private final int above;

    /**
     * Makes an emitter.
     *
     * @param lanes emits the method's code
     * @param unroll vectors handled together
     */
    PolynomialPass(PolynomialEmitter.Shape shape, LaneAssembler lanes, int unroll) {
        this.code = lanes.code();
        this.lanes = lanes;
        this.unroll = unroll;
        this.block = lanes.lanes() * unroll;
        this.kind = shape.kind();
        this.channels = shape.channels();
        this.nodes = shape.nodes();
        this.roots = shape.roots();
        for (int k = 0; k < OPERANDS.length; k++) {
            typed[OPERANDS[k]] = k;
            base[OPERANDS[k]] = OPERANDS.length + k;
        }
        typed[SCRATCH] = 2 * OPERANDS.length;
        node = code.allocateLocal(TypeKind.INT);
        leaf = code.allocateLocal(TypeKind.INT);
        leafEnd = code.allocateLocal(TypeKind.INT);
        above = code.allocateLocal(TypeKind.INT);
    }

    void emit(PolynomialEmitter.Step step) {
        switch (step) {
            case SUFFIX_OF_NODES -> {
                clear(kind.tangent ? 2 : 1);
                suffix(roots, nodes, false);
            }
            case SUFFIX_OF_ROOTS -> suffix(0, roots, true);
            case PREFIX_OF_ROOTS -> prefix(0, roots, true);
            case PREFIX_OF_NODES -> prefix(roots, nodes, false);
        }
        code.return_();
    }

    // Scratch: S, dS, P, dP, one block for each node.

    private int region(int number) {
        return number * nodes * block;
    }

    /** From the last node to the first: S and dS. */
    private void suffix(int first, int end, boolean areRoots) {
        int[] s = vectors();
        int[] ds = kind.tangent ? vectors() : s;
        Label top = code.newLabel();
        Label done = code.newLabel();
        code.loadConstant(end - 1).istore(node);
        code.labelBinding(top).iload(node).loadConstant(first).if_icmplt(done);
        int at = scaled(node, block);
        load(s, typed[SCRATCH], at, region(0));
        if (kind.tangent) {
            load(ds, typed[SCRATCH], at, region(1));
        }
        if (!areRoots) {
            addFromMemory(s, typed[T], coefficientOfNode(T), 0);
        }
        leaves(() -> leafSums(s, ds));
        if (areRoots) {
            if (kind == PolynomialEmitter.Kind.VALUE || kind.tangent) {
                accumulate(typed[OUT_G], indexOfRoot(OUT_G), 0, kind.tangent ? ds : s);
            }
        } else {
            store(s, typed[SCRATCH], at, region(0));
            code.aload(parents).iload(node).iaload().loadConstant(block).imul().istore(above);
            int x = indexed(A, variables, node);
            accumulateProduct(above, region(0), x, typed[A], s);
            if (kind.tangent) {
                store(ds, typed[SCRATCH], at, region(1));
                accumulateProduct(above, region(1), indexed(DA, variables, node), typed[DA], s);
                accumulateProduct(above, region(1), x, typed[A], ds);
            }
        }
        code.iinc(node, -1).goto_(top).labelBinding(done);
    }

    /** S += x t and dS += dx t. */
    private void leafSums(int[] s, int[] ds) {
        int x = indexed(A, leafVariables, leaf);
        int t = coefficientOfLeaf(T);
        addProducts(s, typed[A], x, t);
        if (kind.tangent) {
            addProducts(ds, typed[DA], indexed(DA, leafVariables, leaf), t);
        }
    }

    private void addProducts(int[] sum, int array, int index, int t) {
        for (int u = 0; u < unroll; u++) {
            lanes.load(array, index, u * lanes.lanes());
            lanes.load(typed[T], t, u * lanes.lanes());
            lanes.get(sum[u]);
            lanes.fma();
            lanes.put(sum[u]);
        }
    }

    /** From the first node to the last: P and dP, and the gradients. */
    private void prefix(int first, int end, boolean areRoots) {
        int[] p = vectors();
        int[] dp = kind.tangent ? vectors() : p;
        Label top = code.newLabel();
        Label done = code.newLabel();
        code.loadConstant(first).istore(node);
        code.labelBinding(top).iload(node).loadConstant(end).if_icmpge(done);
        int at = scaled(node, block);
        if (areRoots) {
            load(p, typed[G], indexOfRoot(G), 0);
            if (kind.tangent) {
                for (int v : dp) {
                    lanes.zero();
                    lanes.put(v);
                }
            }
        } else {
            inner(p, dp, at);
        }
        store(p, typed[SCRATCH], at, region(2));
        if (kind.tangent) {
            store(dp, typed[SCRATCH], at, region(3));
        }
        leaves(() -> leafGradients(p, dp));
        code.iinc(node, 1).goto_(top).labelBinding(done);
    }

    private int indexOfRoot(int parameter) {
        int index = code.allocateLocal(TypeKind.INT);
        code.iload(node)
                .loadConstant(channels)
                .imul()
                .iload(base[parameter])
                .iadd()
                .istore(index);
        return index;
    }

    /** P = P_parent x, its tangent, and what the node itself adds to the gradients. */
    private void inner(int[] p, int[] dp, int at) {
        code.aload(parents).iload(node).iaload().loadConstant(block).imul().istore(above);
        int[] up = vectors();
        load(up, typed[SCRATCH], above, region(2));
        int x = indexed(A, variables, node);
        int out = indexed(OUT_A, variables, node);
        int[] dup = kind.tangent ? vectors() : up;
        if (kind.tangent) {
            load(dup, typed[SCRATCH], above, region(3));
            int dx = indexed(DA, variables, node);
            for (int u = 0; u < unroll; u++) {
                lanes.get(dup[u]);
                lanes.load(typed[A], x, u * lanes.lanes());
                lanes.get(up[u]);
                lanes.load(typed[DA], dx, u * lanes.lanes());
                lanes.mul();
                lanes.fma();
                lanes.put(dp[u]);
            }
        }
        for (int u = 0; u < unroll; u++) {
            lanes.get(up[u]);
            lanes.load(typed[A], x, u * lanes.lanes());
            lanes.mul();
            lanes.put(p[u]);
        }
        // outA += P_parent S, or its tangent P_parent dS + dP_parent S
        for (int u = 0; u < unroll; u++) {
            lanes.get(up[u]);
            lanes.load(typed[SCRATCH], at, region(kind.tangent ? 1 : 0) + u * lanes.lanes());
            lanes.load(typed[OUT_A], out, u * lanes.lanes());
            lanes.fma();
            lanes.store(typed[OUT_A], out, u * lanes.lanes());
            if (kind.tangent) {
                lanes.get(dup[u]);
                lanes.load(typed[SCRATCH], at, region(0) + u * lanes.lanes());
                lanes.load(typed[OUT_A], out, u * lanes.lanes());
                lanes.fma();
                lanes.store(typed[OUT_A], out, u * lanes.lanes());
            }
        }
        if (kind.coefficients) {
            accumulate(typed[OUT_T], coefficientOfNode(OUT_T), 0, kind.tangent ? dp : p);
        }
    }

    /** outA += P t (or dP t), outT += P x (or dP x + P dx). */
    private void leafGradients(int[] p, int[] dp) {
        int out = indexed(OUT_A, leafVariables, leaf);
        int t = coefficientOfLeaf(T);
        for (int u = 0; u < unroll; u++) {
            lanes.get(dp[u]);
            lanes.load(typed[T], t, u * lanes.lanes());
            lanes.load(typed[OUT_A], out, u * lanes.lanes());
            lanes.fma();
            lanes.store(typed[OUT_A], out, u * lanes.lanes());
        }
        if (!kind.coefficients) {
            return;
        }
        int x = indexed(A, leafVariables, leaf);
        int outT = coefficientOfLeaf(OUT_T);
        int dx = kind.tangent ? indexed(DA, leafVariables, leaf) : 0;
        for (int u = 0; u < unroll; u++) {
            lanes.get(dp[u]);
            lanes.load(typed[A], x, u * lanes.lanes());
            lanes.load(typed[OUT_T], outT, u * lanes.lanes());
            lanes.fma();
            if (kind.tangent) {
                int sum = lanes.newVector();
                lanes.put(sum);
                lanes.get(p[u]);
                lanes.load(typed[DA], dx, u * lanes.lanes());
                lanes.get(sum);
                lanes.fma();
            }
            lanes.store(typed[OUT_T], outT, u * lanes.lanes());
        }
    }

    private void clear(int regions) {
        code.aload(typed[SCRATCH]).iconst_0().loadConstant(regions * nodes * block);
        lanes.withLanes(1).constantScalar(0);
        code.invokestatic(
                ClassDesc.of("java.util.Arrays"),
                "fill",
                GeneratedClass.type(CD_void, lanes.arrayType(), CD_int, CD_int, lanes.scalarType()));
    }

    private int[] vectors() {
        int[] v = new int[unroll];
        for (int u = 0; u < unroll; u++) {
            v[u] = lanes.newVector();
        }
        return v;
    }

    private void load(int[] into, int array, int index, int offset) {
        for (int u = 0; u < unroll; u++) {
            lanes.load(array, index, offset + u * lanes.lanes());
            lanes.put(into[u]);
        }
    }

    private void store(int[] from, int array, int index, int offset) {
        for (int u = 0; u < unroll; u++) {
            lanes.get(from[u]);
            lanes.store(array, index, offset + u * lanes.lanes());
        }
    }

    private void addFromMemory(int[] to, int array, int index, int offset) {
        for (int u = 0; u < unroll; u++) {
            lanes.load(array, index, offset + u * lanes.lanes());
            lanes.get(to[u]);
            lanes.add();
            lanes.put(to[u]);
        }
    }

    private void accumulate(int array, int index, int offset, int[] value) {
        for (int u = 0; u < unroll; u++) {
            lanes.get(value[u]);
            lanes.load(array, index, offset + u * lanes.lanes());
            lanes.add();
            lanes.store(array, index, offset + u * lanes.lanes());
        }
    }

    /** scratch += factor in memory times value. */
    private void accumulateProduct(int at, int region, int factor, int factorArray, int[] value) {
        for (int u = 0; u < unroll; u++) {
            lanes.load(factorArray, factor, u * lanes.lanes());
            lanes.get(value[u]);
            lanes.load(typed[SCRATCH], at, region + u * lanes.lanes());
            lanes.fma();
            lanes.store(typed[SCRATCH], at, region + u * lanes.lanes());
        }
    }

    private int scaled(int local, int factor) {
        int result = code.allocateLocal(TypeKind.INT);
        code.iload(local).loadConstant(factor).imul().istore(result);
        return result;
    }

    /** A local with base + table[at]. */
    private int indexed(int parameter, int table, int at) {
        int result = code.allocateLocal(TypeKind.INT);
        code.aload(table).iload(at).iaload().iload(base[parameter]).iadd().istore(result);
        return result;
    }

    private int coefficientOfNode(int parameter) {
        int result = code.allocateLocal(TypeKind.INT);
        code.iload(node).loadConstant(roots).isub();
        code.loadConstant(channels).imul().iload(base[parameter]).iadd().istore(result);
        return result;
    }

    private int coefficientOfLeaf(int parameter) {
        int result = code.allocateLocal(TypeKind.INT);
        code.iload(leaf).loadConstant(nodes - roots).iadd();
        code.loadConstant(channels).imul().iload(base[parameter]).iadd().istore(result);
        return result;
    }

    private void leaves(Runnable body) {
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.aload(leafStarts).iload(node).iaload().istore(leaf);
        code.aload(leafStarts).iload(node).iconst_1().iadd().iaload().istore(leafEnd);
        code.labelBinding(top).iload(leaf).iload(leafEnd).if_icmpge(end);
        body.run();
        code.iinc(leaf, 1).goto_(top).labelBinding(end);
    }
}
