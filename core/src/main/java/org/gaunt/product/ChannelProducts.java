package org.gaunt.product;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.o3.Wigner3j;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Operand;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Segment;

/** Builds products that work channel by channel (e3nn's {@code uuu}) from lists of degrees and a factor for each path. */
final class ChannelProducts {
    private static final double ZERO = 1e-13;

    private ChannelProducts() {}

    /** The factor that multiplies Wigner's 3j of the segments numbered a, b and c; 0 where there is no path. */
    interface Strength {
        double of(int a, int b, int c);
    }

    /**
     * A product of three operands, or of six if every segment has a weight for each channel: x, y, wx, wy, wz, z.
     *
     * @param x degrees of the segments of x
     */
    static ProductSpec build(
            String name,
            List<Integer> x,
            List<Integer> y,
            List<Integer> z,
            int channels,
            boolean weighted,
            ProductStructure structure,
            Strength strength) {
        if (channels < 1) {
            throw new IllegalArgumentException(name + " has " + channels + " channels; give 1 or more");
        }
        List<Path> paths = new ArrayList<>();
        for (int a = 0; a < x.size(); a++) {
            for (int b = 0; b < y.size(); b++) {
                for (int c = 0; c < z.size(); c++) {
                    if (!Wigner3j.triangle(x.get(a), y.get(b), z.get(c))) {
                        continue;
                    }
                    double factor = strength.of(a, b, c);
                    if (Math.abs(factor) > ZERO) {
                        paths.add(path(a, b, c, weighted, table(x.get(a), y.get(b), z.get(c), factor, weighted)));
                    }
                }
            }
        }
        List<Operand> operands = new ArrayList<>();
        operands.add(operand("x", x, channels, false));
        operands.add(operand("y", y, channels, false));
        if (weighted) {
            operands.add(operand("wx", x, channels, true));
            operands.add(operand("wy", y, channels, true));
            operands.add(operand("wz", z, channels, true));
        }
        operands.add(operand("z", z, channels, false));
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

    /** The nonzero coefficients of a path, with zeros at the places of weights. */
    static List<Coefficient> table(int l1, int l2, int l3, double factor, boolean weighted) {
        double[][][] c = Wigner3j.of(l1, l2, l3);
        List<Coefficient> table = new ArrayList<>();
        for (int i = 0; i <= 2 * l1; i++) {
            for (int j = 0; j <= 2 * l2; j++) {
                for (int k = 0; k <= 2 * l3; k++) {
                    if (c[i][j][k] != 0) {
                        table.add(new Coefficient(
                                weighted ? List.of(i, j, 0, 0, 0, k) : List.of(i, j, k), factor * c[i][j][k]));
                    }
                }
            }
        }
        return table;
    }

    private static Operand operand(String name, List<Integer> degrees, int channels, boolean weights) {
        return new Operand(
                name,
                degrees.stream()
                        .map(l -> new Segment(weights ? 1 : 2 * l + 1, List.of(channels)))
                        .toList());
    }
}
