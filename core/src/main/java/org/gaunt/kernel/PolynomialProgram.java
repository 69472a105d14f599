package org.gaunt.kernel;

/**
 * Generated: one row of a {@link PolynomialKernel}. Arrays are {@code float[]} or {@code double[]}; an offset is the first number of
 * the row; outputs are added to. Tables are those of the {@link MonomialTree}, variables times the number of channels.
 */
interface PolynomialProgram {
    /**
     * Evaluates one row.
     *
     * @param a variables [variable][channel]
     * @param t coefficients [coefficient][channel]
     * @param g duals of the values [polynomial][channel]; unused for values
     * @param da direction of the variables [variable][channel]; used by the tangent only
     * @param outA gradient by a, or of its tangent
     * @param outT gradient by t
     * @param outG values, or their tangent
     */
    @SuppressWarnings("TooManyParameters")
    void run(
            Object a,
            int aOffset,
            Object t,
            int tOffset,
            Object g,
            int gOffset,
            Object da,
            int daOffset,
            Object outA,
            int outAOffset,
            Object outT,
            int outTOffset,
            Object outG,
            int outGOffset,
            int[] parent,
            int[] variable,
            int[] leafStart,
            int[] leafVariable,
            Object scratch);
}
