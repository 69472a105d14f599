package org.gaunt.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Emits the loops of {@link PolynomialKernel}, one source for vectors and plain numbers, float and double.
 *
 * <p>For a node n with variable x_n, S_n is its coefficient plus Σ over children c of x_c S_c, so that S of a root is the value;
 * P_n is the product of the variables from the root down to n, times the root's dual g. Then ∂Φ/∂t_n = P_n and the gradient by a
 * variable is Σ P_parent S_n over the nodes that carry it. The tangent (dS, dP) follows by the product rule.
 */
final class PolynomialEmitter {
    /** What is computed. */
    enum Kind {
        /** outG += S of the roots. */
        VALUE(false, false),
        /** outA += ∂Φ/∂a. */
        GRADIENT(false, false),
        /** outA += ∂Φ/∂a, outT += ∂Φ/∂t. */
        GRADIENT_WITH_COEFFICIENTS(false, true),
        /** The derivatives along da of the value (outG) and of both gradients (outA, outT). */
        TANGENT(true, true);

        private final boolean tangent;
        private final boolean coefficients;

        Kind(boolean tangent, boolean coefficients) {
            this.tangent = tangent;
            this.coefficients = coefficients;
        }
    }

    /** Places of the parameters of {@link PolynomialProgram#run}. */
    private static final int A = 1;

    private static final int T = 3;
    private static final int G = 5;
    private static final int DA = 7;
    private static final int OUT_A = 9;
    private static final int OUT_T = 11;
    private static final int OUT_G = 13;
    private static final int PARENT = 15;
    private static final int VARIABLE = 16;
    private static final int LEAF_START = 17;
    private static final int LEAF_VARIABLE = 18;
    private static final int SCRATCH = 19;
    /** Vectors per loop pass. More would save index arithmetic, but the methods must stay small for the first compiler, too. */
    private static final int UNROLL = 2;

    /** The operands in order: their arrays are the first parameters of the generated steps, their row indices the next. */
    private static final int[] OPERANDS = {A, T, G, DA, OUT_A, OUT_T, OUT_G};

    private final Precision precision;
    private final Provider provider;
    private final Kind kind;
    private final int channels;
    private final int nodes;
    private final int roots;

    PolynomialEmitter(Precision precision, Provider provider, Kind kind, int channels, int nodes, int roots) {
        this.precision = precision;
        this.provider = provider;
        this.kind = kind;
        this.channels = channels;
        this.nodes = nodes;
        this.roots = roots;
    }

    /** Numbers of scratch space: S, P and their tangents for every node and the channels of one pass. */
    static int scratchLength(int nodes, Precision precision, Provider provider) {
        return 4 * nodes * UNROLL * provider.lanes(precision);
    }

    PolynomialProgram emit() {
        ClassDesc ints = CD_int.arrayType();
        ClassDesc[] parameters = new ClassDesc[19];
        for (int k = 0; k < 14; k += 2) {
            parameters[k] = CD_Object;
            parameters[k + 1] = CD_int;
        }
        for (int k = 14; k < 18; k++) {
            parameters[k] = ints;
        }
        parameters[18] = CD_Object;
        byte[] bytes = GeneratedClass.assemble(NAME, PolynomialProgram.class, c -> {
            int lanes = provider.lanes(precision);
            int from = 0;
            List<Block> blocks = new ArrayList<>();
            for (int unroll = UNROLL; unroll >= 1; unroll /= 2) {
                int to = from + (channels - from) / (unroll * lanes) * (unroll * lanes);
                if (to > from) {
                    blocks.add(new Block("u" + unroll, from, to, lanes, unroll));
                    from = to;
                }
            }
            if (from < channels) {
                blocks.add(new Block("tail", from, channels, 1, 1));
            }
            for (Block block : blocks) {
                for (Step step : steps()) {
                    c.withMethodBody(
                            block.name() + step,
                            stepType(),
                            ClassFile.ACC_STATIC,
                            code -> new Pass(code, block.lanes(), block.unroll()).emit(step));
                }
            }
            c.withMethodBody(
                    "run",
                    GeneratedClass.type(CD_void, parameters),
                    ClassFile.ACC_PUBLIC,
                    code -> emitRun(code, blocks));
        });
        return GeneratedClass.instantiate(bytes, PolynomialProgram.class);
    }

    private static final String NAME = "GeneratedPolynomial";

    /** Channels that are handled by the same methods. */
    private record Block(String name, int from, int to, int lanes, int unroll) {}

    /** The loops, one method each: small methods are compiled soon, and vectors set in two branches would be boxed. */
    private enum Step {
        SUFFIX_OF_NODES,
        SUFFIX_OF_ROOTS,
        PREFIX_OF_ROOTS,
        PREFIX_OF_NODES
    }

    private List<Step> steps() {
        List<Step> all = List.of(Step.values());
        return kind == Kind.VALUE ? all.subList(0, 2) : all;
    }

    /** Arrays and indices of the operands, scratch, tables. */
    private MethodTypeDesc stepType() {
        ClassDesc array = precision == Precision.FLOAT32 ? CD_float.arrayType() : CD_double.arrayType();
        List<ClassDesc> parameters = new ArrayList<>(Collections.nCopies(OPERANDS.length, array));
        parameters.addAll(Collections.nCopies(OPERANDS.length, CD_int));
        parameters.add(array);
        parameters.addAll(Collections.nCopies(4, CD_int.arrayType()));
        return MethodTypeDesc.of(CD_void, parameters);
    }

    private void emitRun(CodeBuilder code, List<Block> blocks) {
        ClassDesc array = precision == Precision.FLOAT32 ? CD_float.arrayType() : CD_double.arrayType();
        int channel = code.allocateLocal(TypeKind.INT);
        for (Block block : blocks) {
            Label top = code.newLabel();
            Label end = code.newLabel();
            code.loadConstant(block.from()).istore(channel);
            code.labelBinding(top).iload(channel).loadConstant(block.to()).if_icmpge(end);
            for (Step step : steps()) {
                for (int k : OPERANDS) {
                    code.aload(k).checkcast(array);
                }
                for (int k : OPERANDS) {
                    code.iload(k + 1).iload(channel).iadd();
                }
                code.aload(SCRATCH).checkcast(array);
                code.aload(PARENT).aload(VARIABLE).aload(LEAF_START).aload(LEAF_VARIABLE);
                code.invokestatic(GeneratedClass.nameOf(NAME), block.name() + step, stepType());
            }
            code.iinc(channel, block.lanes() * block.unroll()).goto_(top).labelBinding(end);
        }
        code.return_();
    }

    /** Emits one step for a block of channels. */
    private final class Pass {
        private final CodeBuilder code;
        private final LaneAssembler lanes;
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

        Pass(CodeBuilder code, int lanes, int unroll) {
            this.code = code;
            this.lanes = new LaneAssembler(code, precision, provider, lanes);
            this.unroll = unroll;
            this.block = lanes * unroll;
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

        void emit(Step step) {
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
                if (kind == Kind.VALUE || kind.tangent) {
                    accumulate(typed[OUT_G], indexOfRoot(OUT_G), 0, kind.tangent ? ds : s);
                }
            } else {
                store(s, typed[SCRATCH], at, region(0));
                code.aload(parents)
                        .iload(node)
                        .iaload()
                        .loadConstant(block)
                        .imul()
                        .istore(above);
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
}
