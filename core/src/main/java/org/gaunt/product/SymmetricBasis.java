package org.gaunt.product;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.o3.Irrep;

/**
 * All independent equivariant polynomials of one degree: the ways in which the features A = 0e+1o+2e+...+lmax of an
 * atom can be multiplied with themselves to give an irrep. This is what MACE's symmetric contraction needs, without
 * the redundancy of MACE's own coupling trees.
 *
 * <p>A basis element S_eta has one polynomial for each component M of the output. They are orthonormal as symmetric
 * tensors, for every M: the sum over all i_1 .. i_order of S_eta[M, i_1 ..] S_eta'[M', i_1 ..] is 1 if eta = eta' and
 * M = M' and 0 otherwise. (So the squares of a whole element sum to 2L+1, as those of MACE's columns, and the element
 * of order 1 is the identity.)
 *
 * <p>Each element has factors of fixed degrees, such as two vectors and one 2e: the elements are sparse. The order of
 * the elements and their signs are always the same.
 *
 * <p>The features are indexed as spherical harmonics are: component m of degree l is A_i with i = l^2 + l + m.
 */
public final class SymmetricBasis {

    /** The largest lmax whose components have numbers. */
    public static final int MAX_LMAX = 10;
    /** The largest order whose monomials fit into 64 bits; the time and the size of the basis end earlier for large lmax. */
    public static final int MAX_ORDER = Polynomial.MAX_DEGREE;

    /** How much of the square of a tensor may lie outside the basis. */
    private static final double OUTSIDE = 1e-10;

    /**
     * A monomial with its coefficient: coefficient * A_i A_j A_k.
     *
     * @param sortedIndices the indices of the factors, ascending
     * @param coefficient the sum of the tensor elements of all orders of the factors
     */
    @SuppressWarnings("ArrayRecordComponent") // read by generators of code, never compared
    public record Term(int[] sortedIndices, double coefficient) {

        /** For example {@code 0.7071 A[1] A[1] A[6]}. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder().append(coefficient);
            for (int index : sortedIndices) {
                text.append(" A[").append(index).append(']');
            }
            return text.toString();
        }
    }

    private final int lmax;
    private final Irrep out;
    private final int order;
    private final List<SymmetricPowers.Element> elements;

    private SymmetricBasis(int lmax, Irrep out, int order, List<SymmetricPowers.Element> elements) {
        this.lmax = lmax;
        this.out = out;
        this.order = order;
        this.elements = elements;
    }

    /**
     * Computes the basis.
     *
     * @param lmax the largest degree of the features, 0..{@link #MAX_LMAX}
     * @param out the output, of any parity
     * @param order the number of factors, 1..{@link #MAX_ORDER}
     * @return the basis, empty if the output cannot be reached
     * @throws IllegalArgumentException if lmax or order is out of range
     */
    public static SymmetricBasis of(int lmax, Irrep out, int order) {
        check(lmax, order);
        SymmetricPowers powers = new SymmetricPowers();
        List<SymmetricPowers.Element> elements = new ArrayList<>();
        addElements(new int[order], 0, lmax, out, powers, elements);
        return new SymmetricBasis(lmax, out, order, List.copyOf(elements));
    }

    static void check(int lmax, int order) {
        if (lmax < 0 || lmax > MAX_LMAX) {
            throw new IllegalArgumentException("the largest degree of a symmetric product must be between 0 and "
                    + MAX_LMAX + ", not " + lmax + ": lower lmax");
        }
        if (order < 1 || order > MAX_ORDER) {
            throw new IllegalArgumentException(
                    "the order of a symmetric product must be between 1 and " + MAX_ORDER + ", not " + order
                            + ": monomials of more factors do not fit into 64 bits; multiply two products of lower order instead");
        }
    }

    /** Goes through all ascending lists of degrees whose parity fits. */
    private static void addElements(
            int[] degrees,
            int position,
            int lmax,
            Irrep out,
            SymmetricPowers powers,
            List<SymmetricPowers.Element> elements) {
        if (position == degrees.length) {
            int sum = Arrays.stream(degrees).sum();
            if (((sum & 1) == 0 ? 1 : -1) == out.parity() && sum >= out.l()) {
                elements.addAll(powers.couple(degrees, out));
            }
            return;
        }
        for (int l = position == 0 ? 0 : degrees[position - 1]; l <= lmax; l++) {
            degrees[position] = l;
            addElements(degrees, position + 1, lmax, out, powers, elements);
        }
    }

    /**
     * The number of columns of MACE's U tensor: all coupling trees, most of which are not independent.
     *
     * @param lmax the largest degree of the features
     * @param out the output
     * @param order the number of factors
     * @return the count, for example 23 for lmax 3, 0e and order 3
     */
    public static int couplingTreeCount(int lmax, Irrep out, int order) {
        check(lmax, order);
        return CouplingTensor.countTrees(lmax, out, order);
    }

    /** The largest degree of the features. */
    public int lmax() {
        return lmax;
    }

    /** The output. */
    public Irrep out() {
        return out;
    }

    /** The number of factors. */
    public int order() {
        return order;
    }

    /** The number of independent elements. */
    public int size() {
        return elements.size();
    }

    /**
     * The polynomial of an element for one component of the output.
     *
     * @param eta the element, 0..size-1
     * @param m the component of the output, 0..2L
     * @return its monomials in ascending order of the indices; there are no zeros among the coefficients
     */
    public List<Term> terms(int eta, int m) {
        return elements.get(eta).components().get(m).terms();
    }

    /**
     * How an element is coupled.
     *
     * @param eta the element
     * @return for example {@code (1o^2 -> 2e) x 2e}
     */
    public String label(int eta) {
        return elements.get(eta).label();
    }

    /**
     * The values of all elements for given features: a slow reference.
     *
     * @param features A, shape [(lmax+1)^2]
     * @return shape [size][2L+1]
     */
    public double[][] evaluate(double[] features) {
        double[][] values = new double[size()][out.dim()];
        for (int eta = 0; eta < size(); eta++) {
            for (int m = 0; m < out.dim(); m++) {
                for (Term term : terms(eta, m)) {
                    double product = term.coefficient();
                    for (int index : term.sortedIndices()) {
                        product *= features[index];
                    }
                    values[eta][m] += product;
                }
            }
        }
        return values;
    }

    /**
     * Maps the weights of MACE's coupling trees to weights of this basis that give the same polynomial: W' = S^+ Sym(U)
     * W, where Sym makes a tensor symmetric.
     *
     * @param u MACE's tensor, for the same lmax, output and order
     * @return the matrix from W to W', shape [size][u.columns()]
     * @throws IllegalArgumentException if the order differs, an index is too large, or a column is no equivariant
     *     product of these features
     */
    public double[][] fromCouplingTrees(CouplingTensor u) {
        return fromCouplingTrees(u, OUTSIDE);
    }

    /**
     * The same for a tensor of less or more exact numbers.
     *
     * @param outside part of the square of a column that may lie outside of this basis, for its rounding
     */
    public double[][] fromCouplingTrees(CouplingTensor u, double outside) {
        if (u.order() != order) {
            throw new IllegalArgumentException("a tensor of order " + u.order() + " for a basis of order " + order);
        }
        List<List<Polynomial>> columns = symmetrised(u);
        double[][] matrix = new double[size()][u.columns()];
        for (int column = 0; column < u.columns(); column++) {
            SymmetricPowers.Element element = new SymmetricPowers.Element(out, "", columns.get(column));
            double square = element.square();
            double inside = 0;
            for (int eta = 0; eta < size(); eta++) {
                matrix[eta][column] = element.dot(elements.get(eta));
                inside += matrix[eta][column] * matrix[eta][column];
            }
            // a column that is antisymmetric vanishes when it is made symmetric: its length is compared with 1
            if (Math.abs(square - inside) > outside * Math.max(1, square)) {
                throw new IllegalArgumentException(
                        "column " + column + " of the tensor is not an equivariant product of "
                                + order + " features of degrees 0 to " + lmax + " with the output " + out + ": only "
                                + inside / square + " of its square lies in the basis");
            }
        }
        return matrix;
    }

    private List<List<Polynomial>> symmetrised(CouplingTensor u) {
        Polynomial.Sum[][] sums = new Polynomial.Sum[u.columns()][out.dim()];
        for (Polynomial.Sum[] row : sums) {
            Arrays.setAll(row, m -> new Polynomial.Sum());
        }
        for (int k = 0; k < u.nonzeros(); k++) {
            int[] index = u.indices(k);
            int[] factors = Arrays.copyOfRange(index, 1, order + 1);
            if (index[0] >= out.dim() || Arrays.stream(factors).max().orElse(0) >= (lmax + 1) * (lmax + 1)) {
                throw new IllegalArgumentException("the indices " + Arrays.toString(index)
                        + " (M, factors, column) are too large for lmax " + lmax + " and the output " + out);
            }
            sums[index[order + 1]][index[0]].addIndices(u.value(k), factors);
        }
        return Arrays.stream(sums)
                .map(row -> Arrays.stream(row).map(s -> s.toPolynomial(0)).toList())
                .toList();
    }

    /** For example {@code 14 independent products of 3 features 0..3 with the output 2e}. */
    @Override
    public String toString() {
        return size() + " independent products of " + order + " features of degrees 0.." + lmax + " with the output "
                + out;
    }
}
