package org.gaunt.kernel.convolution;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.gaunt.form.ConvolutionEdges;
import org.gaunt.kernel.LaneAssembler;
import org.gaunt.kernel.convolution.PathTask.Operand;
import org.gaunt.kernel.convolution.PathTask.Space;

/**
 * Emits the loops of one task of a {@link PathProgram} over edges and channels as the body of a static method: its parameters are
 * the table, the edges, the first and the end edge, and the arrays of the task's operands.
 *
 * <p>The components of the path's segments are unrolled, in tiles whose sums stay in registers. One vector of channels at a time is
 * faster than two that share the numbers of M: what an edge costs before its channels (bounds of every operand) is paid for each
 * vector of a component, and sixteen registers hold more of the sums.
 */
final class PathLoop {
    private static final ClassDesc TABLE = PathTable.class.describeConstable().orElseThrow();
    private static final ClassDesc EDGES =
            ConvolutionEdges.class.describeConstable().orElseThrow();
    private static final ClassDesc ARRAY_UTILITY = ClassDesc.of("java.util.Arrays");
    private static final int FROM = 2;
    private static final int TO = 3;
    private static final int ARRAYS = 4;

    /** A vector that has no local yet. */
    private static final int NONE = -1;

    private final PathTask task;
    private final PathPattern pattern;
    private final int[] places;
    private final int xSize;
    private final int zSize;
    private final int channels;
    private final int blockLanes;
    private final int mostSums;
    private final LaneAssembler lanes;
    private final CodeBuilder code;

    private final int edge;

    /** Locals: the first number of the path in each space at the edge's first channel. */
    private final Map<Space, Integer> base = new EnumMap<>(Space.class);

    /** Locals: the same at the channel. */
    private final Map<Space, Integer> at = new EnumMap<>(Space.class);

    /** Locals: the numbers of M and dM, each in all lanes; by place. */
    private final Map<Operand, int[]> matrices = new EnumMap<>(Operand.class);

    /**
     * Makes an emitter.
     *
     * @param channels of x, w and z
     * @param blockLanes edges of a block of M, and lanes of partial sums
     * @param mostSums sums of a tile
     * @param lanes emits the method's code
     */
    PathLoop(PathTask task, PathPattern pattern, int channels, int blockLanes, int mostSums, LaneAssembler lanes) {
        this.task = task;
        this.pattern = pattern;
        this.places = pattern.places();
        this.xSize = pattern.xSize();
        this.zSize = pattern.zSize();
        this.channels = channels;
        this.blockLanes = blockLanes;
        this.mostSums = mostSums;
        this.lanes = lanes;
        this.code = lanes.code();
        edge = integer();
        for (Space space : Space.values()) {
            base.put(space, integer());
            at.put(space, integer());
        }
    }

    /** Emits the loops over some channels. */
    void emit(int first, int end) {
        loop(edge, c -> c.iload(FROM), c -> c.iload(TO), 1, () -> {
            row(Space.X, "input", "x", "xWidth");
            row(Space.W, "weight", "w", "wWidth");
            row(Space.Z, "receiver", "z", "zWidth");
            if (task == PathTask.MATRICES) {
                code.iload(edge).iload(FROM).isub();
                field("mWidth");
                code.imul();
                field("m");
                code.iadd().loadConstant(blockLanes).imul().istore(local(at, Space.M));
                matrices(first, end);
                return;
            }
            field("m");
            code.loadConstant(blockLanes).imul();
            code.iload(edge).iload(FROM).isub().iadd().istore(local(at, Space.M));
            broadcast(Operand.M);
            broadcast(Operand.DM);
            overChannels(first, end, this::atChannels);
        });
        code.return_();
    }

    /** M before the channels: its bounds are then checked once for an edge. */
    private void broadcast(Operand matrix) {
        if (task.operands().contains(matrix)) {
            int[] all = new int[pattern.size()];
            for (int m = 0; m < all.length; m++) {
                lanes.broadcastElement(array(matrix), local(at, Space.M), m * blockLanes);
                all[m] = put();
            }
            matrices.put(matrix, all);
        }
    }

    private void overChannels(int first, int end, Runnable body) {
        int channel = integer();
        loop(channel, c -> c.loadConstant(first), c -> c.loadConstant(end), lanes.lanes(), () -> {
            for (Space space : new Space[] {Space.X, Space.W, Space.Z}) {
                code.iload(local(base, space)).iload(channel).iadd().istore(local(at, space));
            }
            body.run();
        });
    }

    private void atChannels() {
        switch (task) {
            case VALUE -> tiles(zSize, mostSums, this::value);
            case GRADIENT -> gradient();
            case MATRICES -> throw new IllegalStateException("its tiles go around the channels");
            case TANGENT_VALUE -> tiles(zSize, mostSums, this::tangentValue);
            case TANGENT_GRADIENT -> tangentGradient();
        }
    }

    private void value(int from, int to) {
        int[] sums = none(zSize);
        for (int i = 0; i < xSize; i++) {
            int x = loaded(Operand.X, i);
            for (int k = from; k < to; k++) {
                sums[k] = addProduct(sums[k], m(Operand.M, i, k), x);
            }
        }
        int w = loaded(Operand.W, 0);
        for (int k = from; k < to; k++) {
            store(Operand.Z, k, addProduct(loaded(Operand.Z, k), sums[k], w));
        }
    }

    private void gradient() {
        int[] outW = {NONE};
        tiles(xSize, mostSums, (from, to) -> {
            int[] v = none(xSize);
            for (int k = 0; k < zSize; k++) {
                int g = loaded(Operand.G, k);
                for (int i = from; i < to; i++) {
                    v[i] = addProduct(v[i], m(Operand.M, i, k), g);
                }
            }
            int w = loaded(Operand.W, 0);
            for (int i = from; i < to; i++) {
                int outX = addProduct(loaded(Operand.OUT_X, i), v[i], w);
                store(Operand.OUT_X, i, outX);
                outW[0] = addProduct(outW[0], v[i], Operand.X, i);
            }
        });
        addToMemory(Operand.OUT_W, 0, outW[0]);
    }

    private void tangentValue(int from, int to) {
        int[] sums = none(zSize);
        int w = loaded(Operand.W, 0);
        int dw = loaded(Operand.DW, 0);
        for (int i = 0; i < xSize; i++) {
            int x = loaded(Operand.X, i);
            int wx = product(w, x);
            int change = addProduct(product(w, loaded(Operand.DX, i)), dw, x);
            for (int k = from; k < to; k++) {
                sums[k] = addProduct(sums[k], m(Operand.M, i, k), change);
                sums[k] = addProduct(sums[k], m(Operand.DM, i, k), wx);
            }
        }
        for (int k = from; k < to; k++) {
            addToMemory(Operand.OUT_G, k, sums[k]);
        }
    }

    private void tangentGradient() {
        int[] outW = {NONE};
        tiles(xSize, mostSums / 2, (from, to) -> {
            int[] v = none(xSize);
            int[] dv = none(xSize);
            for (int k = 0; k < zSize; k++) {
                int g = loaded(Operand.G, k);
                for (int i = from; i < to; i++) {
                    v[i] = addProduct(v[i], m(Operand.M, i, k), g);
                    dv[i] = addProduct(dv[i], m(Operand.DM, i, k), g);
                }
            }
            int w = loaded(Operand.W, 0);
            int dw = loaded(Operand.DW, 0);
            for (int i = from; i < to; i++) {
                int outX = addProduct(addProduct(loaded(Operand.OUT_X, i), v[i], dw), dv[i], w);
                store(Operand.OUT_X, i, outX);
                outW[0] = addProduct(outW[0], v[i], Operand.DX, i);
                outW[0] = addProduct(outW[0], dv[i], Operand.X, i);
            }
        });
        addToMemory(Operand.OUT_W, 0, outW[0]);
    }

    /** Tiles of M around the channels, since its gradient is a sum over these. */
    private void matrices(int first, int end) {
        if (first == 0 && lanes.lanes() < blockLanes) {
            clearPartial();
        }
        tiles(pattern.size(), mostSums, (from, to) -> {
            int[] sums = new int[to - from];
            for (int s = 0; s < sums.length; s++) {
                lanes.zero();
                sums[s] = put();
            }
            overChannels(first, end, () -> matrices(from, sums));
            for (int s = 0; s < sums.length; s++) {
                storePartial((from + s) * blockLanes, sums[s], first);
            }
        });
    }

    private void matrices(int from, int[] sums) {
        int[] wx = none(xSize);
        int[] g = none(zSize);
        int w = loaded(Operand.W, 0);
        for (int s = 0; s < sums.length; s++) {
            int i = pattern.entries().get(from + s) / zSize;
            int k = pattern.entries().get(from + s) % zSize;
            wx[i] = wx[i] == NONE ? product(w, loaded(Operand.X, i)) : wx[i];
            g[k] = g[k] == NONE ? loaded(Operand.G, k) : g[k];
            addProduct(sums[s], wx[i], g[k]);
        }
    }

    /** The first range of channels writes all lanes, the next adds to what is there. */
    private void storePartial(int offset, int sum, int firstChannel) {
        int partial = array(Operand.PARTIAL);
        int m = local(at, Space.M);
        lanes.get(sum);
        if (firstChannel > 0) {
            lanes.load(partial, m, offset);
            lanes.add();
        }
        lanes.store(partial, m, offset);
    }

    /** Where the first range does not fill the lanes of partial sums, the others are zero. */
    private void clearPartial() {
        code.aload(array(Operand.PARTIAL)).iload(local(at, Space.M)).iload(local(at, Space.M));
        code.loadConstant(pattern.size() * blockLanes).iadd();
        lanes.constantScalar(0);
        code.invokestatic(
                ARRAY_UTILITY,
                "fill",
                MethodTypeDesc.of(CD_void, lanes.arrayType(), CD_int, CD_int, lanes.scalarType()));
    }

    // sums

    /** Two ends of a tile. */
    private interface Tile {
        void emit(int from, int to);
    }

    /** Tiles of nearly equal sizes. */
    private static void tiles(int size, int most, Tile tile) {
        int count = (size + most - 1) / most;
        for (int t = 0; t < count; t++) {
            tile.emit(size * t / count, size * (t + 1) / count);
        }
    }

    private static int[] none(int count) {
        int[] result = new int[count];
        Arrays.fill(result, NONE);
        return result;
    }

    private int product(int a, int b) {
        return addProduct(NONE, a, b);
    }

    /** Adds the product of two vectors to a sum, or begins the sum; nothing if the first is none. Returns the sum's local. */
    private int addProduct(int sum, int a, int b) {
        if (a == NONE) {
            return sum;
        }
        lanes.get(a);
        lanes.get(b);
        if (sum == NONE) {
            lanes.mul();
            return put();
        }
        lanes.get(sum);
        lanes.fma();
        lanes.put(sum);
        return sum;
    }

    private int addProduct(int sum, int a, Operand operand, int component) {
        return a == NONE ? sum : addProduct(sum, a, loaded(operand, component));
    }

    private void addToMemory(Operand operand, int component, int sum) {
        if (sum != NONE) {
            lanes.get(sum);
            load(operand, component);
            lanes.add();
            store(operand, component, put());
        }
    }

    /** An M_ik, or none where it is zero. */
    private int m(Operand matrix, int i, int k) {
        int[] all = matrices.get(matrix);
        if (all == null) {
            throw new IllegalStateException(matrix + " is no operand of " + task);
        }
        int place = places[i * zSize + k];
        return place < 0 ? NONE : all[place];
    }

    private int put() {
        int local = lanes.newVector();
        lanes.put(local);
        return local;
    }

    private int loaded(Operand operand, int component) {
        load(operand, component);
        return put();
    }

    private int array(Operand operand) {
        return ARRAYS + task.operands().indexOf(operand);
    }

    private void load(Operand operand, int component) {
        lanes.load(array(operand), local(at, operand.space()), component * channels);
    }

    private void store(Operand operand, int component, int vector) {
        lanes.get(vector);
        lanes.store(array(operand), local(at, operand.space()), component * channels);
    }

    // integer code

    private static int local(Map<Space, Integer> locals, Space space) {
        Integer slot = locals.get(space);
        if (slot == null) {
            throw new IllegalStateException("no local for " + space);
        }
        return slot;
    }

    private int integer() {
        return code.allocateLocal(TypeKind.INT);
    }

    private void loop(int counter, Consumer<CodeBuilder> from, Consumer<CodeBuilder> to, int step, Runnable body) {
        Label top = code.newLabel();
        Label end = code.newLabel();
        from.accept(code);
        code.istore(counter).labelBinding(top).iload(counter);
        to.accept(code);
        code.if_icmpge(end);
        body.run();
        code.iinc(counter, step).goto_(top).labelBinding(end);
    }

    private void field(String name) {
        code.aload(0).invokevirtual(TABLE, name, MethodTypeDesc.of(CD_int));
    }

    private void row(Space space, String index, String first, String width) {
        code.aload(1)
                .invokevirtual(EDGES, index, MethodTypeDesc.of(CD_int.arrayType()))
                .iload(edge)
                .iaload();
        field(width);
        code.imul();
        field(first);
        code.iadd().istore(local(base, space));
    }
}
