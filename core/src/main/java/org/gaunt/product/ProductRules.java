package org.gaunt.product;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gaunt.o3.Irrep;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Operand;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Role;
import org.gaunt.product.ProductSpec.Segment;

/** The checks of a {@link ProductSpec}. */
final class ProductRules {
    private ProductRules() {}

    static void check(String name, List<Operand> operands, List<Path> paths, ProductStructure structure) {
        checkRoles(name, operands);
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("product " + name + " has no paths: "
                    + operands.stream()
                            .filter(o -> o.role() == Role.INPUT)
                            .map(o -> o.irreps().toString())
                            .collect(Collectors.joining(" x "))
                    + " cannot couple to " + operands.getLast().irreps());
        }
        for (int k = 0; k < paths.size(); k++) {
            String where = "product " + name + ", path " + k;
            Path p = paths.get(k);
            for (Factor f : p.factors()) {
                checkFactor(where, operands, f);
            }
            checkOneOutput(where, operands, p);
            checkCoefficients(where, operands, p);
            checkCoupling(where, operands, p, structure);
            extents(name, operands, p);
        }
    }

    private static void checkRoles(String name, List<Operand> operands) {
        Set<String> names = new HashSet<>();
        for (int k = 0; k < operands.size(); k++) {
            Operand o = operands.get(k);
            boolean last = k == operands.size() - 1;
            if (last != (o.role() == Role.OUTPUT)) {
                throw new IllegalArgumentException(
                        "product " + name + ": operand " + o.name() + " is number " + k + " of "
                                + operands.size() + " and has the role " + o.role()
                                + "; there is one output, and it is the last operand");
            }
            if (!names.add(o.name())) {
                throw new IllegalArgumentException(
                        "product " + name + " has two operands named " + o.name() + "; give each a name of its own");
            }
            for (Segment s : o.segments()) {
                if (o.role() == Role.WEIGHT && !s.irrep().isScalar()) {
                    throw new IllegalArgumentException("product " + name + ": the weights " + o.name()
                            + " have the irreps " + o.irreps()
                            + "; weights are even scalars (0e), which no rotation changes. Declare features as INPUT");
                }
            }
        }
        if (operands.isEmpty()) {
            throw new IllegalArgumentException("product " + name + " has no operands; it needs an output");
        }
    }

    private static void checkFactor(String where, List<Operand> operands, Factor f) {
        if (f.operand() < 0 || f.operand() >= operands.size()) {
            throw new IllegalArgumentException(
                    where + ": " + f + " names operand " + f.operand() + " of " + operands.size());
        }
        Operand o = operands.get(f.operand());
        if (f.segment() < 0 || f.segment() >= o.segments().size()) {
            throw new IllegalArgumentException(where + ": " + f + " names segment " + f.segment() + " of operand "
                    + o.name() + ", which has " + o.segments().size() + ": " + o.irreps());
        }
        Segment s = o.segments().get(f.segment());
        if (s.extents().size() != f.subscripts().length()) {
            throw new IllegalArgumentException(where + ": " + f + " needs "
                    + s.extents().size() + " subscripts, one for each channel index of " + s);
        }
        for (int channel : f.selection()) {
            if (channel < 0 || channel >= s.channels()) {
                throw new IllegalArgumentException(where + ": channel " + channel + " is selected of " + s
                        + ", which has channels 0 to " + (s.channels() - 1));
            }
        }
    }

    private static void checkOneOutput(String where, List<Operand> operands, Path p) {
        long outputs = p.factors().stream()
                .filter(f -> f.operand() == operands.size() - 1)
                .count();
        if (outputs != 1) {
            throw new IllegalArgumentException(where + " has " + outputs + " factors of the output, operand "
                    + operands.getLast().name() + "; it must have one");
        }
    }

    private static void checkCoefficients(String where, List<Operand> operands, Path p) {
        for (int f = 0; f < p.factors().size(); f++) {
            Factor factor = p.factors().get(f);
            Operand o = operands.get(factor.operand());
            Irrep irrep = o.segments().get(factor.segment()).irrep();
            for (Coefficient c : p.coefficients()) {
                int component = c.components().get(f);
                if (component < 0 || component >= irrep.dim()) {
                    throw new IllegalArgumentException(where + ": a coefficient names component " + component + " of "
                            + irrep + " (segment " + factor.segment() + " of operand " + o.name()
                            + "), which has components 0 to " + (irrep.dim() - 1));
                }
            }
        }
        for (Coefficient c : p.coefficients()) {
            if (!Double.isFinite(c.value())) {
                throw new IllegalArgumentException(where + " has the coefficient " + c.value() + "; it must be finite");
            }
        }
    }

    /**
     * A product of irreps contains another only if their parities multiply to it and their degrees can close a polygon.
     *
     * @param structure degrees of approximations are not checked: a path that does not couple holds errors
     */
    private static void checkCoupling(String where, List<Operand> operands, Path p, ProductStructure structure) {
        int parity = 1;
        int sum = 0;
        int largest = 0;
        for (Factor f : p.factors()) {
            Irrep irrep = irrep(operands, f);
            parity *= irrep.parity();
            sum += irrep.l();
            largest = Math.max(largest, irrep.l());
        }
        boolean polygon = structure.approximate() || 2 * largest <= sum;
        if (parity == 1 && polygon) {
            return;
        }
        int last = operands.size() - 1;
        String inputs = p.factors().stream()
                .filter(f -> operands.get(f.operand()).role() == Role.INPUT)
                .map(f -> irrep(operands, f).toString())
                .collect(Collectors.joining(" x "));
        String output = p.factors().stream()
                .filter(f -> f.operand() == last)
                .map(f -> irrep(operands, f).toString())
                .collect(Collectors.joining());
        throw new IllegalArgumentException(where + ": " + (inputs.isEmpty() ? "a product of weights" : inputs)
                + " does not contain " + output + ": "
                + (polygon ? "the parities do not multiply to it" : "the degrees do not satisfy the triangle rule"));
    }

    private static Irrep irrep(List<Operand> operands, Factor f) {
        return operands.get(f.operand()).segments().get(f.segment()).irrep();
    }

    static Map<Character, Integer> extents(String name, List<Operand> operands, Path path) {
        Map<Character, Integer> extents = new LinkedHashMap<>();
        for (Factor f : path.factors()) {
            List<Integer> e = f.extents(operands.get(f.operand()).segments().get(f.segment()));
            for (int i = 0; i < e.size(); i++) {
                Integer old = extents.put(f.subscripts().charAt(i), e.get(i));
                if (old != null && !old.equals(e.get(i))) {
                    throw new IllegalArgumentException("product " + name + ": subscript "
                            + f.subscripts().charAt(i) + " stands for " + old + " and for " + e.get(i)
                            + " channels in one path; give both operands the same multiplicity");
                }
            }
        }
        return extents;
    }
}
