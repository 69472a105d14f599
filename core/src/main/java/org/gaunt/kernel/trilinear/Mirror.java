package org.gaunt.kernel.trilinear;

import java.util.List;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.form.Form;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.kernel.form.Operand;
import org.jspecify.annotations.Nullable;

/**
 * Combines the even and the odd parts of mirror images: row r and row rows-1-r, (even, odd), become (even + odd, even - odd). The map is
 * its own transpose.
 */
final class Mirror {
    private final FormProgram sum;
    private final FormProgram difference;
    private final int[][] toFirst;
    private final int[][] toSecond;
    private final int rows;
    private final int rowLength;

    Mirror(int rows, int components, int width, Precision precision, FormKernels kernels) {
        this.rows = rows;
        this.rowLength = components * width;
        sum = new FormProgram(form(components, 1), width, precision, kernels);
        difference = new FormProgram(form(components, -1), width, precision, kernels);
        int[] first = new int[rows / 2];
        int[] second = new int[rows / 2];
        for (int r = 0; r < first.length; r++) {
            first[r] = r;
            second[r] = rows - 1 - r;
        }
        toFirst = new int[][] {first, second, first};
        toSecond = new int[][] {first, second, second};
    }

    private static Form form(int components, double sign) {
        List<Operand> operands = List.of(
                new Operand("even", components, true, Operand.Access.gather(0)),
                new Operand("odd", components, true, Operand.Access.gather(1)),
                new Operand("result", components, true, Operand.Access.gather(2)));
        return Form.of(sign > 0 ? "even + odd" : "even - odd", operands, g -> {
            int sum = g.constant(0);
            for (int k = 0; k < components; k++) {
                int value = g.add(g.input(0, k), g.scale(sign, g.input(1, k)));
                sum = g.add(sum, g.mul(g.input(2, k), value));
            }
            return sum;
        });
    }

    /**
     * Applies the map.
     *
     * @param to another array than {@code from}
     */
    @SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays of one precision
    void apply(Object from, Object to, Object[] inner, int scratch) {
        @Nullable Object[] operands = {from, from, null};
        int half = rows / 2;
        sum.rows(2, 0, half, operands, to, toFirst, inner, scratch);
        difference.rows(2, 0, half, operands, to, toSecond, inner, scratch);
        if (rows % 2 == 1) {
            System.arraycopy(from, half * rowLength, to, half * rowLength, rowLength);
        }
    }
}
