package org.gaunt.product;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Layout;
import org.gaunt.o3.MulIrrep;

/**
 * A segmented tensor product as data: a multilinear form Φ = Σ_paths Σ coefficient · factor · factor · ... of its operands.
 *
 * <p>The output is an operand as well, the last one: it is the partial derivative of Φ by that operand. Gradients are the partial
 * derivatives by the others. {@link ReferenceProduct} evaluates any of them by the textbook loop; kernels are tested against it.
 *
 * <p>Every operand knows its irreps, its role and the layout of its rows; {@link #in} and {@link #out} are the irreps of the inputs and
 * of the output. {@link #describe} prints all of it.
 *
 * @param name of the kind of product, for messages
 * @param operands inputs and weights in any order, then the output
 * @param paths the terms of the form; each has one factor of the output
 * @param structure origin of the coefficients
 */
public record ProductSpec(String name, List<Operand> operands, List<Path> paths, ProductStructure structure) {
    /** A product without structure beyond its coefficients. */
    public ProductSpec(String name, List<Operand> operands, List<Path> paths) {
        this(name, operands, paths, ProductStructure.general());
    }

    /** Part of an operand in a product. */
    public enum Role {
        /** Features: irreps that rotate with the system. */
        INPUT,
        /** Learned numbers, which no rotation changes: all segments are even scalars. */
        WEIGHT,
        /** The result. */
        OUTPUT
    }

    /**
     * An operand: segments one after another.
     *
     * @param name for messages; different for each operand of a product
     * @param role input, weight or output
     * @param layout order of the numbers within a segment
     * @param segments the parts of a row
     */
    public record Operand(String name, Role role, Layout layout, List<Segment> segments) {
        public Operand {
            segments = List.copyOf(segments);
        }

        /** An operand in the layout of the library, {@link Layout#IR_MUL}. */
        public static Operand of(String name, Role role, List<Segment> segments) {
            return new Operand(name, role, Layout.IR_MUL, segments);
        }

        /** An operand with a segment for each term of the irreps, each with one channel index. */
        public static Operand of(String name, Role role, Irreps irreps) {
            return of(
                    name,
                    role,
                    irreps.terms().stream()
                            .map(t -> new Segment(t.ir(), List.of(t.mul())))
                            .toList());
        }

        /** Weights: even scalars in segments of given extents. */
        public static Operand weights(String name, List<List<Integer>> extents) {
            return of(name, Role.WEIGHT, extents.stream().map(Segment::scalars).toList());
        }

        /**
         * The same operand without channel indices: its segments are plain numbers.
         *
         * @throws IllegalArgumentException if a segment has more than one channel
         */
        public Operand withoutChannels() {
            for (Segment s : segments) {
                if (s.channels() != 1) {
                    throw new IllegalArgumentException("operand " + name + " has the irreps " + irreps()
                            + "; without channel indices every multiplicity is 1");
                }
            }
            return withSegments(segments.stream()
                    .map(s -> new Segment(s.irrep(), List.of()))
                    .toList());
        }

        /** The same operand in another layout. */
        public Operand withLayout(Layout other) {
            return new Operand(name, role, other, segments);
        }

        /** The same operand with other segments. */
        public Operand withSegments(List<Segment> other) {
            return new Operand(name, role, layout, other);
        }

        /** The irreps of a row: a term for each segment, of as many channels as it has. */
        public Irreps irreps() {
            return new Irreps(segments.stream().map(Segment::term).toList());
        }

        /** The length of a row. */
        public int dim() {
            return segments.stream().mapToInt(Segment::dim).sum();
        }

        /** The first number of a segment in a row. */
        public int offset(int segment) {
            return segments.subList(0, segment).stream().mapToInt(Segment::dim).sum();
        }

        /** The components of all segments together. */
        public int components() {
            return firstComponent(segments.size());
        }

        /** The number of components before those of a segment. */
        public int firstComponent(int segment) {
            return segments.subList(0, segment).stream()
                    .mapToInt(Segment::components)
                    .sum();
        }

        /** The degrees of the segments. */
        public List<Integer> degrees() {
            return segments.stream().map(s -> s.irrep().l()).toList();
        }
    }

    /**
     * A part of an operand: an irrep with channels, laid out [component][extent 0][extent 1]... in {@link Layout#IR_MUL}.
     *
     * @param irrep its components
     * @param extents of the channel indices; empty where there are none
     */
    public record Segment(Irrep irrep, List<Integer> extents) {
        public Segment {
            extents = List.copyOf(extents);
            for (int extent : extents) {
                if (extent < 0) {
                    throw new IllegalArgumentException("a segment of " + irrep + " has the extents " + extents
                            + "; the number of channels is 0 or more");
                }
            }
        }

        /** Even scalars. */
        public static Segment scalars(List<Integer> extents) {
            return new Segment(Irrep.natural(0), extents);
        }

        /** The number of components of the irrep, 2l + 1. */
        public int components() {
            return irrep.dim();
        }

        /** Numbers of one component. */
        public int channels() {
            return extents.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
        }

        public int dim() {
            return term().dim();
        }

        /** The irrep with its channels. */
        public MulIrrep term() {
            return new MulIrrep(channels(), irrep);
        }
    }

    /**
     * One factor of a path.
     *
     * @param operand number of the operand; the same operand may occur in several factors
     * @param segment number of its segment
     * @param subscripts one letter for each channel index of the segment; equal letters of a path run together
     * @param selection empty where the letters are the channel indices; otherwise the segment has one channel index, and this is
     *     the channel that each value of the letter stands for: with it a letter can run over pairs of channels, for example
     */
    public record Factor(int operand, int segment, String subscripts, List<Integer> selection) {
        public Factor {
            selection = List.copyOf(selection);
            if (!selection.isEmpty() && subscripts.length() != 1) {
                throw new IllegalArgumentException(
                        "a factor that selects channels has one subscript, not \"" + subscripts + "\"");
            }
        }

        /** A factor whose letters are its channel indices. */
        public Factor(int operand, int segment, String subscripts) {
            this(operand, segment, subscripts, List.of());
        }

        /**
         * The channel of a segment that values of the letters stand for, all its channel indices in one.
         *
         * @param extents of the segment of this factor
         * @param at the values of the letters
         */
        public int channel(List<Integer> extents, ToIntFunction<Character> at) {
            if (!selection.isEmpty()) {
                return selection.get(at.applyAsInt(subscripts.charAt(0)));
            }
            int index = 0;
            for (int i = 0; i < extents.size(); i++) {
                index = index * extents.get(i) + at.applyAsInt(subscripts.charAt(i));
            }
            return index;
        }

        /** The extents of the letters. */
        List<Integer> extents(Segment of) {
            return selection.isEmpty() ? of.extents() : List.of(selection.size());
        }
    }

    /** A nonzero entry of a path's coefficient tensor: one component for each factor. */
    public record Coefficient(List<Integer> components, double value) {
        private static final double ZERO = 1e-13;

        public Coefficient {
            components = List.copyOf(components);
        }

        /**
         * The nonzero entries of an exact tensor that couples two inputs and an output, such as a Wigner 3j symbol, times a factor.
         *
         * @param tensor [component of x][component of y][component of z]; entries below 1e-13 are rounding errors of zero
         * @param weights number of weights of the path, whose factors stand before that of the output
         */
        public static List<Coefficient> of(double[][][] tensor, double factor, int weights) {
            return of(tensor, factor, weights, ZERO);
        }

        /**
         * The nonzero entries of a tensor times a factor.
         *
         * @param zero entries up to this size are left out; 0 keeps all of an approximation
         */
        public static List<Coefficient> of(double[][][] tensor, double factor, int weights, double zero) {
            List<Coefficient> list = new ArrayList<>();
            for (int i = 0; i < tensor.length; i++) {
                for (int j = 0; j < tensor[i].length; j++) {
                    for (int k = 0; k < tensor[i][j].length; k++) {
                        if (Math.abs(tensor[i][j][k]) > zero && factor != 0) {
                            List<Integer> at = new ArrayList<>(List.of(i, j));
                            at.addAll(Collections.nCopies(weights, 0));
                            at.add(k);
                            list.add(new Coefficient(at, factor * tensor[i][j][k]));
                        }
                    }
                }
            }
            return list;
        }
    }

    /** A term: factors, and the tensor that couples their components. */
    public record Path(List<Factor> factors, List<Coefficient> coefficients) {
        public Path {
            factors = List.copyOf(factors);
            coefficients = List.copyOf(coefficients);
            for (Coefficient c : coefficients) {
                if (c.components().size() != factors.size()) {
                    throw new IllegalArgumentException(
                            "a path of " + factors.size() + " factors has a coefficient with "
                                    + c.components().size() + " components");
                }
            }
        }
    }

    /**
     * Checks the product.
     *
     * @throws IllegalArgumentException if there is not one output, as the last operand; if operands share a name; if weights are no
     *     scalars; if a path names an operand, segment, component or channel that does not exist, lets a letter stand for different
     *     numbers of channels, or has irreps that do not couple
     */
    public ProductSpec {
        operands = List.copyOf(operands);
        paths = List.copyOf(paths);
        ProductRules.check(name, operands, paths, structure);
    }

    /** The same product under another name. */
    public ProductSpec withName(String other) {
        return new ProductSpec(other, operands, paths, structure);
    }

    /** The same operands with other paths; nothing is known of their coefficients but whether they are an approximation. */
    public ProductSpec withPaths(List<Path> other) {
        return new ProductSpec(name, operands, other, structure.ofTable());
    }

    /**
     * The same product of rows in another layout. Weights are scalars: their rows are the same in both.
     *
     * @param layout {@link Layout#MUL_IR} for rows in e3nn's order, {@link Layout#IR_MUL} for rows in that of the library
     */
    public ProductSpec withLayout(Layout layout) {
        List<Operand> converted = operands.stream()
                .map(o -> o.role() == Role.WEIGHT ? o : o.withLayout(layout))
                .toList();
        return new ProductSpec(name, converted, paths, structure);
    }

    /** The operands of a role, in order. */
    public List<Operand> operands(Role role) {
        return operands.stream().filter(o -> o.role() == role).toList();
    }

    /** The features that are multiplied. */
    public List<Operand> inputs() {
        return operands(Role.INPUT);
    }

    /** The operands that hold weights. */
    public List<Operand> weights() {
        return operands(Role.WEIGHT);
    }

    /** The operand of the result, the last one. */
    public Operand output() {
        return operands.getLast();
    }

    /**
     * The irreps of an input.
     *
     * @param input number among the inputs, from 0
     */
    public Irreps in(int input) {
        return inputs().get(input).irreps();
    }

    /** The irreps of the output. */
    public Irreps out() {
        return output().irreps();
    }

    /** The numbers in the rows of all weights. */
    public int weightCount() {
        return weights().stream().mapToInt(Operand::dim).sum();
    }

    /** The segment of a factor. */
    public Segment segment(Factor factor) {
        return operands.get(factor.operand()).segments().get(factor.segment());
    }

    /** The role of a factor's operand. */
    public Role role(Factor factor) {
        return operands.get(factor.operand()).role();
    }

    /**
     * The letters of a path and how many values each has, in the order in which they first occur.
     *
     * @param path one of {@link #paths}
     */
    public Map<Character, Integer> extents(Path path) {
        return ProductRules.extents(name, operands, path);
    }

    /** The cost of the product when it is computed from its table. */
    public ProductCost cost() {
        return ProductCost.of(this);
    }

    /**
     * The dimension of the set of multilinear maps that the product reaches when linear layers surround it, for one channel: the number
     * of paths of a Clebsch-Gordan product, n1 + n2 + n3 - 2 for the Gaunt and the matrix product of n1 and n2 irreps to n3. Every
     * segment counts as an irrep of its own.
     */
    public int expressivity() {
        return Expressivity.of(this);
    }

    /** Which degrees can interact, and which cannot although they couple. */
    public Interactability interactability() {
        return Interactability.of(this);
    }

    /** A path in words: irreps of its inputs and output, channel indices, numbers of weights and coefficients. */
    public PathSummary summary(Path path) {
        return PathSummary.of(this, path);
    }

    /** Operands with irreps, roles and sizes, and the paths: some lines of text. */
    public String describe() {
        return ProductDescription.of(this);
    }

    /** Name, irreps of inputs and output, and the numbers of paths and weights. */
    @Override
    public String toString() {
        int weights = weightCount();
        return name + ": "
                + inputs().stream().map(o -> o.irreps().toString()).collect(Collectors.joining(" x ", "", " -> "))
                + out() + ", " + (paths.size() == 1 ? "1 path" : paths.size() + " paths")
                + (weights == 0 ? "" : weights == 1 ? ", 1 weight" : ", " + weights + " weights");
    }
}
