package org.gaunt.product;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A homogeneous polynomial in the components A_0, A_1, ... of a feature vector, as a sorted list of monomials.
 *
 * <p>A polynomial of degree n is the same as a symmetric tensor of order n: the coefficient of a monomial is the tensor
 * element times the number of index tuples that give this monomial. Multiplying polynomials thus symmetrises.
 *
 * <p>A monomial is a long: seven bits for each index plus one, indices ascending, the first in the highest bits.
 */
final class Polynomial {

    private static final int BITS = 7;
    private static final int MASK = (1 << BITS) - 1;
    /** The largest index of a component. */
    static final int MAX_INDEX = MASK - 1;
    /** The largest degree. */
    static final int MAX_DEGREE = Long.SIZE / BITS;

    private final long[] monomials;
    private final double[] coefficients;

    private Polynomial(long[] monomials, double[] coefficients) {
        this.monomials = monomials;
        this.coefficients = coefficients;
    }

    /** The polynomial A_index. */
    static Polynomial variable(int index) {
        return new Polynomial(new long[] {index + 1}, new double[] {1});
    }

    /** A sum under construction. */
    static final class Sum {
        private final Map<Long, double[]> terms = new HashMap<>();

        /** Adds scale * polynomial. */
        Sum add(double scale, Polynomial p) {
            for (int i = 0; i < p.monomials.length; i++) {
                addMonomial(p.monomials[i], scale * p.coefficients[i]);
            }
            return this;
        }

        /** Adds scale * p * q. */
        void addProduct(double scale, Polynomial p, Polynomial q) {
            for (int i = 0; i < p.monomials.length; i++) {
                for (int j = 0; j < q.monomials.length; j++) {
                    addMonomial(merge(p.monomials[i], q.monomials[j]), scale * p.coefficients[i] * q.coefficients[j]);
                }
            }
        }

        /** Adds scale times the monomial of some indices in any order. */
        void addIndices(double scale, int[] indices) {
            long monomial = 0;
            for (int index : indices) {
                monomial = merge(monomial, index + 1);
            }
            addMonomial(monomial, scale);
        }

        private void addMonomial(long monomial, double value) {
            terms.computeIfAbsent(monomial, k -> new double[1])[0] += value;
        }

        /** The sum, without the monomials whose coefficient is below the threshold. */
        Polynomial toPolynomial(double threshold) {
            long[] keys = terms.entrySet().stream()
                    .filter(e -> Math.abs(e.getValue()[0]) > threshold)
                    .mapToLong(Map.Entry::getKey)
                    .sorted()
                    .toArray();
            double[] values = new double[keys.length];
            for (int i = 0; i < keys.length; i++) {
                values[i] = terms.getOrDefault(keys[i], new double[1])[0];
            }
            return new Polynomial(keys, values);
        }
    }

    /** The inner product of two polynomials of the same degree as symmetric tensors: sum over all index tuples. */
    double dot(Polynomial other) {
        double sum = 0;
        int j = 0;
        for (int i = 0; i < monomials.length; i++) {
            while (j < other.monomials.length && other.monomials[j] < monomials[i]) {
                j++;
            }
            if (j < other.monomials.length && other.monomials[j] == monomials[i]) {
                sum += coefficients[i] * other.coefficients[j] / arrangements(monomials[i]);
            }
        }
        return sum;
    }

    /** This times a number. */
    Polynomial times(double scale) {
        return new Polynomial(
                monomials, Arrays.stream(coefficients).map(c -> c * scale).toArray());
    }

    /** Without the monomials whose coefficient is below the threshold. */
    Polynomial pruned(double threshold) {
        return new Sum().add(1, this).toPolynomial(threshold);
    }

    /** The monomials with their coefficients, in ascending order of the index lists. */
    List<SymmetricBasis.Term> terms() {
        List<SymmetricBasis.Term> terms = new ArrayList<>();
        for (int i = 0; i < monomials.length; i++) {
            terms.add(new SymmetricBasis.Term(indices(monomials[i]), coefficients[i]));
        }
        return List.copyOf(terms);
    }

    private static int degree(long monomial) {
        return (Long.SIZE - Long.numberOfLeadingZeros(monomial) + BITS - 1) / BITS;
    }

    private static int[] indices(long monomial) {
        int[] indices = new int[degree(monomial)];
        long rest = monomial;
        for (int i = indices.length - 1; i >= 0; i--) {
            indices[i] = (int) (rest & MASK) - 1;
            rest >>>= BITS;
        }
        return indices;
    }

    /** The monomial of a product: merges two ascending lists, from the largest index (lowest bits) up. */
    private static long merge(long a, long b) {
        long merged = 0;
        int shift = 0;
        long left = a;
        long right = b;
        while (left != 0 || right != 0) {
            if ((left & MASK) >= (right & MASK)) {
                merged |= (left & MASK) << shift;
                left >>>= BITS;
            } else {
                merged |= (right & MASK) << shift;
                right >>>= BITS;
            }
            shift += BITS;
        }
        return merged;
    }

    /** The number of index tuples that give a monomial: degree! / product of the factorials of the repetitions. */
    private static int arrangements(long monomial) {
        int count = 1;
        int position = 0;
        int repeated = 0;
        long previous = -1;
        for (long rest = monomial; rest != 0; rest >>>= BITS) {
            position++;
            repeated = (rest & MASK) == previous ? repeated + 1 : 1;
            previous = rest & MASK;
            count = count * position / repeated;
        }
        return count;
    }
}
