package org.gaunt.o3;

/**
 * An irrep with a multiplicity: {@code 4x1o} is four vectors.
 *
 * @param mul the multiplicity (number of channels), 0 or more
 * @param ir the irrep
 */
public record MulIrrep(int mul, Irrep ir) {

    /**
     * Checks the multiplicity.
     *
     * @throws IllegalArgumentException if mul is negative
     */
    public MulIrrep {
        if (mul < 0) {
            throw new IllegalArgumentException("the multiplicity of " + ir + " must be 0 or more, not " + mul);
        }
    }

    /** The number of components, mul * (2l+1). */
    public int dim() {
        return Math.multiplyExact(mul, ir.dim());
    }

    /** For example {@code 4x1o}; the multiplicity is written even if it is 1. */
    @Override
    public String toString() {
        return mul + "x" + ir;
    }
}
