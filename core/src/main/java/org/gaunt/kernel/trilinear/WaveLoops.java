package org.gaunt.kernel.trilinear;

import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

/**
 * Generated: products of the waves of alpha of two degrees, for a block of lanes.
 *
 * <p>Components are those of spherical harmonics, [degree, m][lane] with the sines of the waves at negative m. The products of a wave a
 * with a degree are those with wave 0, the cosine and the sine of a, and then, for each wave w = 1..degree, the cosines of a + w and of
 * a - w and the sines of a + w and of a - w. One loop serves all degrees.
 */
interface WaveLoops {
    /**
     * Generates the loops.
     *
     * @param lanes of a block, a multiple of those of a vector
     */
    static WaveLoops of(int lanes, Precision precision, Target target) {
        return new WaveLoopsEmitter(lanes, precision, target).emit();
    }

    /** Products of a wave with a degree. */
    static int products(int degree) {
        return 2 * (2 * degree + 1);
    }

    /**
     * Computes one of the three from the two others, as {@link CompiledTrilinearMap#evaluate} does: the products are written, the gradients
     * by x and y are added to what is there.
     *
     * @param seat {@link TrilinearMap#X}, {@link TrilinearMap#Y}, or {@link TrilinearMap#Z} for the products
     * @param x {@code float[]} or {@code double[]}, all degrees
     * @param a the degree of x
     * @param y all degrees
     * @param b the degree of y
     * @param products [wave 0..a of x][product][lane]; of wave 0, which has no sine, the first of every two, the second is left alone
     */
    void apply(int seat, Object x, int a, Object y, int b, Object products);
}
