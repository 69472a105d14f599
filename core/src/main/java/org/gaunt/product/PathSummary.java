package org.gaunt.product;

import java.util.ArrayList;
import java.util.List;

/**
 * A path of a product in words.
 *
 * @param inputs the irreps of its inputs with their multiplicities
 * @param output the irrep of its output
 * @param channels the letters of the channel indices, such as {@code u,v,uv->u}
 * @param weights the number of its weights
 * @param coefficients the number of its coefficients
 */
public record PathSummary(List<String> inputs, String output, String channels, int weights, int coefficients) {
    public PathSummary {
        inputs = List.copyOf(inputs);
    }

    static PathSummary of(ProductSpec spec, ProductSpec.Path path) {
        List<String> inputs = new ArrayList<>();
        List<String> letters = new ArrayList<>();
        String output = "";
        String outputLetters = "";
        int weights = 0;
        for (ProductSpec.Factor f : path.factors()) {
            ProductSpec.Segment segment = spec.segment(f);
            switch (spec.role(f)) {
                case INPUT -> inputs.add(segment.term().toString());
                case WEIGHT -> weights += segment.dim();
                case OUTPUT -> {
                    output = segment.term().toString();
                    outputLetters = f.subscripts();
                }
            }
            if (spec.role(f) != ProductSpec.Role.OUTPUT) {
                letters.add(f.subscripts());
            }
        }
        return new PathSummary(
                inputs,
                output,
                String.join(",", letters) + "->" + outputLetters,
                weights,
                path.coefficients().size());
    }

    /** For example {@code 8x0e x 8x1o -> 4x1o  u,v,uvw->w  256 weights, 3 coefficients}. */
    @Override
    public String toString() {
        return String.join(" x ", inputs) + " -> " + output + "  " + channels + "  "
                + (weights == 0 ? "" : count(weights, "weight") + ", ") + count(coefficients, "coefficient");
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
