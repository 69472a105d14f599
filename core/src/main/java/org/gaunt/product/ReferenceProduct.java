package org.gaunt.product;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Evaluates a product by the textbook loop, in double precision: the slow and obvious reference for all kernels. */
public final class ReferenceProduct {
    private ReferenceProduct() {}

    /**
     * The partial derivative of a product by one operand, for one row.
     *
     * @param seat the operand to differentiate by; where it occurs in several factors of a path, each counts
     * @param arrays one row for each operand; the one at {@code seat} is read only if it occurs more than once in a path
     * @return a row of the seat's operand
     */
    public static double[] evaluate(ProductSpec spec, int seat, double[][] arrays) {
        double[] result = new double[spec.operands().get(seat).dim()];
        for (ProductSpec.Path path : spec.paths()) {
            Map<Character, Integer> extents = spec.extents(path);
            overChannels(spec, path, seat, arrays, List.copyOf(extents.keySet()), extents, new HashMap<>(), result);
        }
        return result;
    }

    private static void overChannels(
            ProductSpec spec,
            ProductSpec.Path path,
            int seat,
            double[][] arrays,
            List<Character> letters,
            Map<Character, Integer> extents,
            Map<Character, Integer> at,
            double[] result) {
        if (at.size() == letters.size()) {
            for (ProductSpec.Coefficient c : path.coefficients()) {
                for (int open = 0; open < path.factors().size(); open++) {
                    if (path.factors().get(open).operand() != seat) {
                        continue;
                    }
                    double product = c.value();
                    for (int f = 0; f < path.factors().size(); f++) {
                        if (f != open) {
                            int operand = path.factors().get(f).operand();
                            product *= arrays[operand][position(spec, path, f, c, at)];
                        }
                    }
                    result[position(spec, path, open, c, at)] += product;
                }
            }
            return;
        }
        char letter = letters.get(at.size());
        for (int i = 0; i < extents.getOrDefault(letter, 0); i++) {
            at.put(letter, i);
            overChannels(spec, path, seat, arrays, letters, extents, at, result);
            at.remove(letter);
        }
    }

    private static int position(
            ProductSpec spec,
            ProductSpec.Path path,
            int factor,
            ProductSpec.Coefficient c,
            Map<Character, Integer> at) {
        ProductSpec.Factor f = path.factors().get(factor);
        ProductSpec.Operand operand = spec.operands().get(f.operand());
        ProductSpec.Segment segment = operand.segments().get(f.segment());
        int index = c.components().get(factor) * segment.channels()
                + f.channel(segment, letter -> at.getOrDefault(letter, 0));
        return operand.offset(f.segment()) + index;
    }
}
