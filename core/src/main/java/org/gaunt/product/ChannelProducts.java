package org.gaunt.product;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.o3.Irreps;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Operand;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Role;

/** Builds products that work channel by channel (e3nn's {@code uuu}) from irreps and the coefficients of each path. */
final class ChannelProducts {
    private static final int WEIGHTS = 3;

    private ChannelProducts() {}

    /** The coefficients of the path of the segments numbered a, b and c, whose irreps couple. */
    interface Table {
        /**
         * One path.
         *
         * @param weights as {@link Coefficient#of}
         * @return empty where there is no path
         */
        List<Coefficient> of(int a, int b, int c, int weights);
    }

    /**
     * A product of three operands, or of six if every segment has a weight for each channel: x, y, wx, wy, wz, z.
     *
     * @param x irreps of the segments of x, all with the multiplicity of the channels; likewise y and z
     */
    static ProductSpec build(
            String name, Irreps x, Irreps y, Irreps z, boolean weighted, ProductStructure structure, Table tables) {
        if (x.numIrreps() == 0) {
            throw new IllegalArgumentException(
                    name + " has the first input '" + x + "'; give it 1 channel or more of at least one irrep");
        }
        List<Path> paths = new ArrayList<>();
        for (int a = 0; a < x.size(); a++) {
            for (int b = 0; b < y.size(); b++) {
                for (int c = 0; c < z.size(); c++) {
                    if (z.get(c).ir().isIn(x.get(a).ir(), y.get(b).ir())) {
                        List<Coefficient> table = tables.of(a, b, c, weighted ? WEIGHTS : 0);
                        if (!table.isEmpty()) {
                            paths.add(path(a, b, c, weighted, table));
                        }
                    }
                }
            }
        }
        List<Operand> operands = new ArrayList<>();
        operands.add(Operand.of("x", Role.INPUT, x));
        operands.add(Operand.of("y", Role.INPUT, y));
        if (weighted) {
            operands.add(weights("wx", x));
            operands.add(weights("wy", y));
            operands.add(weights("wz", z));
        }
        operands.add(Operand.of("z", Role.OUTPUT, z));
        return new ProductSpec(name, operands, paths, structure);
    }

    private static Path path(int a, int b, int c, boolean weighted, List<Coefficient> table) {
        return new Path(
                weighted
                        ? List.of(
                                new Factor(0, a, "u"),
                                new Factor(1, b, "u"),
                                new Factor(2, a, "u"),
                                new Factor(3, b, "u"),
                                new Factor(4, c, "u"),
                                new Factor(5, c, "u"))
                        : List.of(new Factor(0, a, "u"), new Factor(1, b, "u"), new Factor(2, c, "u")),
                table);
    }

    /** A weight for each segment and channel. */
    private static Operand weights(String name, Irreps of) {
        return Operand.weights(
                name, of.terms().stream().map(t -> List.of(t.mul())).toList());
    }
}
