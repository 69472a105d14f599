package org.gaunt.product;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.o3.Wigner3j;

/**
 * A segmented tensor product as data: a multilinear form Φ = Σ_paths Σ coefficient · factor · factor · ... of its operands.
 *
 * <p>The result is an operand as well, the last one: it is the partial derivative of Φ by that operand. Gradients are the partial
 * derivatives by the others. {@link ReferenceProduct} evaluates any of them by the textbook loop; kernels are tested against it.
 *
 * @param name for people
 * @param operands what is multiplied
 * @param paths the terms
 * @param structure what is known of the coefficients
 */
public record ProductSpec(String name, List<Operand> operands, List<Path> paths, ProductStructure structure) {
    /** A product that nothing is known of but its coefficients. */
    public ProductSpec(String name, List<Operand> operands, List<Path> paths) {
        this(name, operands, paths, ProductStructure.general());
    }

    /** An operand: segments one after another. */
    public record Operand(String name, List<Segment> segments) {
        public Operand {
            segments = List.copyOf(segments);
        }

        /** The length of a row. */
        public int dim() {
            return offset(segments.size());
        }

        /** The first number of a segment in a row. */
        public int offset(int segment) {
            return segments.subList(0, segment).stream().mapToInt(Segment::dim).reduce(0, Math::addExact);
        }
    }

    /**
     * A part of an operand, laid out [component][extent 0][extent 1]....
     *
     * @param components of the irrep, 2l + 1
     * @param extents of the channel indices; empty where there are none
     */
    public record Segment(int components, List<Integer> extents) {
        public Segment {
            extents = List.copyOf(extents);
        }

        /** Numbers of one component. */
        public int channels() {
            return extents.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
        }

        public int dim() {
            return Math.multiplyExact(components, channels());
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
         * @param of the segment of this factor
         * @param at the values of the letters
         */
        public int channel(Segment of, ToIntFunction<Character> at) {
            if (!selection.isEmpty()) {
                return selection.get(at.applyAsInt(subscripts.charAt(0)));
            }
            int index = 0;
            for (int i = 0; i < of.extents().size(); i++) {
                index = index * of.extents().get(i) + at.applyAsInt(subscripts.charAt(i));
            }
            return index;
        }
    }

    /** A nonzero entry of a path's coefficient tensor: one component for each factor. */
    public record Coefficient(List<Integer> components, double value) {
        public Coefficient {
            components = List.copyOf(components);
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

    public ProductSpec {
        operands = List.copyOf(operands);
        paths = List.copyOf(paths);
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("product " + name + " has no paths: its irreps cannot couple");
        }
        for (Path p : paths) {
            for (Factor f : p.factors()) {
                Segment s = operands.get(f.operand()).segments().get(f.segment());
                if (s.extents().size() != f.subscripts().length()) {
                    throw new IllegalArgumentException("product " + name + ": " + f + " needs "
                            + s.extents().size() + " subscripts, one for each channel index of " + s);
                }
                for (int channel : f.selection()) {
                    if (channel < 0 || channel >= s.channels()) {
                        throw new IllegalArgumentException("product " + name + ": channel " + channel
                                + " is selected of " + s + ", which has channels 0 to " + (s.channels() - 1));
                    }
                }
            }
            extents(name, operands, p);
        }
    }

    /**
     * The letters of a path and how many values each has, in the order in which they first occur.
     *
     * @param path one of {@link #paths}
     */
    public Map<Character, Integer> extents(Path path) {
        return extents(name, operands, path);
    }

    private static Map<Character, Integer> extents(String name, List<Operand> operands, Path path) {
        Map<Character, Integer> extents = new LinkedHashMap<>();
        for (Factor f : path.factors()) {
            List<Integer> e =
                    operands.get(f.operand()).segments().get(f.segment()).extents();
            for (int i = 0; i < e.size(); i++) {
                int extent = f.selection().isEmpty() ? e.get(i) : f.selection().size();
                Integer old = extents.put(f.subscripts().charAt(i), extent);
                if (old != null && old != extent) {
                    throw new IllegalArgumentException("product " + name + ": subscript "
                            + f.subscripts().charAt(i) + " stands for " + old + " and for " + extent
                            + " channels in one path; give both operands the same multiplicity");
                }
            }
        }
        return extents;
    }

    /**
     * The convolution of interatomic potentials, e3nn's {@code uvu} with one channel in the second input and a weight for each
     * path and channel: z[k, u] = Σ C[i, j, k] x[i, u] y[j] w[u].
     *
     * <p>Operands: x, y, w, z. Every path has a segment of its own in z, in e3nn's sorted order (by degree, odd before even,
     * then by the order of the terms of x and y), and its coefficient is √(2 l3 + 1) times e3nn's Wigner 3j.
     *
     * @param x channels with irreps, all terms of the same multiplicity
     * @param y irreps of multiplicity one
     * @param target irreps that are kept in the result; multiplicities do not matter
     * @throws IllegalArgumentException if nothing couples or multiplicities do not fit
     */
    public static ProductSpec channelwise(Irreps x, Irreps y, Irreps target) {
        int channels = x.terms().getFirst().mul();
        record Slot(int a, int b, Irrep out) {}
        List<Slot> slots = new ArrayList<>();
        for (int a = 0; a < x.size(); a++) {
            if (x.get(a).mul() != channels) {
                throw new IllegalArgumentException(
                        "a channelwise product needs the same multiplicity in all terms, not " + x);
            }
            for (int b = 0; b < y.size(); b++) {
                if (y.get(b).mul() != 1) {
                    throw new IllegalArgumentException(
                            "the second input of a channelwise product has one channel, not " + y);
                }
                for (Irrep out : x.get(a).ir().times(y.get(b).ir())) {
                    if (target.contains(out)) {
                        slots.add(new Slot(a, b, out));
                    }
                }
            }
        }
        slots.sort((p, q) -> p.out().compareTo(q.out()));
        List<Path> paths = new ArrayList<>();
        List<Segment> weights = new ArrayList<>();
        List<Segment> results = new ArrayList<>();
        for (Slot s : slots) {
            int l1 = x.get(s.a()).ir().l();
            int l2 = y.get(s.b()).ir().l();
            int l3 = s.out().l();
            List<Coefficient> coefficients = new ArrayList<>();
            double[][][] c = Wigner3j.of(l1, l2, l3);
            for (int i = 0; i <= 2 * l1; i++) {
                for (int j = 0; j <= 2 * l2; j++) {
                    for (int k = 0; k <= 2 * l3; k++) {
                        if (Math.abs(c[i][j][k]) > 1e-13) {
                            coefficients.add(new Coefficient(List.of(i, j, 0, k), Math.sqrt(2 * l3 + 1) * c[i][j][k]));
                        }
                    }
                }
            }
            int slot = results.size();
            paths.add(new Path(
                    List.of(
                            new Factor(0, s.a(), "u"),
                            new Factor(1, s.b(), ""),
                            new Factor(2, slot, "u"),
                            new Factor(3, slot, "u")),
                    coefficients));
            weights.add(new Segment(1, List.of(channels)));
            results.add(new Segment(2 * l3 + 1, List.of(channels)));
        }
        return new ProductSpec(
                "channelwise " + x + " x " + y + " -> " + target,
                List.of(
                        new Operand("x", segments(x, List.of(channels))),
                        new Operand("y", segments(y, List.of())),
                        new Operand("w", weights),
                        new Operand("z", results)),
                paths);
    }

    private static List<Segment> segments(Irreps irreps, List<Integer> extents) {
        return irreps.terms().stream()
                .map(t -> new Segment(t.ir().dim(), extents))
                .toList();
    }

    /** The irreps of {@link #channelwise}'s result in order, with the multiplicity of x. */
    public static Irreps channelwiseResult(Irreps x, Irreps y, Irreps target) {
        List<MulIrrep> result = new ArrayList<>();
        for (MulIrrep a : x.terms()) {
            for (MulIrrep b : y.terms()) {
                for (Irrep out : a.ir().times(b.ir())) {
                    if (target.contains(out)) {
                        result.add(new MulIrrep(a.mul(), out));
                    }
                }
            }
        }
        result.sort((p, q) -> p.ir().compareTo(q.ir()));
        return new Irreps(result);
    }

    /**
     * Whether an operand holds weights: neither the first nor the last, one component in all segments, and behind two inputs or
     * named w, as all factories do.
     */
    public boolean isWeight(int operand) {
        Operand o = operands.get(operand);
        return operand > 0
                && operand < operands.size() - 1
                && (operand > 1 || o.name().startsWith("w"))
                && o.segments().stream().allMatch(s -> s.components() == 1);
    }

    /** What the product costs from its table. */
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

    @Override
    public String toString() {
        return name + ", " + paths.size() + " paths";
    }
}
