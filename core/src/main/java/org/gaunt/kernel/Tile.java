package org.gaunt.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.function.IntConsumer;

/**
 * Emits the part of a matrix product whose sums stay in registers: some rows by some vectors.
 *
 * <p>A subclass emits the body of one static method. Each sum is a local; one step of the innermost loop loads the
 * vectors of the right operand and, for each row, repeats one number of the left operand over a vector.
 */
abstract class Tile {
    final LaneAssembler lane;
    final CodeBuilder code;
    final int rows;
    final int vectors;

    private final int[][] sums;
    private final int[] right;
    private final int left;

    Tile(LaneAssembler lane, int rows, int vectors) {
        this.lane = lane;
        this.code = lane.code();
        this.rows = rows;
        this.vectors = vectors;
        sums = new int[rows][vectors];
        right = new int[vectors];
        for (int v = 0; v < vectors; v++) {
            right[v] = lane.newVector();
            for (int r = 0; r < rows; r++) {
                sums[r][v] = lane.newVector();
            }
        }
        left = lane.newVector();
    }

    /** Emits the whole method, including its return. */
    abstract void emit();

    /** The slot of a parameter of the static method. */
    final int parameter(int number) {
        return code.parameterSlot(number);
    }

    final int newInt() {
        return code.allocateLocal(TypeKind.INT);
    }

    final void clearSums() {
        for (int[] row : sums) {
            for (int sum : row) {
                lane.zero();
                lane.put(sum);
            }
        }
    }

    /** Numbers of a row of the tile. */
    final int columns() {
        return vectors * lane.lanes();
    }

    /** One step of the innermost loop. {@code pushLeft} pushes the number of a row, repeated over a vector. */
    final void multiplyAdd(int rightArray, int rightIndex, IntConsumer pushLeft) {
        for (int v = 0; v < vectors; v++) {
            lane.load(rightArray, rightIndex, v * lane.lanes());
            lane.put(right[v]);
        }
        for (int r = 0; r < rows; r++) {
            pushLeft.accept(r);
            lane.put(left);
            for (int v = 0; v < vectors; v++) {
                lane.get(left);
                lane.get(right[v]);
                lane.get(sums[r][v]);
                lane.fma();
                lane.put(sums[r][v]);
            }
        }
    }

    /**
     * Pushes a number that was passed as its bits. A number passed as such would occupy a vector register throughout the
     * innermost loop, which needs them all.
     */
    final void pushNumber(int bits) {
        LaneBits one = new LaneBits(lane.withLanes(1));
        one.get(bits);
        one.toNumber();
    }

    /** Pushes the sum of a row's first vector. */
    final void getSum(int row) {
        lane.get(sums[row][0]);
    }

    /** Stores {@code factor * sum}, or adds it to what the array holds, for the vectors of one row. */
    final void storeRow(int row, int factor, int array, int index, boolean accumulate) {
        for (int v = 0; v < vectors; v++) {
            int offset = v * lane.lanes();
            lane.get(sums[row][v]);
            lane.get(factor);
            if (accumulate) {
                lane.load(array, index, offset);
                lane.fma();
            } else {
                lane.mul();
            }
            lane.store(array, index, offset);
        }
    }

    /** Stores the sums of one row, or adds them to what the array holds. */
    final void storeRow(int row, int array, int index, boolean accumulate) {
        for (int v = 0; v < vectors; v++) {
            int offset = v * lane.lanes();
            lane.get(sums[row][v]);
            if (accumulate) {
                lane.load(array, index, offset);
                lane.add();
            }
            lane.store(array, index, offset);
        }
    }

    /** Emits {@code while (counter + width <= limit) { body; counter += width; }}. */
    final void steps(int counter, int limit, int width, Runnable body) {
        Label head = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(head).iload(counter);
        if (width > 1) {
            code.loadConstant(width - 1).iadd();
        }
        code.iload(limit).if_icmpge(end);
        body.run();
        code.iinc(counter, width).goto_(head).labelBinding(end);
    }

    /** Emits {@code if (flag != 0) yes else no}. */
    final void branch(int flag, Runnable yes, Runnable no) {
        Label otherwise = code.newLabel();
        Label end = code.newLabel();
        code.iload(flag).ifeq(otherwise);
        yes.run();
        code.goto_(end).labelBinding(otherwise);
        no.run();
        code.labelBinding(end);
    }

    /** Emits {@code target = rows[row + plus] + shift}. */
    final void rowOffset(int target, int offsets, int row, int plus, int shift) {
        code.aload(offsets).iload(row);
        if (plus > 0) {
            code.loadConstant(plus).iadd();
        }
        code.iaload().iload(shift).iadd().istore(target);
    }
}
