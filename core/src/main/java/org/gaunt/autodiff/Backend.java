package org.gaunt.autodiff;

import java.lang.ref.SoftReference;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.gaunt.kernel.Gemm;
import org.gaunt.kernel.PolynomialKernel;
import org.gaunt.kernel.Provider;
import org.gaunt.kernel.convolution.ConvolutionKernel;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.kernel.trilinear.TrilinearKernel;
import org.gaunt.kernel.trilinear.TrilinearMap;
import org.gaunt.linalg.Precision;

/**
 * The kernels that tapes compute with; made once for a model and shared by its threads.
 *
 * <p>Code is generated when it is first needed and lives as long as this object.
 */
public final class Backend {
    private record PolynomialKey(PolynomialMap map, Precision precision) {}

    private record ConvolutionKey(ConvolutionMap map, Precision precision) {}

    private record TrilinearKey(TrilinearMap map, Precision precision) {}

    private final FormKernels forms;
    private final Gemm single;
    private final Gemm twice;
    private final Map<PolynomialKey, PolynomialKernel> polynomials = new ConcurrentHashMap<>();
    private final Map<ConvolutionKey, ConvolutionKernel> convolutions = new ConcurrentHashMap<>();
    private final ConvolutionKernel.Factory singleConvolutions;
    private final ConvolutionKernel.Factory twiceConvolutions;
    private final Map<TrilinearKey, TrilinearKernel> trilinear = new ConcurrentHashMap<>();
    /** Memory that closed tapes gave back, the last first; softly held, so that it goes before memory runs out. */
    private final Deque<SoftReference<TapeMemory>> memories = new ConcurrentLinkedDeque<>();

    public Backend(Provider provider) {
        forms = new FormKernels(provider);
        single = Gemm.of(provider, Precision.FLOAT32);
        twice = Gemm.of(provider, Precision.FLOAT64);
        singleConvolutions = new ConvolutionKernel.Factory(provider, Precision.FLOAT32);
        twiceConvolutions = new ConvolutionKernel.Factory(provider, Precision.FLOAT64);
    }

    /** Kernels for this processor. */
    public static Backend detect() {
        return new Backend(Provider.detect());
    }

    /** The kernels of {@link Tape#open()}: one for the whole process, made when it is first asked for. */
    public static Backend shared() {
        return Shared.BACKEND;
    }

    private static final class Shared {
        static final Backend BACKEND = detect();
    }

    public Provider provider() {
        return forms.provider();
    }

    /** Memory for a tape: that of the tape closed last, or new. */
    TapeMemory takeMemory() {
        for (SoftReference<TapeMemory> next = memories.poll(); next != null; next = memories.poll()) {
            TapeMemory memory = next.get();
            if (memory != null) {
                return memory;
            }
        }
        return new TapeMemory();
    }

    void giveBack(TapeMemory memory) {
        memories.push(new SoftReference<>(memory));
    }

    PolynomialKernel polynomial(PolynomialMap map, Precision precision) {
        return polynomials.computeIfAbsent(
                new PolynomialKey(map, precision),
                k -> new PolynomialKernel(map.tree(), map.variables(), map.channels(), precision, provider()));
    }

    ConvolutionKernel convolution(ConvolutionMap map, Precision precision) {
        return convolutions.computeIfAbsent(
                new ConvolutionKey(map, precision),
                k -> (precision == Precision.FLOAT32 ? singleConvolutions : twiceConvolutions)
                        .kernel(map.shape(), map.channels()));
    }

    TrilinearKernel trilinear(TrilinearMap map, Precision precision) {
        return trilinear.computeIfAbsent(new TrilinearKey(map, precision), k -> map.kernel(precision, provider()));
    }

    FormKernels forms() {
        return forms;
    }

    Gemm gemm(Precision precision) {
        return precision == Precision.FLOAT32 ? single : twice;
    }
}
