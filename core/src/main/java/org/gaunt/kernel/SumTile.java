package org.gaunt.kernel;

import java.util.function.IntFunction;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Table;
import org.gaunt.kernel.code.Value;

/**
 * The part of a matrix product whose sums stay in registers: some rows by some vectors.
 *
 * <p>Each sum is a variable; one step of the innermost loop loads the vectors of the right operand and, for each row, repeats one number
 * of the left operand over a vector.
 */
final class SumTile {
    private final LoopBuilder b;
    private final int rows;
    private final int vectors;
    private final Value.Variable[][] sums;
    private final Value.Variable[] right;
    private final Value.Variable left;

    SumTile(LoopBuilder b, int rows, int vectors) {
        this.b = b;
        this.rows = rows;
        this.vectors = vectors;
        sums = new Value.Variable[rows][vectors];
        right = new Value.Variable[vectors];
        for (int v = 0; v < vectors; v++) {
            right[v] = b.variable();
            for (int r = 0; r < rows; r++) {
                sums[r][v] = b.variable();
            }
        }
        left = b.variable();
    }

    /** Numbers of a row of the tile. */
    int columns() {
        return vectors * b.lanes();
    }

    /** Sets all sums to zero. */
    void clear() {
        for (Value.Variable[] row : sums) {
            for (Value.Variable sum : row) {
                b.set(sum, new Value.Zero());
            }
        }
    }

    /**
     * One step of the innermost loop.
     *
     * @param leftOf the number of a row, repeated over a vector, or its vector
     */
    void multiplyAdd(Numbers rightArray, Int rightIndex, IntFunction<Value> leftOf) {
        for (int v = 0; v < vectors; v++) {
            b.set(right[v], rightArray.at(rightIndex, v * b.lanes()));
        }
        for (int r = 0; r < rows; r++) {
            b.set(left, leftOf.apply(r));
            for (int v = 0; v < vectors; v++) {
                b.multiplyAdd(sums[r][v], left, right[v]);
            }
        }
    }

    /** The sum of a row's first vector. */
    Value sum(int row) {
        return sums[row][0];
    }

    /** Stores {@code factor * sum}, or adds it to what the array holds, for the vectors of one row. */
    void store(int row, Value factor, Numbers array, Int index, boolean accumulate) {
        for (int v = 0; v < vectors; v++) {
            int offset = v * b.lanes();
            Value sum = sums[row][v];
            b.store(
                    array,
                    index,
                    offset,
                    accumulate ? sum.timesPlus(factor, array.at(index, offset)) : sum.times(factor));
        }
    }

    /** Stores the sums of one row, or adds them to what the array holds. */
    void store(int row, Numbers array, Int index, boolean accumulate) {
        for (int v = 0; v < vectors; v++) {
            int offset = v * b.lanes();
            Value sum = sums[row][v];
            b.store(array, index, offset, accumulate ? sum.plus(array.at(index, offset)) : sum);
        }
    }

    /** Where each row of a tile begins: {@code offsets[row + r] + shift}. */
    static Int[] starts(LoopBuilder b, int rows, Table offsets, Int row, Int shift) {
        Int[] starts = new Int[rows];
        for (int r = 0; r < rows; r++) {
            starts[r] = b.let(offsets.at(row.plus(r)).plus(shift));
        }
        return starts;
    }
}
