package org.gaunt.product;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gaunt.o3.Wigner3j;
import org.gaunt.product.ProductSpec.Role;

/**
 * Which degrees can interact at all in a product, and which cannot although the triangle rule allows them (Xie et al. 2025).
 *
 * <p>A Clebsch-Gordan product of all paths misses nothing. The Gaunt product misses all triples with an odd sum, and with them every
 * cross product: a network made of it cannot tell mirror images apart. The matrix product misses a few whose 6j symbol vanishes by
 * accident. Parities are not looked at: a triple that parity forbids is missing as well.
 *
 * @param interacting degrees of the inputs, one for each factor of a path, then the degree of the result; sorted
 * @param missing triples of degrees in the operands that satisfy the triangle rule but have no path; sorted, and empty for products
 *     of more than two inputs
 */
public record Interactability(List<List<Integer>> interacting, List<List<Integer>> missing) {
    private static final int TRIPLE = 3;
    private static final int SHOWN = 6;

    public Interactability {
        interacting = List.copyOf(interacting);
        missing = List.copyOf(missing);
    }

    static Interactability of(ProductSpec spec) {
        SortedSet<List<Integer>> interacting = new TreeSet<>(Interactability::compare);
        SortedSet<List<Integer>> possible = new TreeSet<>(Interactability::compare);
        for (ProductSpec.Path path : spec.paths()) {
            List<ProductSpec.Factor> factors = path.factors().stream()
                    .filter(f -> spec.role(f) != Role.WEIGHT)
                    .toList();
            if (couples(spec, path)) {
                interacting.add(degrees(spec, factors));
            }
            if (factors.size() == TRIPLE) {
                addTriangles(spec, factors, possible);
            }
        }
        possible.removeAll(interacting);
        return new Interactability(new ArrayList<>(interacting), new ArrayList<>(possible));
    }

    /**
     * Whether the degrees of a path obey the triangle rule. Paths of approximated coefficients may not: what they hold is error, which
     * the measures leave out. Paths of more than two inputs are not checked.
     */
    static boolean couples(ProductSpec spec, ProductSpec.Path path) {
        List<Integer> degrees = degrees(
                spec,
                path.factors().stream().filter(f -> spec.role(f) != Role.WEIGHT).toList());
        return degrees.size() != TRIPLE || Wigner3j.triangle(degrees.get(0), degrees.get(1), degrees.get(2));
    }

    private static List<Integer> degrees(ProductSpec spec, List<ProductSpec.Factor> factors) {
        return factors.stream().map(f -> spec.segment(f).irrep().l()).toList();
    }

    private static void addTriangles(
            ProductSpec spec, List<ProductSpec.Factor> factors, SortedSet<List<Integer>> possible) {
        List<SortedSet<Integer>> degrees = factors.stream()
                .<SortedSet<Integer>>map(
                        f -> new TreeSet<>(spec.operands().get(f.operand()).degrees()))
                .toList();
        for (int a : degrees.get(0)) {
            for (int b : degrees.get(1)) {
                for (int c : degrees.get(2)) {
                    if (Wigner3j.triangle(a, b, c)) {
                        possible.add(List.of(a, b, c));
                    }
                }
            }
        }
    }

    private static int compare(List<Integer> p, List<Integer> q) {
        for (int k = 0; k < Math.min(p.size(), q.size()); k++) {
            if (!p.get(k).equals(q.get(k))) {
                return Integer.compare(p.get(k), q.get(k));
            }
        }
        return Integer.compare(p.size(), q.size());
    }

    /** Whether degrees interact: those of the inputs, then that of the result. */
    public boolean interacts(Integer... degrees) {
        return Collections.binarySearch(interacting, List.of(degrees), Interactability::compare) >= 0;
    }

    /** Whether a triple with an odd sum of degrees interacts, as the cross product 1 x 1 -> 1 does. */
    public boolean hasOdd() {
        return interacting.stream()
                .anyMatch(t -> (t.stream().mapToInt(Integer::intValue).sum() & 1) == 1);
    }

    /** How many of how many, and the first that are missing. */
    @Override
    public String toString() {
        if (missing.isEmpty()) {
            return "all " + interacting.size() + " combinations of degrees";
        }
        String some = missing.stream()
                .limit(SHOWN)
                .map(t -> t.get(0) + " x " + t.get(1) + " -> " + t.get(2))
                .collect(Collectors.joining(", "));
        return interacting.size() + " of " + (interacting.size() + missing.size())
                + " combinations of degrees; missing " + some + (missing.size() > SHOWN ? ", ..." : "");
    }
}
