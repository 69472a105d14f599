package org.gaunt.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.LinearMap;
import org.gaunt.autodiff.PolynomialMap;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.kernel.MonomialTree;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irrep;
import org.gaunt.product.SymmetricBasis;

/**
 * MACE's many-body product (Batatia et al. 2022, eq. 10): for each atom and channel, a polynomial without constant term in the
 * (lmax + 1)² components of A with coefficients that depend on the element.
 *
 * <p>The weights belong to an independent basis of equivariant symmetric maps ({@link SymmetricBasis}). They are first turned into
 * the coefficients of the monomials, once for each element and channel; the polynomial is then evaluated for each atom. Sums over elements instead of atoms make the first step cheap, merged monomials the second.
 */
public final class SymmetricContraction {
    /**
     * The weights of one output irrep and order.
     *
     * @param size number of independent maps
     */
    public record WeightBlock(Irrep out, int order, int size) {}

    private record TileKey(Precision precision, int elements) {}

    private record Tiled(Object matrix, Groups groups) {}

    private final int channels;
    private final int components;
    private final List<WeightBlock> blocks = new ArrayList<>();
    private final MonomialTree tree;
    private final PolynomialMap polynomial;
    private final double[] mixing;
    private final int weights;
    private final LinearMap mix;
    private final Map<TileKey, Tiled> tiled = new ConcurrentHashMap<>();

    /**
     * Sets the product up.
     *
     * @param lmax largest degree of A, whose irreps are 0e + 1o + ... of natural parity
     * @param out irreps of the result, one channel of each
     * @param correlation largest order of the polynomial
     * @param channels number of channels
     */
    public SymmetricContraction(int lmax, List<Irrep> out, int correlation, int channels) {
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
    }

    /** The blocks of the weights, in order: by output irrep, then by order. */
    public List<WeightBlock> blocks() {
        return List.copyOf(blocks);
    }

    /** The weights of one element and channel. */
    public int weights() {
        return weights;
    }

    /**
     * Evaluates the product.
     *
     * @param a features [atoms][component][channel]
     * @param w weights [element][weight][channel]
     * @param species the element of each atom
     * @param elements the number of elements
     * @return [atoms][output component][channel]
     */
    public Var apply(Tape tape, Var a, Var w, int[] species, int elements) {
        Var coefficients = coefficients(tape, w, elements);
        int atoms = a.length() / (components * channels);
        return tape.polynomial(polynomial, Rows.of(atoms, species, elements), a, coefficients);
    }

    /** The coefficients of the monomials [element][monomial][channel]: for each element one matrix product with a constant. */
    private Var coefficients(Tape tape, Var w, int elements) {
        Tiled t = tiled.computeIfAbsent(new TileKey(w.precision(), elements), this::tile);
        Var matrix = tape.leaf(t.matrix(), elements * tree.coefficients(), weights, 0);
        return tape.linear(mix, t.groups(), matrix, w);
    }

    /** The mixing matrix, once for each element. */
    private Tiled tile(TileKey key) {
        int rows = key.elements() * tree.coefficients();
        int[] elementOf = new int[rows];
        double[] twice = new double[ArraySize.of(rows, weights)];
        for (int e = 0; e < key.elements(); e++) {
            Arrays.fill(elementOf, e * tree.coefficients(), (e + 1) * tree.coefficients(), e);
            System.arraycopy(mixing, 0, twice, e * mixing.length, mixing.length);
        }
        return new Tiled(key.precision().array(twice), Groups.of(elementOf, key.elements()));
    }
}
