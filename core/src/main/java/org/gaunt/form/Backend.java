package org.gaunt.form;

import java.util.ServiceLoader;
import org.gaunt.linalg.Gemm;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspaces;

/**
 * Turns what is to be computed (forms, linear maps, polynomials, convolutions, trilinear products) into code for a processor.
 *
 * <p>This is the seam between automatic differentiation, which says what to compute, and kernels, which know how. Code is generated
 * when it is first asked for and lives as long as its back end: make one for a model, or take the {@linkplain #shared shared} one.
 *
 * <p>Back ends and what they compile are safe for use by several threads, each with a workspace of its own. Arrays are
 * {@code float[]} or {@code double[]}, as the precision says.
 */
public interface Backend {
    /** Makes back ends; found by {@link ServiceLoader}. */
    interface Factory {
        /**
         * A back end for this processor.
         *
         * @throws IllegalArgumentException if a system property asks for what this virtual machine cannot do
         */
        Backend detect();

        /**
         * A back end for a target of a name, such as {@code scalar} or {@code vector256}.
         *
         * @throws IllegalArgumentException if the name is unknown, or this virtual machine cannot do it
         */
        Backend of(String target);
    }

    /** The back end that all who ask for none in particular share. */
    static Backend shared() {
        return SharedBackend.INSTANCE;
    }

    /**
     * A new back end for this processor, or for what {@code -Dgaunt.provider} asks for.
     *
     * @throws IllegalArgumentException if the property asks for what this virtual machine cannot do
     */
    static Backend detect() {
        return SharedBackend.factory().detect();
    }

    /**
     * A new back end for a target of a name, such as {@code scalar} or {@code vector256}.
     *
     * @throws IllegalArgumentException if the name is unknown, or this virtual machine cannot do it
     */
    static Backend of(String target) {
        return SharedBackend.factory().of(target);
    }

    /**
     * Code that evaluates a form.
     *
     * @param channels the number of channels of the operands that have them
     * @param seats the open seats, ascending
     * @param accumulate for each seat whether to add to what is there rather than overwrite it; seats that are gathered or shared are
     *     always added to
     */
    CompiledForm compile(Form form, int channels, int[] seats, boolean[] accumulate, Precision precision);

    CompiledLinearMap compile(LinearMap map, Precision precision);

    CompiledPolynomial compile(PolynomialMap map, Precision precision);

    CompiledConvolution compile(ConvolutionMap map, Precision precision);

    /**
     * Code that evaluates a trilinear map.
     *
     * @throws IllegalArgumentException if the back end does not know maps of this kind
     */
    CompiledTrilinearMap compile(TrilinearMap map, Precision precision);

    /** Matrix products. */
    Gemm gemm(Precision precision);

    /** Memory for those who compute with this back end, used by one after another. */
    Workspaces workspaces();
}
