package org.gaunt.kernel.convolution;

import java.util.EnumMap;
import java.util.Map;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Value;
import org.gaunt.kernel.convolution.PathTask.Operand;
import org.jspecify.annotations.Nullable;

/**
 * The loops of one task of a {@link PathProgram} over edges and channels.
 *
 * <p>The components of the path's segments are unrolled, in tiles whose sums stay in registers. One vector of channels at a time is
 * faster than two that share the numbers of M: what an edge costs before its channels (bounds of every operand) is paid for each
 * vector of a component, and sixteen registers hold more of the sums.
 */
final class PathLoop {
    private final PathTask task;
    private final PathPattern pattern;
    private final int[] places;
    private final int xSize;
    private final int zSize;
    private final int blockLanes;
    private final int mostSums;
    private final LoopBuilder b;
    private final PathOperands operands;

    /** The numbers of M and dM, each in all lanes; by place. */
    private final Map<Operand, Value[]> matrices = new EnumMap<>(Operand.class);

    /**
     * For a routine.
     *
     * @param channels of x, w and z
     * @param blockLanes edges of a block of M, and lanes of partial sums
     */
    PathLoop(PathTask task, PathPattern pattern, int channels, int blockLanes, LoopBuilder b) {
        this.task = task;
        this.pattern = pattern;
        this.places = pattern.places();
        this.xSize = pattern.xSize();
        this.zSize = pattern.zSize();
        this.blockLanes = blockLanes;
        this.mostSums = b.target().convolutions().sums();
        this.b = b;
        this.operands = new PathOperands(task, channels, blockLanes, b);
    }

    /** Emits the loops over some channels. */
    void emit(int first, int end) {
        operands.overEdges(() -> {
            if (task == PathTask.MATRICES) {
                matrices(first, end);
            } else {
                // M before the channels: its bounds are then checked once for an edge
                repeatMatrix(Operand.M);
                repeatMatrix(Operand.DM);
                operands.overChannels(first, end, this::atChannels);
            }
        });
        b.end();
    }

    private void repeatMatrix(Operand matrix) {
        if (task.operands().contains(matrix)) {
            Value[] all = new Value[pattern.size()];
            for (int m = 0; m < all.length; m++) {
                all[m] = b.let(operands.matrix(matrix, m));
            }
            matrices.put(matrix, all);
        }
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
        Sum[] sums = sums(zSize);
        for (int i = 0; i < xSize; i++) {
            Value x = loaded(Operand.X, i);
            for (int k = from; k < to; k++) {
                sums[k].add(m(Operand.M, i, k), x);
            }
        }
        Value w = loaded(Operand.W, 0);
        for (int k = from; k < to; k++) {
            addTo(Operand.Z, k, sums[k].get(), w);
        }
    }

    private void gradient() {
        Sum outW = new Sum();
        tiles(xSize, mostSums, (from, to) -> {
            Sum[] v = sums(xSize);
            for (int k = 0; k < zSize; k++) {
                Value g = loaded(Operand.G, k);
                for (int i = from; i < to; i++) {
                    v[i].add(m(Operand.M, i, k), g);
                }
            }
            Value w = loaded(Operand.W, 0);
            for (int i = from; i < to; i++) {
                addTo(Operand.OUT_X, i, v[i].get(), w);
                outW.add(v[i].get(), Operand.X, i);
            }
        });
        addTo(Operand.OUT_W, 0, outW.get());
    }

    private void tangentValue(int from, int to) {
        Sum[] sums = sums(zSize);
        Value w = loaded(Operand.W, 0);
        Value dw = loaded(Operand.DW, 0);
        for (int i = 0; i < xSize; i++) {
            Value x = loaded(Operand.X, i);
            Value wx = b.let(w.times(x));
            Value dx = loaded(Operand.DX, i);
            Value.Variable change = b.let(w.times(dx));
            b.multiplyAdd(change, dw, x);
            for (int k = from; k < to; k++) {
                sums[k].add(m(Operand.M, i, k), change);
                sums[k].add(m(Operand.DM, i, k), wx);
            }
        }
        for (int k = from; k < to; k++) {
            addTo(Operand.OUT_G, k, sums[k].get());
        }
    }

    private void tangentGradient() {
        Sum outW = new Sum();
        tiles(xSize, mostSums / 2, (from, to) -> {
            Sum[] v = sums(xSize);
            Sum[] dv = sums(xSize);
            for (int k = 0; k < zSize; k++) {
                Value g = loaded(Operand.G, k);
                for (int i = from; i < to; i++) {
                    v[i].add(m(Operand.M, i, k), g);
                    dv[i].add(m(Operand.DM, i, k), g);
                }
            }
            Value w = loaded(Operand.W, 0);
            Value dw = loaded(Operand.DW, 0);
            for (int i = from; i < to; i++) {
                Value.Variable outX = b.let(operands.at(Operand.OUT_X, i));
                addProduct(outX, v[i].get(), dw);
                addProduct(outX, dv[i].get(), w);
                operands.store(Operand.OUT_X, i, outX);
                outW.add(v[i].get(), Operand.DX, i);
                outW.add(dv[i].get(), Operand.X, i);
            }
        });
        addTo(Operand.OUT_W, 0, outW.get());
    }

    /** Tiles of M around the channels, since its gradient is a sum over these. */
    private void matrices(int first, int end) {
        if (first == 0 && b.lanes() < blockLanes) {
            // where the first range does not fill the lanes of partial sums, the others are zero
            operands.clearPartials(pattern.size());
        }
        tiles(pattern.size(), mostSums, (from, to) -> {
            Value.Variable[] sums = new Value.Variable[to - from];
            for (int s = 0; s < sums.length; s++) {
                sums[s] = b.let(new Value.Zero());
            }
            operands.overChannels(first, end, () -> matrices(from, sums));
            for (int s = 0; s < sums.length; s++) {
                // the first range of channels writes all lanes, the next adds to what is there
                Value before = operands.partial(from + s);
                operands.storePartial(from + s, first > 0 ? sums[s].plus(before) : sums[s]);
            }
        });
    }

    private void matrices(int from, Value.Variable[] sums) {
        @Nullable Value[] wx = new @Nullable Value[xSize];
        @Nullable Value[] g = new @Nullable Value[zSize];
        Value w = loaded(Operand.W, 0);
        for (int s = 0; s < sums.length; s++) {
            int i = pattern.entries().get(from + s) / zSize;
            int k = pattern.entries().get(from + s) % zSize;
            Value left = wx[i];
            if (left == null) {
                Value x = loaded(Operand.X, i);
                left = b.let(w.times(x));
                wx[i] = left;
            }
            Value right = g[k];
            if (right == null) {
                right = loaded(Operand.G, k);
                g[k] = right;
            }
            b.multiplyAdd(sums[s], left, right);
        }
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

    /** A sum of products that begins with its first one; null while it has none. */
    private final class Sum {
        private Value.@Nullable Variable variable;

        /** Adds a product; nothing if the first factor is none. */
        void add(@Nullable Value x, Value y) {
            if (x == null) {
                return;
            }
            if (variable == null) {
                variable = b.let(x.times(y));
            } else {
                b.multiplyAdd(variable, x, y);
            }
        }

        void add(@Nullable Value x, Operand operand, int component) {
            if (x != null) {
                add(x, loaded(operand, component));
            }
        }

        @Nullable
        Value get() {
            return variable;
        }
    }

    private Sum[] sums(int count) {
        Sum[] sums = new Sum[count];
        for (int k = 0; k < count; k++) {
            sums[k] = new Sum();
        }
        return sums;
    }

    private void addProduct(Value.Variable sum, @Nullable Value x, Value y) {
        if (x != null) {
            b.multiplyAdd(sum, x, y);
        }
    }

    /** Adds a product to a component in memory. */
    private void addTo(Operand operand, int component, @Nullable Value x, Value y) {
        Value.Variable sum = b.let(operands.at(operand, component));
        addProduct(sum, x, y);
        operands.store(operand, component, sum);
    }

    /** Adds a sum to a component in memory. */
    private void addTo(Operand operand, int component, @Nullable Value sum) {
        if (sum != null) {
            operands.store(operand, component, sum.plus(operands.at(operand, component)));
        }
    }

    /** An M_ik, or null where it is zero. */
    private @Nullable Value m(Operand matrix, int i, int k) {
        Value[] all = matrices.get(matrix);
        if (all == null) {
            throw new IllegalStateException(matrix + " is no operand of " + task);
        }
        int place = places[i * zSize + k];
        return place < 0 ? null : all[place];
    }

    private Value loaded(Operand operand, int component) {
        return b.let(operands.at(operand, component));
    }
}
