package org.gaunt.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.LinearMap;
import org.gaunt.form.MonomialTree;
import org.gaunt.form.PolynomialMap;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.SymmetricBasis;

/**
 * MACE's many-body product (Batatia et al. 2022, eq. 10): for each atom and channel, a polynomial without constant term in the
 * (lmax + 1)² components of A with coefficients that depend on the element.
 *
 * <p>The weights belong to an independent basis of equivariant symmetric maps ({@link SymmetricBasis}). They are first turned into
 * the coefficients of the monomials, once for each element and channel; the polynomial is then evaluated for each atom. Sums over elements instead of atoms make the first step cheap, merged monomials the second.
 */
public final class SymmetricContraction implements Weighted {
    private static final double START = 0.2;

    /**
     * The weights of one output irrep and order.
     *
     * @param size number of independent maps
     */
    public record WeightBlock(Irrep out, int order, int size) {}

    private record Tiled(Buffer matrix, Groups groups) {}

    private final int channels;
    private final int components;
    private final int elements;
    private final Irreps in;
    private final Irreps out;
    private final Weight own;
    private final List<WeightBlock> blocks = new ArrayList<>();
    private final MonomialTree tree;
    private final PolynomialMap polynomial;
    private final double[] mixing;
    private final int weights;
    private final LinearMap mix;
    private final Map<Precision, Tiled> tiled = new ConcurrentHashMap<>();

    /** A product with weights of its own, from seed 0; see {@link #SymmetricContraction(Scope, int, List, int, int, int)}. */
    public SymmetricContraction(int lmax, List<Irrep> out, int correlation, int channels, int elements) {
        Scope root = Scope.root();
        this(root, lmax, out, correlation, channels, elements);
        root.build(0);
    }

    /**
     * A product with weights in a scope.
     *
     * @param lmax largest degree of A, whose irreps are 0e + 1o + ... of natural parity
     * @param out irreps of the result, one channel of each
     * @param correlation largest order of the polynomial
     * @param channels number of channels
     * @param elements number of elements, which have weights each
     * @throws IllegalArgumentException if no product reaches the result
     */
    public SymmetricContraction(Scope scope, int lmax, List<Irrep> out, int correlation, int channels, int elements) {
        this.elements = elements;
        this.in = irreps(IntStream.rangeClosed(0, lmax).mapToObj(Irrep::natural).toList(), channels);
        this.out = irreps(out, channels);
        this.channels = channels;
        this.components = (lmax + 1) * (lmax + 1);
        record Entry(int[] monomial, int weight, double value) {}
        List<Entry> entries = new ArrayList<>();
        int weight = 0;
        int firstComponent = 0;
        for (Irrep ir : out) {
            for (int order = 1; order <= correlation; order++) {
                SymmetricBasis basis = SymmetricBasis.of(lmax, ir, order);
                if (basis.size() > 0) {
                    blocks.add(new WeightBlock(ir, order, basis.size()));
                }
                for (int eta = 0; eta < basis.size(); eta++) {
                    for (int m = 0; m < ir.dim(); m++) {
                        for (SymmetricBasis.Term t : basis.terms(eta, m)) {
                            int[] key = new int[1 + order];
                            key[0] = firstComponent + m;
                            System.arraycopy(t.sortedIndices(), 0, key, 1, order);
                            entries.add(new Entry(key, weight + eta, t.coefficient()));
                        }
                    }
                }
                weight += basis.size();
            }
            firstComponent += ir.dim();
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("no symmetric product up to order " + correlation + " of degrees 0 to "
                    + lmax + " reaches any of " + out);
        }
        weights = weight;
        tree = MonomialTree.of(
                firstComponent, entries.stream().map(Entry::monomial).toList());
        mixing = new double[ArraySize.of(tree.coefficients(), weights)];
        for (Entry e : entries) {
            mixing[tree.coefficient(e.monomial()) * weights + e.weight()] += e.value();
        }
        polynomial = new PolynomialMap(tree, components, channels);
        mix = LinearMap.dense(weights, channels, 1);
        own = scope.weight(
                "weight",
                Weight.Declaration.of(this::start, elements, weights, channels)
                        .withRows(elements)
                        .withDecay(true));
    }

    private static Irreps irreps(List<Irrep> of, int channels) {
        return new Irreps(of.stream().map(ir -> new MulIrrep(channels, ir)).toList());
    }

    /**
     * Normal numbers divided by the number of maps of the same order and output, as MACE starts, times a fifth: with smaller
     * products at the start, errors on unseen structures end 5 to 8 % lower (docs/benchmarks.md).
     */
    private void start(double[] values, Parameters.Entry entry, RandomGenerator random) {
        int at = entry.offset();
        for (int e = 0; e < elements; e++) {
            for (WeightBlock block : blocks) {
                for (int k = 0; k < block.size() * channels; k++) {
                    values[at++] = START * random.nextGaussian() / block.size();
                }
            }
        }
    }

    /** Irreps of the features. */
    public Irreps in() {
        return in;
    }

    /** Irreps of the result. */
    public Irreps out() {
        return out;
    }

    @Override
    public List<Weight> weights() {
        return List.of(own);
    }

    /** The blocks of the weights, in order: by output irrep, then by order. */
    public List<WeightBlock> blocks() {
        return List.copyOf(blocks);
    }

    /** The number of weights of one element and channel. */
    public int weightCount() {
        return weights;
    }

    /**
     * Evaluates the product.
     *
     * @param a features [atoms][component][channel]
     * @param species the element of each atom, from 0
     * @return [atoms][output component][channel]
     */
    public Var apply(Var a, int[] species) {
        return apply(a, own.on(a.tape()), species);
    }

    /**
     * The product with other weights than its own.
     *
     * @param w weights [element][weight][channel]
     */
    public Var apply(Var a, Var w, int[] species) {
        Shapes.check(a, in, "the input of a symmetric contraction");
        if (species.length < a.rows()) {
            throw new IllegalArgumentException(
                    species.length + " species for " + a.rows() + " atoms of a symmetric contraction");
        }
        Var coefficients = coefficients(a.tape(), w);
        return a.tape().polynomial(polynomial, Rows.of(a.rows(), species, elements), a, coefficients);
    }

    /** The coefficients of the monomials [element][monomial][channel]: for each element one matrix product with a constant. */
    private Var coefficients(Tape tape, Var w) {
        Tiled t = tiled.computeIfAbsent(w.precision(), this::tile);
        Var matrix = tape.leaf(t.matrix(), elements * tree.coefficients(), weights, 0);
        return tape.linear(mix, t.groups(), matrix, w);
    }

    /** The mixing matrix, once for each element. */
    private Tiled tile(Precision precision) {
        int rows = elements * tree.coefficients();
        int[] elementOf = new int[rows];
        double[] twice = new double[ArraySize.of(rows, weights)];
        for (int e = 0; e < elements; e++) {
            Arrays.fill(elementOf, e * tree.coefficients(), (e + 1) * tree.coefficients(), e);
            System.arraycopy(mixing, 0, twice, e * mixing.length, mixing.length);
        }
        return new Tiled(Buffer.copyOf(twice, precision), Groups.of(elementOf, elements));
    }
}
