package org.gaunt.product;

/**
 * What is known of where the coefficients of a {@link ProductSpec} come from, beyond the coefficients themselves.
 *
 * <p>A spec always lists exact coefficients, so that {@link ReferenceProduct} can evaluate it and any product can be computed from
 * its table. The structure says which faster ways compute the same numbers.
 */
public sealed interface ProductStructure {
    /** A product that nothing more is known of. */
    static ProductStructure general() {
        return new General(false);
    }

    /**
     * Whether the coefficients are an approximation: a path whose degrees do not couple may then have small coefficients, which are
     * errors.
     */
    default boolean approximate() {
        return false;
    }

    /** The same without what allows other ways than the table. */
    default ProductStructure ofTable() {
        return new General(approximate());
    }

    /**
     * Nothing but the table of coefficients.
     *
     * @param approximate see {@link ProductStructure#approximate}
     */
    record General(boolean approximate) implements ProductStructure {}

    /**
     * Pointwise multiplication of functions on the sphere, channel by channel: the Gaunt product. The operands are x, y, then
     * weights if there are any, then z; x has one segment for each of the degrees 0..l1, y of 0..l2 and z of 0..l3.
     *
     * @param l1 the largest degree of x
     * @param l2 the largest degree of y
     * @param l3 the largest degree of z
     */
    record Sphere(int l1, int l2, int l3) implements ProductStructure {}

    /**
     * Multiplication of square matrices whose entries hold the degrees 0..2 degree.
     *
     * @param degree l of the space that the matrices act on; they have 2 l + 1 rows
     */
    record Matrix(int degree) implements ProductStructure {}

    /**
     * Pointwise products of functions on the sphere with values that are numbers or vectors: the vector Gaunt product. The operands
     * are x, y, then weights if there are any, then z, with segments as {@link SphereSignal#harmonics}.
     *
     * @param x what the coefficients of x stand for
     * @param y those of y
     * @param z those of z
     */
    record VectorSphere(SphereSignal x, SphereSignal y, SphereSignal z) implements ProductStructure {}

    /**
     * Coefficients that are a sum of products of three vectors (CP decomposition), exactly or within a bound.
     *
     * @param factors the vectors
     */
    record Factored(CpFactors factors) implements ProductStructure {
        @Override
        public boolean approximate() {
            return true;
        }

        /** The number of products. */
        public int rank() {
            return factors.rank();
        }

        /** The deviation of the coefficients from those of the exact product, relative in the Frobenius norm. */
        public double error() {
            return factors.relativeError();
        }
    }
}
