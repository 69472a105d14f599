package org.gaunt.product;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.ClebschGordan.Instruction;

/** Which paths the factories of {@link ClebschGordan} take, and which paths can be. */
final class PathRules {
    private PathRules() {}

    static ClebschGordan fullyConnected(Irreps in1, Irreps in2, Irreps out, ConnectionMode mode) {
        List<Instruction> paths = new ArrayList<>();
        for (int a = 0; a < in1.size(); a++) {
            for (int b = 0; b < in2.size(); b++) {
                for (int c = 0; c < out.size(); c++) {
                    if (out.get(c).ir().isIn(in1.get(a).ir(), in2.get(b).ir())) {
                        paths.add(new Instruction(a, b, c, mode, true));
                    }
                }
            }
        }
        return ClebschGordan.of(in1, in2, out, paths);
    }

    /** A term of the output of its own for each pair of terms and irrep, sorted. */
    static ClebschGordan ownOutputs(
            Irreps in1, Irreps in2, Predicate<Irrep> keep, ConnectionMode mode, boolean weighted) {
        List<Instruction> paths = new ArrayList<>();
        List<MulIrrep> outputs = new ArrayList<>();
        for (int a = 0; a < in1.size(); a++) {
            for (int b = 0; b < in2.size(); b++) {
                for (Irrep ir : in1.get(a).ir().times(in2.get(b).ir())) {
                    if (keep.test(ir)) {
                        paths.add(new Instruction(a, b, outputs.size(), mode, weighted));
                        outputs.add(new MulIrrep(
                                mode.outputs(in1.get(a).mul(), in2.get(b).mul()), ir));
                    }
                }
            }
        }
        Irreps.Sorted sorted = new Irreps(outputs).sort();
        List<Instruction> renumbered = paths.stream()
                .map(p -> new Instruction(p.in1(), p.in2(), sorted.permutation().get(p.out()), mode, weighted))
                .toList();
        return ClebschGordan.of(in1, in2, sorted.irreps(), renumbered);
    }

    static ClebschGordan elementwise(Irreps in1, Irreps in2, Predicate<Irrep> keep) {
        if (in1.numIrreps() != in2.numIrreps()) {
            throw new IllegalArgumentException("an elementwise product pairs the channels of its inputs, but " + in1
                    + " has " + in1.numIrreps() + " and " + in2 + " has " + in2.numIrreps()
                    + ": make the sums of the multiplicities equal");
        }
        List<MulIrrep> left = new ArrayList<>(in1.simplify().terms());
        List<MulIrrep> right = new ArrayList<>(in2.simplify().terms());
        List<Instruction> paths = new ArrayList<>();
        List<MulIrrep> outputs = new ArrayList<>();
        for (int k = 0; k < left.size(); k++) {
            int mul = Math.min(left.get(k).mul(), right.get(k).mul());
            split(left, k, mul);
            split(right, k, mul);
            for (Irrep ir : left.get(k).ir().times(right.get(k).ir())) {
                if (keep.test(ir)) {
                    paths.add(new Instruction(k, k, outputs.size(), ConnectionMode.UUU, false));
                    outputs.add(new MulIrrep(mul, ir));
                }
            }
        }
        return ClebschGordan.of(new Irreps(left), new Irreps(right), new Irreps(outputs), paths);
    }

    private static void split(List<MulIrrep> terms, int at, int mul) {
        MulIrrep t = terms.get(at);
        if (t.mul() > mul) {
            terms.set(at, new MulIrrep(mul, t.ir()));
            terms.add(at + 1, new MulIrrep(t.mul() - mul, t.ir()));
        }
    }

    /**
     * Checks that there are paths, and that they reach every term of the output.
     *
     * @throws IllegalArgumentException if not, unless zeros are allowed
     */
    static void checkReached(ClebschGordan product) {
        Irreps in1 = product.in1();
        Irreps in2 = product.in2();
        Irreps out = product.out();
        List<Instruction> paths = product.instructions();
        String contained = in1.tensorProduct(in2).terms().stream()
                .map(t -> t.ir().toString())
                .distinct()
                .collect(Collectors.joining("+"));
        if (paths.stream().allMatch(product::empty)) {
            throw new IllegalArgumentException("the product " + in1 + " x " + in2 + " -> " + out + " is empty: "
                    + (paths.isEmpty()
                            ? "no irrep of " + contained + " is in the output"
                            : "all its paths have a term without channels")
                    + "; choose an output among " + contained);
        }
        for (int c = 0; c < out.size() && !product.zeros(); c++) {
            int term = c;
            if (out.get(c).mul() > 0 && paths.stream().noneMatch(p -> p.out() == term && !product.empty(p))) {
                throw new IllegalArgumentException("no path of " + in1 + " x " + in2 + " reaches term " + c + " ("
                        + out.get(c) + ") of the output " + out + "; the product contains " + contained
                        + ": drop the term, or call withZeros() to have zeros there");
            }
        }
    }

    /**
     * Checks a path.
     *
     * @param number of the path, for messages
     * @throws IllegalArgumentException if its terms do not couple, their multiplicities do not fit its mode, or a number is wrong
     */
    static void check(int number, Instruction p, Irreps in1, Irreps in2, Irreps out) {
        String name = "instruction " + number + " of the product " + in1 + " x " + in2 + " -> " + out;
        MulIrrep a = term(name, "first input", in1, p.in1());
        MulIrrep b = term(name, "second input", in2, p.in2());
        MulIrrep c = term(name, "output", out, p.out());
        if (!c.ir().isIn(a.ir(), b.ir())) {
            throw new IllegalArgumentException(name + ": " + a.ir() + " x " + b.ir() + " does not contain " + c.ir()
                    + ", only " + a.ir().times(b.ir()) + ": the degrees must satisfy the triangle rule and the parities"
                    + " multiply");
        }
        if (p.mode().pairs() && a.mul() != b.mul()) {
            throw new IllegalArgumentException(name + ": mode " + p.mode() + " pairs the channels of both inputs, but "
                    + a + " has " + a.mul() + " and " + b + " has " + b.mul() + ": make the multiplicities equal");
        }
        int outputs = p.mode().outputs(a.mul(), b.mul());
        if (outputs >= 0 && outputs != c.mul()) {
            throw new IllegalArgumentException(name + ": mode " + p.mode() + " of " + a + " and " + b + " gives "
                    + outputs + " channels, but the output is " + c + ": write " + outputs + "x" + c.ir());
        }
        if (!p.weighted() && (p.mode().mixes() && !(p.mode() == ConnectionMode.UUW && c.mul() == 1))) {
            throw new IllegalArgumentException(name + ": mode " + p.mode() + " into " + c + " needs weights");
        }
        if (!(p.pathWeight() >= 0) || Double.isInfinite(p.pathWeight())) {
            throw new IllegalArgumentException(name + ": the path weight enters under a square root; it must be finite"
                    + " and not negative, not " + p.pathWeight());
        }
    }

    private static MulIrrep term(String name, String what, Irreps irreps, int index) {
        if (index < 0 || index >= irreps.size()) {
            throw new IllegalArgumentException(name + " names term " + index + " of the " + what + " " + irreps
                    + ", which has terms 0 to " + (irreps.size() - 1));
        }
        return irreps.get(index);
    }
}
