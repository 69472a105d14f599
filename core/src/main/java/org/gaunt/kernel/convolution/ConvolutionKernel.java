package org.gaunt.kernel.convolution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.gaunt.kernel.Gemm;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;
import org.jspecify.annotations.Nullable;

/**
 * A channelwise convolution: z[receiver][k][c] += Σ over edges and paths of w[pair][path][c] Σ_ij c_ijk x[sender][i][c] y[edge][j],
 * with the gradients by x, y and w, and the derivatives of these gradients.
 *
 * <p>The coefficients and y are contracted first, for a block of edges by matrix products: M_ki = Σ_j c_ijk y_j has no channels.
 * What is left over channels is, for every path, w times M times x, a few multiplications by broadcast numbers with x in registers.
 *
 * <p>Immutable; safe for several threads, each with its own scratch array. Arrays are {@code float[]} or {@code double[]} as the
 * precision says; rows are [component][channel]. All outputs are added to.
 */
public final class ConvolutionKernel {
    /** Numbers of M for a block of edges: with what else a block touches they stay in the first-level cache. */
    private static final int BLOCK_NUMBERS = 2048;

    private static final int MOST_EDGES = 64;

    /**
     * The coefficients of all paths with the same segment of y, as a matrix from that segment to a part of M.
     *
     * @param y first component of the segment
     * @param ySize its components
     * @param m first number of the part of M
     * @param mSize numbers of that
     * @param toM [ySize][mSize]
     * @param toY [mSize][ySize]
     */
    private record Contraction(int y, int ySize, int m, int mSize, Object toM, Object toY) {}

    private record Part(SegmentTables tables, SegmentProgram program) {}

    private final ConvolutionShape shape;
    private final Gemm gemm;
    private final int lanes;
    private final int mWidth;
    private final int block;
    private final int[] mRows;
    private final int[] yRows;
    private final List<Contraction> contractions = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    /**
     * Lays the tables out.
     *
     * @param gemm products in the kernel's precision
     * @param programs generated code for segments of x with a number of components, to be shared by all convolutions
     */
    ConvolutionKernel(
            ConvolutionShape shape, int channels, Gemm gemm, Provider provider, IntFunction<SegmentProgram> programs) {
        this.shape = shape;
        this.gemm = gemm;
        Precision precision = gemm.precision();
        this.lanes = provider.lanes(precision);
        int[] first = new int[shape.paths().size()];
        mWidth = layOut(first);
        block = Math.clamp(BLOCK_NUMBERS / Math.max(1, mWidth), 1, MOST_EDGES);
        mRows = Gemm.rows(block, mWidth);
        yRows = Gemm.rows(block, shape.ySize());
        Map<List<Integer>, List<Integer>> bySegment = new LinkedHashMap<>();
        for (int p = 0; p < first.length; p++) {
            ConvolutionPath path = shape.paths().get(p);
            bySegment
                    .computeIfAbsent(List.of(path.x(), path.xSize()), k -> new ArrayList<>())
                    .add(p);
        }
        bySegment.forEach((segment, paths) -> {
            List<int[]> rows = rows(paths, first, channels);
            parts.add(new Part(
                    new SegmentTables(
                            segment.get(1),
                            segment.get(0) * channels,
                            shape.xSize() * channels,
                            shape.weights() * channels,
                            shape.zSize() * channels,
                            mWidth,
                            channels,
                            column(rows, 0),
                            column(rows, 1),
                            column(rows, 2)),
                    programs.apply(segment.get(1))));
        });
    }

    /** Kernels of one precision and provider, which share their generated code. For several threads. */
    public static final class Factory {
        private final Gemm gemm;
        private final Provider provider;
        private final Map<Integer, SegmentProgram> programs = new TreeMap<>();

        public Factory(Gemm gemm, Provider provider) {
            this.gemm = gemm;
            this.provider = provider;
        }

        /** A kernel for operands with a number of channels. */
        public ConvolutionKernel kernel(ConvolutionShape shape, int channels) {
            return new ConvolutionKernel(shape, channels, gemm, provider, this::program);
        }

        private SegmentProgram program(int size) {
            synchronized (programs) {
                return programs.computeIfAbsent(size, n -> new SegmentEmitter(n, gemm.precision(), provider).emit());
            }
        }
    }

    /** Gives every path its part of M, those with the same segment of y side by side, and returns the numbers of M. */
    private int layOut(int[] first) {
        Map<List<Integer>, List<Integer>> bySegment = new LinkedHashMap<>();
        for (int p = 0; p < first.length; p++) {
            ConvolutionPath path = shape.paths().get(p);
            bySegment
                    .computeIfAbsent(List.of(path.y(), path.ySize()), k -> new ArrayList<>())
                    .add(p);
        }
        int next = 0;
        for (Map.Entry<List<Integer>, List<Integer>> e : bySegment.entrySet()) {
            int start = next;
            for (int p : e.getValue()) {
                first[p] = next;
                next += shape.paths().get(p).xSize() * shape.paths().get(p).zSize();
            }
            int y = e.getKey().get(0);
            int ySize = e.getKey().get(1);
            int mSize = next - start;
            double[] toM = new double[ySize * mSize];
            double[] toY = new double[ySize * mSize];
            for (int p : e.getValue()) {
                ConvolutionPath path = shape.paths().get(p);
                for (int k = 0; k < path.zSize(); k++) {
                    for (int i = 0; i < path.xSize(); i++) {
                        int m = first[p] - start + k * path.xSize() + i;
                        for (int j = 0; j < ySize; j++) {
                            toM[j * mSize + m] = path.coefficients()[i][j][k];
                            toY[m * ySize + j] = path.coefficients()[i][j][k];
                        }
                    }
                }
            }
            contractions.add(new Contraction(y, ySize, start, mSize, rounded(toM), rounded(toY)));
        }
        return next;
    }

    private Object rounded(double[] values) {
        if (gemm.precision() == Precision.FLOAT64) {
            return values;
        }
        float[] single = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }

    /** Rows (offsets in z, w and M) of the paths, the first components first: neighbours then add to different weights. */
    private List<int[]> rows(List<Integer> paths, int[] first, int channels) {
        record Row(int k, int path) {}
        List<Row> rows = new ArrayList<>();
        for (int p : paths) {
            for (int k = 0; k < shape.paths().get(p).zSize(); k++) {
                rows.add(new Row(k, p));
            }
        }
        rows.sort(Comparator.comparingInt(Row::k).thenComparingInt(Row::path));
        return rows.stream()
                .map(r -> {
                    ConvolutionPath path = shape.paths().get(r.path());
                    return new int[] {
                        (path.z() + r.k()) * channels, path.weight() * channels, first[r.path()] + r.k() * path.xSize()
                    };
                })
                .toList();
    }

    private static int[] column(List<int[]> rows, int k) {
        return rows.stream().mapToInt(r -> r[k]).toArray();
    }

    /** Numbers of each of the scratch arrays: M of a block, its like, and partial sums of M. */
    public int scratchLength() {
        return block * mWidth + mWidth * lanes;
    }

    /**
     * z += the convolution.
     *
     * @param scratch {@link #scratchLength} numbers
     */
    public void value(ConvolutionEdges edges, Object x, Object y, Object w, Object z, Object scratch) {
        for (int from = 0; from < edges.count(); from += block) {
            int to = Math.min(edges.count(), from + block);
            matrices(y, from, to, scratch);
            for (Part part : parts) {
                part.program().value(part.tables(), edges, from, to, x, w, scratch, z);
            }
        }
    }

    /**
     * The gradients of Σ g z by those of x, y and w that are given.
     *
     * @param scratch {@link #scratchLength} numbers
     * @param partial as many
     */
    public void gradient(
            ConvolutionEdges edges,
            Object x,
            Object y,
            Object w,
            Object g,
            @Nullable Object outX,
            @Nullable Object outY,
            @Nullable Object outW,
            Object scratch,
            Object partial) {
        for (int from = 0; from < edges.count(); from += block) {
            int to = Math.min(edges.count(), from + block);
            if (outX != null || outW != null) {
                matrices(y, from, to, scratch);
            }
            for (Part part : parts) {
                if (outW != null) {
                    part.program().weights(part.tables(), edges, from, to, x, scratch, g, outW);
                }
                if (outX != null) {
                    part.program().inputs(part.tables(), edges, from, to, w, scratch, g, outX);
                }
            }
            if (outY != null) {
                for (Part part : parts) {
                    part.program().matrices(part.tables(), edges, from, to, x, w, g, scratch, partial);
                }
                for (Contraction c : contractions) {
                    gemm.multiply(
                            0,
                            to - from,
                            c.mSize(),
                            c.ySize(),
                            1,
                            scratch,
                            mRows,
                            c.m(),
                            c.toY(),
                            0,
                            c.ySize(),
                            outY,
                            yRows,
                            from * shape.ySize() + c.y(),
                            true);
                }
            }
        }
    }

    /**
     * The gradients by x, w and g of Σ dx ∂/∂x + dy ∂/∂y + dw ∂/∂w of Σ g z, those that are given.
     *
     * @param scratch {@link #scratchLength} numbers
     * @param tangents as many
     */
    public void tangent(
            ConvolutionEdges edges,
            Object x,
            Object y,
            Object w,
            Object g,
            Object dx,
            Object dy,
            Object dw,
            @Nullable Object outX,
            Object outW,
            Object outG,
            Object scratch,
            Object tangents) {
        for (int from = 0; from < edges.count(); from += block) {
            int to = Math.min(edges.count(), from + block);
            matrices(y, from, to, scratch);
            matrices(dy, from, to, tangents);
            for (Part part : parts) {
                part.program().tangents(part.tables(), edges, from, to, x, dx, w, dw, scratch, tangents, g, outW, outG);
                if (outX != null) {
                    part.program().inputTangents(part.tables(), edges, from, to, w, dw, scratch, tangents, g, outX);
                }
            }
        }
    }

    /** M of a block of edges. */
    private void matrices(Object y, int from, int to, Object m) {
        for (Contraction c : contractions) {
            gemm.multiply(
                    0,
                    to - from,
                    c.ySize(),
                    c.mSize(),
                    1,
                    y,
                    yRows,
                    from * shape.ySize() + c.y(),
                    c.toM(),
                    0,
                    c.mSize(),
                    m,
                    mRows,
                    c.m(),
                    false);
        }
    }
}
