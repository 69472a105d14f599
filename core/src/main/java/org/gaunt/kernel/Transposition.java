package org.gaunt.kernel;

import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

/**
 * Transposes matrices, in squares of as many rows and columns as a vector has lanes: a square is read and written as whole vectors
 * and turned in registers. Element by element, the writes of a large matrix are all to other cache lines, which at some
 * distances push each other out of the cache.
 *
 * <p>Instances have no state and may be shared between threads.
 */
public final class Transposition {
    private final Precision precision;
    private final int lanes;
    private final int block;
    private final TransposeProgram program;

    private Transposition(Precision precision, Target target) {
        this.precision = precision;
        this.lanes = target.lanes(precision);
        this.block = target.transposes().block();
        this.program = new TransposeEmitter(target, precision).emit();
    }

    /** Generates the code for a target's vectors. */
    public static Transposition of(Target target, Precision precision) {
        return new Transposition(precision, target);
    }

    /**
     * {@code t[tStart + j * tStride + i] = b[bStart + i * bStride + j]} for i below m and j below n.
     *
     * @param b {@code float[]} or {@code double[]}, as the precision says
     * @param t another array than b
     * @throws IndexOutOfBoundsException if an array is too short; t is then undefined
     */
    public void apply(int m, int n, Object b, int bStart, int bStride, Object t, int tStart, int tStride) {
        if (lanes == 1 || m < lanes || n < lanes) {
            blocks(m, n, b, bStart, bStride, t, tStart, tStride);
            return;
        }
        // the last squares begin early enough to be whole and write some elements a second time
        for (int i = 0; i < m; i += lanes) {
            int row = Math.min(i, m - lanes);
            int from = bStart + row * bStride;
            int to = tStart + row;
            program.strip(n / lanes, b, from, bStride, t, to, tStride);
            if (n % lanes != 0) {
                program.strip(1, b, from + n - lanes, bStride, t, to + (n - lanes) * tStride, tStride);
            }
        }
    }

    private void blocks(int m, int n, Object b, int bStart, int bStride, Object t, int tStart, int tStride) {
        for (int j = 0; j < n; j += block) {
            int columns = Math.min(block, n - j);
            for (int i = 0; i < m; i += block) {
                int rows = Math.min(block, m - i);
                int from = bStart + i * bStride + j;
                int to = tStart + j * tStride + i;
                if (precision == Precision.FLOAT32) {
                    block(rows, columns, (float[]) b, from, bStride, (float[]) t, to, tStride);
                } else {
                    block(rows, columns, (double[]) b, from, bStride, (double[]) t, to, tStride);
                }
            }
        }
    }

    private static void block(
            int m, int n, float[] source, int from, int stride, float[] target, int to, int targetStride) {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                target[to + j * targetStride + i] = source[from + i * stride + j];
            }
        }
    }

    private static void block(
            int m, int n, double[] source, int from, int stride, double[] target, int to, int targetStride) {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                target[to + j * targetStride + i] = source[from + i * stride + j];
            }
        }
    }
}
