package org.gaunt.kernel.trilinear;

import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;

/**
 * Generated: products of waves of alpha with functions of one degree, for a block of lanes.
 *
 * <p>A wave is (cosine, sine) and a function (sines of the waves degree..1, wave 0, cosines of the waves 1..degree), both
 * [component][lane]. The products of a wave a are those with wave 0, the cosine and the sine of a, and then, for each wave
 * w = 1..degree, the cosines of a + w and of a - w and the sines of a + w and of a - w. One loop serves all degrees.
 */
interface WaveLoops {
    /**
     * Generates the loops.
     *
     * @param lanes of a block, a multiple of those of a vector
     */
    static WaveLoops of(int lanes, Precision precision, Provider provider) {
        return new WaveLoopsEmitter(lanes, precision, provider).emit();
    }

    /** Products of a wave with a degree. */
    static int products(int degree) {
        return 2 * (2 * degree + 1);
    }

    /**
     * Computes one of the three from the two others, as {@link TrilinearKernel#evaluate} does: the products are written, the gradients
     * by waves and by the function are added to what is there.
     *
     * @param seat {@link TrilinearMap#X} for the waves, {@link TrilinearMap#Y} for the function, {@link TrilinearMap#Z} for the products
     * @param sines false for waves without a sine, those of number 0: of every two products the first is used, the second left alone
     * @param waves {@code float[]} or {@code double[]}, one wave after the other
     * @param first number of the first wave's cosine
     * @param count of waves
     * @param function from its first number
     * @param degree of the function
     * @param products [wave][product][lane]
     * @param at the first number of the first wave's products
     */
    void apply(
            int seat,
            boolean sines,
            Object waves,
            int first,
            int count,
            Object function,
            int degree,
            Object products,
            int at);
}
