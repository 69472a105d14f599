package org.gaunt.nn;

import java.util.List;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;

/** Small forms that layers share. */
public final class Forms {
    /** e3nn's second-moment constant of SiLU (10⁶ samples, seed 0), which published models were trained with. */
    public static final double SILU_MOMENT = 1.6791767923989418;

    private Forms() {}

    /** SiLU x / (1 + exp(-x)) times {@link #SILU_MOMENT}, elementwise; operands x and the result's dual. */
    public static Form silu() {
        return Form.of(
                "SiLU",
                List.of(new Operand("x", 1, true, Access.row()), new Operand("y", 1, true, Access.row())),
                g -> g.mul(g.input(1, 0), g.scale(SILU_MOMENT, g.mul(g.input(0, 0), g.sigmoid(g.input(0, 0))))));
    }

    /**
     * Adds gathered rows: z[row] = x[row] + t[index[row]]; operands x, t, z.
     *
     * @param components of x, t and z, with channels
     */
    public static Form addGathered(int components) {
        return Form.of(
                "add gathered rows",
                List.of(
                        new Operand("x", components, true, Access.row()),
                        new Operand("t", components, true, Access.gather(0)),
                        new Operand("z", components, true, Access.row())),
                g -> {
                    int sum = g.constant(0);
                    for (int k = 0; k < components; k++) {
                        sum = g.add(sum, g.mul(g.input(2, k), g.add(g.input(0, k), g.input(1, k))));
                    }
                    return sum;
                });
    }

    /** Sums plain numbers with weights by group: total[index[row]] += weight[row] x[row]; operands x, weight and total. */
    public static Form weightedSum() {
        return Form.of(
                "weighted sum by group",
                List.of(
                        new Operand("x", 1, false, Access.row()),
                        new Operand("weight", 1, false, Access.row()),
                        new Operand("total", 1, false, Access.gather(0))),
                g -> g.mul(g.mul(g.input(0, 0), g.input(1, 0)), g.input(2, 0)));
    }
}
