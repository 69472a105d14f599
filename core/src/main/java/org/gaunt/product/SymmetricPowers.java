package org.gaunt.product;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Wigner3j;
import org.jspecify.annotations.Nullable;

/**
 * Builds the equivariant polynomials of {@link SymmetricBasis}. Factors of the same degree l are coupled first, to
 * independent polynomials of each irrep; those of different degrees are then coupled one after the other, which keeps
 * them independent and orthogonal.
 */
final class SymmetricPowers {

    /** Below this share of its first length a candidate is a combination of those before it. */
    private static final double DEPENDENT = 1e-7;
    /** Coefficients below this are rounding errors of zero. */
    private static final double ZERO = 1e-12;

    /**
     * An irrep made of polynomials.
     *
     * @param ir what it is
     * @param label how it was coupled
     * @param components one polynomial for each m
     */
    record Element(Irrep ir, String label, List<Polynomial> components) {

        /** The mean over m of the squared lengths of the components, which are all the same. */
        double square() {
            return dot(this);
        }

        double dot(Element other) {
            double sum = 0;
            for (int m = 0; m < components.size(); m++) {
                sum += components.get(m).dot(other.components.get(m));
            }
            return sum / components.size();
        }

        Element normalised() {
            double scale = 1 / Math.sqrt(square());
            return new Element(
                    ir, label, components.stream().map(p -> p.times(scale)).toList());
        }

        /** This minus its part along a normalised element. */
        Element without(Element unit) {
            double part = dot(unit);
            List<Polynomial> rest = new ArrayList<>();
            for (int m = 0; m < components.size(); m++) {
                rest.add(new Polynomial.Sum()
                        .add(1, components.get(m))
                        .add(-part, unit.components.get(m))
                        .toPolynomial(0));
            }
            return new Element(ir, label, rest);
        }

        Element pruned() {
            return new Element(
                    ir, label, components.stream().map(p -> p.pruned(ZERO)).toList());
        }

        /** This coupled with another to an irrep of their product. */
        Element couple(Element other, Irrep out, String newLabel) {
            double[][][] c = Wigner3j.of(out.l(), ir.l(), other.ir.l());
            List<Polynomial> coupled = new ArrayList<>();
            for (int m = 0; m < out.dim(); m++) {
                Polynomial.Sum sum = new Polynomial.Sum();
                for (int a = 0; a < ir.dim(); a++) {
                    for (int b = 0; b < other.ir.dim(); b++) {
                        if (c[m][a][b] != 0) {
                            sum.addProduct(c[m][a][b], components.get(a), other.components.get(b));
                        }
                    }
                }
                coupled.add(sum.toPolynomial(0));
            }
            return new Element(out, newLabel, coupled);
        }
    }

    private record Power(int l, int n) {}

    private final Map<Power, List<Element>> powers = new HashMap<>();

    /** Independent, normalised polynomials of degree n in the components of degree l, of every irrep. */
    List<Element> of(int l, int n) {
        List<Element> known = powers.get(new Power(l, n));
        if (known == null) {
            known = n == 1 ? List.of(vector(l)) : independent(candidates(l, n));
            powers.put(new Power(l, n), known);
        }
        return known;
    }

    private static Element vector(int l) {
        List<Polynomial> components = new ArrayList<>();
        for (int m = 0; m < 2 * l + 1; m++) {
            components.add(Polynomial.variable(l * l + m));
        }
        Irrep ir = Irrep.natural(l);
        return new Element(ir, ir.toString(), components);
    }

    private Map<Irrep, List<Element>> candidates(int l, int n) {
        Map<Irrep, List<Element>> candidates = new TreeMap<>();
        Element vector = vector(l);
        for (Element left : of(l, n - 1)) {
            for (Irrep out : left.ir().times(vector.ir())) {
                String label = vector.ir() + "^" + n + (n > 2 ? " via " + left.ir() : "");
                candidates.computeIfAbsent(out, k -> new ArrayList<>()).add(left.couple(vector, out, label));
            }
        }
        return candidates;
    }

    /** Gram-Schmidt, always taking the candidate that is least like those already taken; twice, for accuracy. */
    private static List<Element> independent(Map<Irrep, List<Element>> candidates) {
        List<Element> basis = new ArrayList<>();
        for (List<Element> sameIrrep : candidates.values()) {
            double longest =
                    sameIrrep.stream().mapToDouble(Element::square).max().orElse(0);
            List<Element> rest = new ArrayList<>(sameIrrep);
            List<Element> taken = new ArrayList<>();
            while (true) {
                Element best = null;
                double bestSquare = DEPENDENT * DEPENDENT * Math.max(longest, DEPENDENT);
                for (Element candidate : rest) {
                    double square = candidate.square();
                    if (square > bestSquare * (1 + 1e-9)) {
                        best = candidate;
                        bestSquare = square;
                    }
                }
                if (best == null) {
                    break;
                }
                Element unit = best.normalised();
                for (Element before : taken) {
                    unit = unit.without(before);
                }
                Element clean = unit.normalised().pruned().normalised();
                taken.add(clean);
                rest.replaceAll(candidate -> candidate.without(clean));
            }
            basis.addAll(taken);
        }
        return List.copyOf(basis);
    }

    /**
     * All independent, normalised polynomials of an irrep whose factors have the degrees l[0] to l[n-1].
     *
     * @param degrees ascending
     * @param out the irrep wanted
     * @return the polynomials, orthogonal to each other
     */
    List<Element> couple(int[] degrees, Irrep out) {
        List<Element> coupled = List.of();
        int start = 0;
        while (start < degrees.length) {
            int end = start;
            while (end < degrees.length && degrees[end] == degrees[start]) {
                end++;
            }
            List<Element> power = of(degrees[start], end - start);
            coupled = start == 0 ? power : join(coupled, power, end == degrees.length ? List.of(out) : null);
            start = end;
        }
        return coupled.stream()
                .filter(e -> e.ir().equals(out))
                .map(e -> e.normalised().pruned().normalised())
                .toList();
    }

    private static List<Element> join(List<Element> lefts, List<Element> rights, @Nullable List<Irrep> only) {
        List<Element> joined = new ArrayList<>();
        for (Element left : lefts) {
            for (Element right : rights) {
                for (Irrep ir : left.ir().times(right.ir())) {
                    if (only == null || only.contains(ir)) {
                        joined.add(left.couple(right, ir, name(left) + " x " + name(right))
                                .normalised());
                    }
                }
            }
        }
        return joined;
    }

    private static String name(Element element) {
        return element.label().equals(element.ir().toString())
                ? element.label()
                : "(" + element.label() + " -> " + element.ir() + ")";
    }
}
