package org.gaunt.product;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;

/**
 * The description of a Clebsch-Gordan product of two inputs, as e3nn's {@code TensorProduct}: which terms are multiplied, how
 * their channels are connected, and how paths are normalised. {@link #spec} gives the product itself.
 *
 * <p>Start from {@link #fullyConnected}, {@link #full}, {@link #elementwise}, {@link #channelwise} or a list of instructions of
 * your own ({@link #of}); the {@code with...} methods change one thing. Instances are immutable data.
 *
 * <p>The coefficient of a path is √(A · variance of the output · path weight / fan) times e3nn's Wigner 3j (e3nn 0.5,
 * {@code TensorProduct}); {@link IrrepNormalization} and {@link PathNormalization} say what A and the fan are.
 *
 * @param in1 irreps of the first input
 * @param in2 irreps of the second input
 * @param out irreps of the output
 * @param instructions the paths
 * @param irrepNormalization how large the parts of one path are
 * @param pathNormalization how the paths into one output share its variance
 * @param variances of the terms of the inputs and the output
 * @param zeros whether terms of the output that no path reaches are allowed; they are zero
 */
public record ClebschGordan(
        Irreps in1,
        Irreps in2,
        Irreps out,
        List<Instruction> instructions,
        IrrepNormalization irrepNormalization,
        PathNormalization pathNormalization,
        Variances variances,
        boolean zeros) {

    /** What a path of inputs of unit size is normalised to. */
    public enum IrrepNormalization {
        /** Every component of the output has variance one where those of the inputs have: A = 2 l3 + 1. */
        COMPONENT,
        /** Every irrep of the output has norm one where those of the inputs have: A = (2 l1 + 1)(2 l2 + 1). */
        NORM,
        /** A = 1. */
        NONE
    }

    /** How paths into one term of the output share its variance. */
    public enum PathNormalization {
        /** Every product of channels counts the same. */
        ELEMENT,
        /** Every path counts the same. */
        PATH,
        /** Paths are not divided by anything. */
        NONE
    }

    /**
     * A path.
     *
     * @param in1 number of the term of the first input
     * @param in2 number of the term of the second input
     * @param out number of the term of the output
     * @param mode how channels are connected
     * @param weighted whether the path has weights
     * @param pathWeight factor of the path's variance: its coefficient has the square root of it
     */
    public record Instruction(int in1, int in2, int out, ConnectionMode mode, boolean weighted, double pathWeight) {
        /** A path that counts once. */
        public Instruction(int in1, int in2, int out, ConnectionMode mode, boolean weighted) {
            this(in1, in2, out, mode, weighted, 1);
        }
    }

    /**
     * The variances that the numbers of each term are expected to have.
     *
     * @param in1 one for each term of the first input, or empty for ones
     * @param in2 one for each term of the second input, or empty for ones
     * @param out one for each term of the output, or empty for ones
     */
    public record Variances(List<Double> in1, List<Double> in2, List<Double> out) {
        public Variances {
            in1 = List.copyOf(in1);
            in2 = List.copyOf(in2);
            out = List.copyOf(out);
        }

        /** Ones. */
        public static Variances unit() {
            return new Variances(List.of(), List.of(), List.of());
        }

        private static double of(List<Double> list, int term) {
            return list.isEmpty() ? 1 : list.get(term);
        }

        private static void check(String what, List<Double> list, Irreps irreps) {
            if (!list.isEmpty() && list.size() != irreps.size()) {
                throw new IllegalArgumentException(list.size() + " variances " + list + " for the " + irreps.size()
                        + " terms of " + what + " " + irreps + ": give one for each term, or none");
            }
            for (double v : list) {
                if (!(v >= 0) || Double.isInfinite(v)) {
                    throw new IllegalArgumentException(
                            "the variances of " + what + " must be finite and not negative, not " + list);
                }
            }
        }
    }

    /**
     * Where the weights of an instruction lie.
     *
     * @param instruction its number
     * @param offset the first weight in a row of weights
     * @param shape of the row-major array of them: [u][v][w] or what of it the mode has
     */
    public record WeightView(int instruction, int offset, List<Integer> shape) {
        public WeightView {
            shape = List.copyOf(shape);
        }

        public int size() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }
    }

    public ClebschGordan {
        instructions = List.copyOf(instructions);
        Variances.check("the first input", variances.in1(), in1);
        Variances.check("the second input", variances.in2(), in2);
        Variances.check("the output", variances.out(), out);
        for (int k = 0; k < instructions.size(); k++) {
            PathRules.check(k, instructions.get(k), in1, in2, out);
        }
    }

    /** A product of given paths, with e3nn's usual normalisation (component, element). */
    public static ClebschGordan of(Irreps in1, Irreps in2, Irreps out, List<Instruction> instructions) {
        return new ClebschGordan(
                in1,
                in2,
                out,
                instructions,
                IrrepNormalization.COMPONENT,
                PathNormalization.ELEMENT,
                Variances.unit(),
                false);
    }

    /** Every term of the first input with every term of the second to every term of the output: mode uvw, with weights. */
    public static ClebschGordan fullyConnected(Irreps in1, Irreps in2, Irreps out) {
        return fullyConnected(in1, in2, out, ConnectionMode.UVW);
    }

    /**
     * Every pair of terms to every term of the output, with weights.
     *
     * @param mode one that sums products of channels into the channels of the output
     */
    public static ClebschGordan fullyConnected(Irreps in1, Irreps in2, Irreps out, ConnectionMode mode) {
        return PathRules.fullyConnected(in1, in2, out, mode);
    }

    /**
     * A term of the output for each pair of terms and irrep, sorted.
     *
     * @param mode one that gives the number of channels of the output
     * @param weighted whether the paths have weights
     * @param keep which irreps of the output to keep
     */
    public static ClebschGordan ownOutputs(
            Irreps in1, Irreps in2, ConnectionMode mode, boolean weighted, Predicate<Irrep> keep) {
        return PathRules.ownOutputs(in1, in2, keep, mode, weighted);
    }

    /**
     * All products of all channels, without weights: mode uvuv. The output is sorted, one term for each pair of terms and irrep.
     *
     * @param keep which irreps of the output to keep
     */
    public static ClebschGordan full(Irreps in1, Irreps in2, Predicate<Irrep> keep) {
        return ownOutputs(in1.simplify(), in2.simplify(), ConnectionMode.UVUV, false, keep);
    }

    /** All products of all channels, without weights. */
    public static ClebschGordan full(Irreps in1, Irreps in2) {
        return full(in1, in2, ir -> true);
    }

    /**
     * The convolution of interatomic potentials: mode uvu with weights. The output is sorted, one term for each path, and the
     * weights are in the order of the output, as in MACE and NequIP.
     *
     * @param keep which irreps of the output to keep
     */
    public static ClebschGordan channelwise(Irreps in1, Irreps in2, Predicate<Irrep> keep) {
        ClebschGordan product = ownOutputs(in1, in2, ConnectionMode.UVU, true, keep);
        return of(
                in1,
                in2,
                product.out(),
                product.instructions().stream()
                        .sorted(Comparator.comparingInt(Instruction::out))
                        .toList());
    }

    /**
     * Channel by channel, without weights: mode uuu. Terms are split where those of the other input end; the output is in the
     * order of channels.
     *
     * @param in1 as many channels in all as
     * @param in2 has
     * @param keep which irreps of the output to keep
     * @throws IllegalArgumentException if the numbers of channels differ
     */
    public static ClebschGordan elementwise(Irreps in1, Irreps in2, Predicate<Irrep> keep) {
        return PathRules.elementwise(in1, in2, keep);
    }

    /** Channel by channel, without weights. */
    public static ClebschGordan elementwise(Irreps in1, Irreps in2) {
        return elementwise(in1, in2, ir -> true);
    }

    /** The same paths, normalised otherwise. */
    public ClebschGordan with(IrrepNormalization irreps, PathNormalization paths) {
        return new ClebschGordan(in1, in2, out, instructions, irreps, paths, variances, zeros);
    }

    /** The same paths for numbers of other variances. */
    public ClebschGordan with(Variances other) {
        return new ClebschGordan(in1, in2, out, instructions, irrepNormalization, pathNormalization, other, zeros);
    }

    /** The same, but terms of the output that no path reaches are zero rather than an error. */
    public ClebschGordan withZeros() {
        return new ClebschGordan(in1, in2, out, instructions, irrepNormalization, pathNormalization, variances, true);
    }

    /** Only some paths; those that remain share the variance of their outputs anew. */
    public ClebschGordan filter(Predicate<Instruction> keep) {
        return new ClebschGordan(
                in1,
                in2,
                out,
                instructions.stream().filter(keep).toList(),
                irrepNormalization,
                pathNormalization,
                variances,
                zeros);
    }

    /** The same with weights on all paths, or on none. */
    public ClebschGordan weighted(boolean weights) {
        return new ClebschGordan(
                in1,
                in2,
                out,
                instructions.stream()
                        .map(p -> new Instruction(p.in1(), p.in2(), p.out(), p.mode(), weights, p.pathWeight()))
                        .toList(),
                irrepNormalization,
                pathNormalization,
                variances,
                zeros);
    }

    /** The number that a path's Wigner 3j symbol is multiplied with. */
    public double coefficient(int instruction) {
        Instruction p = instructions.get(instruction);
        double a = switch (irrepNormalization) {
            case COMPONENT -> out.get(p.out()).ir().dim();
            case NORM ->
                in1.get(p.in1()).ir().dim() * (double) in2.get(p.in2()).ir().dim();
            case NONE -> 1;
        };
        List<Instruction> same =
                instructions.stream().filter(q -> q.out() == p.out()).toList();
        double fan = switch (pathNormalization) {
            case ELEMENT -> same.stream().mapToDouble(this::fan).sum();
            case PATH -> fan(p) * same.size();
            case NONE -> 1;
        };
        double square = a * Variances.of(variances.out(), p.out()) * p.pathWeight();
        return Math.sqrt(fan > 0 ? square / fan : square);
    }

    private double fan(Instruction p) {
        return Variances.of(variances.in1(), p.in1())
                * Variances.of(variances.in2(), p.in2())
                * p.mode().fan(in1.get(p.in1()).mul(), in2.get(p.in2()).mul());
    }

    /** Where the weights lie: one view for each instruction that has weights, one after another. */
    public List<WeightView> weightViews() {
        List<WeightView> views = new ArrayList<>();
        int offset = 0;
        for (int k = 0; k < instructions.size(); k++) {
            Instruction p = instructions.get(k);
            if (!p.weighted()) {
                continue;
            }
            int m1 = in1.get(p.in1()).mul();
            int m2 = in2.get(p.in2()).mul();
            int m3 = out.get(p.out()).mul();
            WeightView view = new WeightView(
                    k,
                    offset,
                    switch (p.mode()) {
                        case UVW -> List.of(m1, m2, m3);
                        case UVU, UVV, UVUV -> List.of(m1, m2);
                        case UUW -> List.of(m1, m3);
                        case UUU -> List.of(m1);
                        case UVU_TRIANGLE -> List.of(m1 * (m1 - 1) / 2);
                        case U_TRIANGLE_W -> List.of(m1 * (m1 - 1) / 2, m3);
                    });
            views.add(view);
            offset += view.size();
        }
        return views;
    }

    /** The numbers in a row of weights. */
    public int weightCount() {
        return weightViews().stream().mapToInt(WeightView::size).sum();
    }

    /** For each number of a row of the output whether a path reaches it; the others are zero. */
    public boolean[] reached() {
        boolean[] reached = new boolean[out.dim()];
        for (Instruction p : instructions) {
            if (!empty(p)) {
                java.util.Arrays.fill(reached, out.offset(p.out()), out.offset(p.out() + 1), true);
            }
        }
        return reached;
    }

    /** Whether a path has no products of channels at all. */
    boolean empty(Instruction p) {
        int m1 = in1.get(p.in1()).mul();
        int m2 = in2.get(p.in2()).mul();
        boolean noPairs = p.mode() == ConnectionMode.UVU_TRIANGLE || p.mode() == ConnectionMode.U_TRIANGLE_W;
        return m1 == 0 || m2 == 0 || out.get(p.out()).mul() == 0 || (noPairs && m1 < 2);
    }

    /**
     * The product. Operands are x, y, the weights w if any path has them, and z; rows are laid out [term][component][channel],
     * weights as {@link #weightViews} says. Weights may be shared by all rows or be different in each: that is chosen when the
     * product is evaluated.
     *
     * @throws IllegalArgumentException if nothing couples, if a term of the output is reached by no path, or if a degree is beyond
     *     the table of Wigner 3j symbols
     */
    public ProductSpec spec() {
        PathRules.checkReached(this);
        return new ClebschGordanPaths(this).spec();
    }

    /** The modes that occur. */
    String modes() {
        return instructions.stream().map(p -> p.mode().toString()).distinct().collect(Collectors.joining(" "));
    }

    /** The irreps, the number of paths and weights, and the modes. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s x %s -> %s, %d paths, %s, %d weights",
                in1,
                in2,
                out,
                instructions.size(),
                modes(),
                weightCount());
    }
}
