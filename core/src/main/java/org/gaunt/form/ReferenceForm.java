package org.gaunt.form;

import java.util.Map;

/**
 * Evaluates forms by walking their expressions one row and one channel at a time, in double precision: the slow and obvious
 * reference that the generated code is tested against.
 */
public final class ReferenceForm {
    private ReferenceForm() {}

    /**
     * Adds the partial derivatives of a form to the arrays of its open seats.
     *
     * @param arrays one array for each operand, null where it is not read; after them one for each open seat, which are added to
     * @param index the index arrays that the accesses name
     */
    public static void run(Form form, int channels, int[] seats, double[][] arrays, int[][] index, int rows) {
        ExprGraph graph = form.graph();
        int[][] partials = new int[seats.length][];
        for (int s = 0; s < seats.length; s++) {
            partials[s] = form.partials(seats[s]);
        }
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < (form.hasChannels() ? channels : 1); c++) {
                Map<Integer, Double> known = new java.util.HashMap<>();
                for (int s = 0; s < seats.length; s++) {
                    Operand seat = form.operands().get(seats[s]);
                    for (int i = 0; i < seat.components(); i++) {
                        int node = partials[s][i];
                        boolean repeated = !seat.channels() && form.hasChannels() && graph.isConstant(node);
                        if (!repeated) {
                            arrays[form.operands().size() + s][offset(seat, channels, index, row, i, c)] +=
                                    value(form, node, channels, arrays, index, row, c, known);
                        }
                    }
                }
            }
        }
    }

    private static int offset(Operand o, int channels, int[][] index, int row, int component, int channel) {
        int r = o.access().isRow()
                ? row
                : o.access().isShared() ? 0 : index[o.access().index()][row];
        return r * o.width(channels) + (o.channels() ? component * channels + channel : component);
    }

    private static double value(
            Form form,
            int node,
            int channels,
            double[][] arrays,
            int[][] index,
            int row,
            int c,
            Map<Integer, Double> known) {
        Double old = known.get(node);
        if (old != null) {
            return old;
        }
        ExprGraph g = form.graph();
        double result = switch (g.op(node)) {
            case CONST -> g.value(node);
            case INPUT -> {
                Operand o = form.operands().get(g.first(node));
                yield arrays[g.first(node)][offset(o, channels, index, row, g.second(node), c)];
            }
            case ADD ->
                value(form, g.first(node), channels, arrays, index, row, c, known)
                        + value(form, g.second(node), channels, arrays, index, row, c, known);
            case MUL ->
                value(form, g.first(node), channels, arrays, index, row, c, known)
                        * value(form, g.second(node), channels, arrays, index, row, c, known);
            default -> g.op(node).apply(value(form, g.first(node), channels, arrays, index, row, c, known));
        };
        known.put(node, result);
        return result;
    }
}
