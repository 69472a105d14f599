package org.gaunt.kernel;

import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Gemm;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;

/**
 * Matrix products by panels of the right matrix, as wide as one or two vectors.
 *
 * <p>The kernels are generated when an instance is made (see {@link Provider}) and reach full speed only when the virtual machine has
 * compiled them.
 */
public final class PanelGemm implements Gemm {
    private final Precision precision;
    private final GemmTiles tiles;
    private final int[] panelColumns;
    private final NarrowColumns narrow;
    private final Transposition transposition;
    private final Target.Products sizes;

    private PanelGemm(Precision precision, GemmTiles tiles, int[] panelColumns, Target target) {
        this.precision = precision;
        this.tiles = tiles;
        this.panelColumns = panelColumns;
        this.transposition = Transposition.of(target, precision);
        this.sizes = target.products();
        int last = panelColumns.length - 1;
        this.narrow = new NarrowColumns(precision, tiles, last, panelColumns[last]);
    }

    /**
     * Generates the kernels.
     *
     * @param precision of all arrays
     * @return the products
     */
    public static PanelGemm of(Target target, Precision precision) {
        GemmEmitter emitter = new GemmEmitter(target, precision);
        return new PanelGemm(
                precision,
                emitter.emit(),
                emitter.panels().stream().mapToInt(GemmEmitter.Panel::columns).toArray(),
                target);
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public void multiply(
            int from,
            int to,
            int k,
            int n,
            double alpha,
            Object a,
            int[] aRows,
            int aShift,
            Object b,
            int bStart,
            int bStride,
            Object c,
            int[] cRows,
            int cShift,
            boolean accumulate,
            Workspace workspace) {
        check(to - from, k, n);
        if (n == 1 && (bStride == 1 || k <= 1)) {
            tiles.dot(a, aRows, aShift, b, bStart, c, cRows, cShift, from, to, k, alpha, accumulate);
            return;
        }
        int mark = workspace.mark();
        boolean pack = to - from >= sizes.packedRows();
        Object right = pack ? workspace.numbers(precision, k * panelColumns[0]) : b;
        int chunk = rowsPerPass(k);
        for (int first = from; first < to; first += chunk) {
            int last = Math.min(to, first + chunk);
            int column = 0;
            for (int panel = 0; panel < panelColumns.length; panel++) {
                int columns = panelColumns[panel];
                for (; column + columns <= n; column += columns) {
                    int start = bStart + column;
                    int target = cShift + column;
                    if (pack) {
                        tiles.pack(panel, b, start, bStride, right, k);
                    }
                    tiles.nn(
                            panel,
                            a,
                            aRows,
                            aShift,
                            right,
                            start,
                            bStride,
                            c,
                            cRows,
                            target,
                            first,
                            last,
                            k,
                            alpha,
                            accumulate,
                            pack);
                }
            }
            if (column < n) {
                narrow.multiply(
                        first,
                        last,
                        k,
                        n - column,
                        alpha,
                        a,
                        aRows,
                        aShift,
                        b,
                        bStart + column,
                        bStride,
                        c,
                        cRows,
                        cShift + column,
                        accumulate,
                        workspace);
            }
        }
        workspace.release(mark);
    }

    @Override
    public void multiplyTransposed(
            int from,
            int to,
            int m,
            int n,
            double alpha,
            Object x,
            int[] xRows,
            int xShift,
            Object g,
            int[] gRows,
            int gShift,
            Object w,
            int wStart,
            int wStride,
            boolean accumulate,
            Workspace workspace) {
        check(to - from, m, n);
        if (n == 1 && m > 1 && wStride == 1) {
            // A column of W is a row of its transpose: let vectors run over u.
            multiplyTransposed(
                    from, to, 1, m, alpha, g, gRows, gShift, x, xRows, xShift, w, wStart, m, accumulate, workspace);
            return;
        }
        if (!accumulate) {
            clear(w, wStart, wStride, m, n);
        }
        for (int first = from; first < to; first += sizes.sumRows()) {
            int last = Math.min(to, first + sizes.sumRows());
            int column = 0;
            for (int panel = 0; panel < panelColumns.length; panel++) {
                int columns = panelColumns[panel];
                for (; column + columns <= n; column += columns) {
                    tiles.tn(
                            panel,
                            x,
                            xRows,
                            xShift,
                            g,
                            gRows,
                            gShift + column,
                            w,
                            wStart + column,
                            wStride,
                            first,
                            last,
                            m,
                            alpha);
                }
            }
            if (column < n) {
                narrow.multiplyTransposed(
                        first,
                        last,
                        m,
                        n - column,
                        alpha,
                        x,
                        xRows,
                        xShift,
                        g,
                        gRows,
                        gShift + column,
                        w,
                        wStart + column,
                        wStride,
                        workspace);
            }
        }
    }

    @Override
    public void transpose(int m, int n, Object b, int bStart, int bStride, Object t, int tStart, int tStride) {
        transposition.apply(m, n, b, bStart, bStride, t, tStart, tStride);
    }

    private static void check(int rows, int k, int n) {
        if (rows < 0 || k < 0 || n < 0) {
            throw new IllegalArgumentException("sizes of a matrix product must not be negative: " + rows
                    + " rows, inner or left size " + k + ", " + n + " columns");
        }
    }

    /** Rows of k elements that stay in the cache, a multiple of the tile heights. */
    private int rowsPerPass(int k) {
        int rows = sizes.rowBytes() / precision.bytes() / Math.max(1, k);
        return Math.max(sizes.leastRows(), rows - rows % 12);
    }

    private void clear(Object w, int start, int stride, int m, int n) {
        for (int u = 0; u < m; u++) {
            int first = start + u * stride;
            Precision.clear(w, first, first + n);
        }
    }
}
