package org.gaunt.product;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.o3.Layout;

/** Evaluates a product by the textbook loop, in double precision: the slow and obvious reference for all kernels. */
public final class ReferenceProduct {
    private ReferenceProduct() {}

    /**
     * The partial derivative of a product by one operand, for one row.
     *
     * @param seat the operand to differentiate by; where it occurs in several factors of a path, each counts
     * @param arrays one row for each operand, in its layout; the one at {@code seat} is read only if it occurs more than once in a path
     * @return a row of the seat's operand
     */
    public static double[] evaluate(ProductSpec spec, int seat, double[][] arrays) {
        double[] result = new double[spec.operands().get(seat).dim()];
        for (ProductSpec.Path path : spec.paths()) {
            int factors = path.factors().size();
            int[] start = new int[factors];
            int[] componentStep = new int[factors];
            int[] channelStep = new int[factors];
            for (int f = 0; f < factors; f++) {
                ProductSpec.Factor factor = path.factors().get(f);
                ProductSpec.Operand operand = spec.operands().get(factor.operand());
                start[f] = operand.offset(factor.segment());
                ProductSpec.Segment segment = operand.segments().get(factor.segment());
                boolean irMul = operand.layout() == Layout.IR_MUL;
                componentStep[f] = irMul ? segment.channels() : 1;
                channelStep[f] = irMul ? 1 : segment.components();
            }
            Map<Character, Integer> extents = spec.extents(path);
            Walk walk = new Walk(
                    spec,
                    path,
                    seat,
                    arrays,
                    List.copyOf(extents.keySet()),
                    extents,
                    start,
                    componentStep,
                    channelStep);
            walk.over(new HashMap<>(), result);
        }
        return result;
    }

    /** A path on its way through all values of its letters. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Walk(
            ProductSpec spec,
            ProductSpec.Path path,
            int seat,
            double[][] arrays,
            List<Character> letters,
            Map<Character, Integer> extents,
            int[] start,
            int[] componentStep,
            int[] channelStep) {

        void over(Map<Character, Integer> at, double[] result) {
            if (at.size() == letters.size()) {
                add(at, result);
                return;
            }
            char letter = letters.get(at.size());
            for (int i = 0; i < extents.getOrDefault(letter, 0); i++) {
                at.put(letter, i);
                over(at, result);
                at.remove(letter);
            }
        }

        private void add(Map<Character, Integer> at, double[] result) {
            int[] place = new int[start.length];
            for (int f = 0; f < place.length; f++) {
                ProductSpec.Factor factor = path.factors().get(f);
                List<Integer> channels = spec.segment(factor).extents();
                place[f] = start[f] + channelStep[f] * factor.channel(channels, letter -> at.getOrDefault(letter, 0));
            }
            for (ProductSpec.Coefficient c : path.coefficients()) {
                for (int open = 0; open < place.length; open++) {
                    if (path.factors().get(open).operand() != seat) {
                        continue;
                    }
                    double product = c.value();
                    for (int f = 0; f < place.length; f++) {
                        if (f != open) {
                            int operand = path.factors().get(f).operand();
                            product *= arrays[operand][place[f] + c.components().get(f) * componentStep[f]];
                        }
                    }
                    result[place[open] + c.components().get(open) * componentStep[open]] += product;
                }
            }
        }
    }
}
