package org.gaunt.o3;

/**
 * How the channels and components of a term such as 4x1o lie in memory. The terms of {@link Irreps} always follow one
 * another; the layout says what happens inside each.
 */
public enum Layout {
    /** Channel slow, component fast: x1 y1 z1 x2 y2 z2 ... This is e3nn's order, used at the borders. */
    MUL_IR,
    /** Component slow, channel fast: x1 x2 ... y1 y2 ... This is the order used inside, so that vectors run over channels. */
    IR_MUL;

    /**
     * Where a number lies inside its term.
     *
     * @param term the term
     * @param channel 0..mul-1
     * @param component 0..2l
     * @return the offset from the start of the term
     */
    public int offset(MulIrrep term, int channel, int component) {
        return this == MUL_IR ? channel * term.ir().dim() + component : component * term.mul() + channel;
    }

    /**
     * The order that takes a row from this layout to another: {@code result[i] = row[order[i]]}.
     *
     * @param irreps what a row consists of
     * @param target the layout wanted
     * @return for every place in the target layout its place in this one: shape [irreps.dim()]
     */
    public int[] orderTo(Layout target, Irreps irreps) {
        int[] order = new int[irreps.dim()];
        int start = 0;
        for (MulIrrep term : irreps.terms()) {
            for (int channel = 0; channel < term.mul(); channel++) {
                for (int component = 0; component < term.ir().dim(); component++) {
                    order[start + target.offset(term, channel, component)] = start + offset(term, channel, component);
                }
            }
            start += term.dim();
        }
        return order;
    }

    /**
     * Converts rows to another layout.
     *
     * @param target the layout wanted
     * @param irreps what each row consists of
     * @param rows in this layout: shape [any][irreps.dim()]
     * @return a new array of the same shape in the target layout
     * @throws IllegalArgumentException if the length is not a multiple of irreps.dim()
     */
    public double[] convertTo(Layout target, Irreps irreps, double[] rows) {
        int[] order = orderTo(target, irreps);
        if (order.length == 0 ? rows.length != 0 : rows.length % order.length != 0) {
            throw new IllegalArgumentException(rows.length + " numbers are not whole rows of " + irreps + ", which has "
                    + order.length + " components");
        }
        double[] converted = new double[rows.length];
        for (int start = 0; start < rows.length; start += order.length) {
            for (int i = 0; i < order.length; i++) {
                converted[start + i] = rows[start + order[i]];
            }
        }
        return converted;
    }
}
