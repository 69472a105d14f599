package org.gaunt.autodiff;

import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;

/** Makes values of a tape from numbers outside. */
final class Inputs {
    private Inputs() {}

    /** A copy of rows of equal length. */
    static Var matrix(Tape tape, double[][] numbers, Precision precision, int tag) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("no rows were given, so that their width is unknown:"
                    + " give an array with the number of rows and the width");
        }
        int width = numbers[0].length;
        Object array = tape.take(precision, ArraySize.of(numbers.length, width));
        for (int row = 0; row < numbers.length; row++) {
            if (numbers[row].length != width) {
                throw new IllegalArgumentException(
                        "row " + row + " has " + numbers[row].length + " numbers, but row 0 has " + width);
            }
            Numbers.put(array, row * width, numbers[row]);
        }
        return tape.newValue(precision, numbers.length, width, array, tag);
    }

    /** Numbers in the tape's precision, copied only if they are of another. */
    static Var of(Tape tape, Buffer numbers, int rows, int width) {
        int length = ArraySize.of(rows, width);
        if (numbers.length() != length) {
            throw new IllegalArgumentException(numbers + " are not " + rows + " rows of " + width);
        }
        if (numbers.precision() == tape.precision()) {
            return tape.leaf(numbers, rows, width, Tape.INPUTS);
        }
        Object array = tape.take(tape.precision(), length);
        Numbers.copy(array, Numbers.array(numbers), length);
        return tape.newValue(tape.precision(), rows, width, array, Tape.INPUTS);
    }
}
