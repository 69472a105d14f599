package org.gaunt.product;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.o3.Wigner3j;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Operand;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Role;

/** Writes a {@link ClebschGordan} product as a {@link ProductSpec}. */
final class ClebschGordanPaths {
    private record Degrees(int l1, int l2, int l3) {}

    private final ClebschGordan product;
    private final Map<Degrees, double[][][]> symbols = new HashMap<>();
    /** Whether the second input has no channel index: it has one channel, and every path is {@code uvu}. */
    private final boolean plain;

    ClebschGordanPaths(ClebschGordan product) {
        this.product = product;
        plain = product.instructions().stream().allMatch(p -> p.mode() == ConnectionMode.UVU)
                && product.in2().terms().stream().allMatch(t -> t.mul() == 1);
    }

    ProductSpec spec() {
        List<List<Integer>> weights = new ArrayList<>();
        Map<Integer, Integer> weightSegment = new HashMap<>();
        for (ClebschGordan.WeightView v : product.weightViews()) {
            weightSegment.put(v.instruction(), weights.size());
            boolean flat = product.instructions().get(v.instruction()).mode() == ConnectionMode.UVUV;
            List<Integer> extents = plain ? v.shape().subList(0, 1) : v.shape();
            weights.add(flat ? List.of(v.size()) : extents);
        }
        List<Path> paths = new ArrayList<>();
        for (int k = 0; k < product.instructions().size(); k++) {
            if (!product.empty(product.instructions().get(k))) {
                paths.add(path(k, weightSegment.getOrDefault(k, -1), !weights.isEmpty()));
            }
        }
        List<Operand> operands = new ArrayList<>();
        operands.add(Operand.of("x", Role.INPUT, product.in1()));
        Operand y = Operand.of("y", Role.INPUT, product.in2());
        operands.add(plain ? y.withoutChannels() : y);
        if (!weights.isEmpty()) {
            operands.add(Operand.weights("w", weights));
        }
        operands.add(Operand.of("z", Role.OUTPUT, product.out()));
        return new ProductSpec("Clebsch-Gordan product " + product.modes(), operands, paths);
    }

    private Path path(int number, int weights, boolean anyWeights) {
        ClebschGordan.Instruction p = product.instructions().get(number);
        int m1 = product.in1().get(p.in1()).mul();
        int m2 = product.in2().get(p.in2()).mul();
        int z = anyWeights ? 3 : 2;
        String[] letters = switch (p.mode()) {
            case UVW -> new String[] {"u", "v", "uvw", "w"};
            case UVU -> plain ? new String[] {"u", "", "u", "u"} : new String[] {"u", "v", "uv", "u"};
            case UVV -> new String[] {"u", "v", "uv", "v"};
            case UUW -> new String[] {"u", "u", "uw", "w"};
            case UUU -> new String[] {"u", "u", "u", "u"};
            case UVUV, UVU_TRIANGLE -> new String[] {"p", "p", "p", "p"};
            case U_TRIANGLE_W -> new String[] {"p", "p", "pw", "w"};
        };
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        if (letters[0].equals("p")) {
            boolean triangle = p.mode() != ConnectionMode.UVUV;
            for (int u = 0; u < m1; u++) {
                for (int v = triangle ? u + 1 : 0; v < m2; v++) {
                    first.add(u);
                    second.add(v);
                }
            }
        }
        List<Factor> factors = new ArrayList<>();
        factors.add(new Factor(0, p.in1(), letters[0], first));
        factors.add(new Factor(1, p.in2(), letters[1], second));
        if (weights >= 0) {
            factors.add(new Factor(2, weights, letters[2]));
        }
        factors.add(new Factor(z, p.out(), letters[3]));
        return new Path(factors, coefficients(p, product.coefficient(number), weights >= 0));
    }

    private List<Coefficient> coefficients(ClebschGordan.Instruction p, double factor, boolean weighted) {
        Degrees l = new Degrees(
                product.in1().get(p.in1()).ir().l(),
                product.in2().get(p.in2()).ir().l(),
                product.out().get(p.out()).ir().l());
        double[][][] c = symbols.computeIfAbsent(l, d -> Wigner3j.of(d.l1(), d.l2(), d.l3()));
        return Coefficient.of(c, factor, weighted ? 1 : 0);
    }
}
