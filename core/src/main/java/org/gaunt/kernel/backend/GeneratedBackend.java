package org.gaunt.kernel.backend;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.gaunt.form.Backend;
import org.gaunt.form.CompiledConvolution;
import org.gaunt.form.CompiledForm;
import org.gaunt.form.CompiledLinearMap;
import org.gaunt.form.CompiledPolynomial;
import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.PolynomialMap;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.LinearKernel;
import org.gaunt.kernel.PanelGemm;
import org.gaunt.kernel.PolynomialKernel;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.convolution.ConvolutionKernel;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.kernel.trilinear.KernelMap;
import org.gaunt.linalg.Gemm;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspaces;

/** Generates code when it is first asked for and keeps it. */
public final class GeneratedBackend implements Backend {
    /** The kernels of one precision. */
    private static final class Kernels {
        final Gemm gemm;
        final ConvolutionKernel.Factory convolutionFactory;
        final Map<LinearMap, CompiledLinearMap> linear = new ConcurrentHashMap<>();
        final Map<PolynomialMap, CompiledPolynomial> polynomials = new ConcurrentHashMap<>();
        final Map<ConvolutionMap, CompiledConvolution> convolutions = new ConcurrentHashMap<>();
        final Map<TrilinearMap, CompiledTrilinearMap> trilinear = new ConcurrentHashMap<>();

        Kernels(Target target, Precision precision) {
            gemm = PanelGemm.of(target, precision);
            convolutionFactory = new ConvolutionKernel.Factory(target, precision);
        }
    }

    private final Target target;
    private final Workspaces workspaces = new Workspaces();
    private final FormKernels forms;
    private final Map<Precision, Kernels> kernels = new ConcurrentHashMap<>();

    /** A back end that has no code yet. */
    public GeneratedBackend(Target target) {
        this.target = target;
        forms = new FormKernels(target);
    }

    @Override
    public CompiledForm compile(Form form, int channels, int[] seats, boolean[] accumulate, Precision precision) {
        return forms.get(form, channels, seats, accumulate, precision);
    }

    @Override
    public CompiledLinearMap compile(LinearMap map, Precision precision) {
        Kernels of = of(precision);
        return known(of.linear, map, m -> new LinearKernel(m, of.gemm));
    }

    @Override
    public CompiledPolynomial compile(PolynomialMap map, Precision precision) {
        return known(of(precision).polynomials, map, m -> new PolynomialKernel(m, precision, target));
    }

    @Override
    public CompiledConvolution compile(ConvolutionMap map, Precision precision) {
        Kernels of = of(precision);
        return known(of.convolutions, map, m -> of.convolutionFactory.kernel(m.shape(), m.channels()));
    }

    @Override
    public CompiledTrilinearMap compile(TrilinearMap map, Precision precision) {
        return known(of(precision).trilinear, map, m -> {
            if (m instanceof KernelMap known) {
                return known.kernel(precision, target);
            }
            throw new IllegalArgumentException("there is no kernel for the trilinear map " + m
                    + "; evaluate it as a form, or by the product it comes from");
        });
    }

    @Override
    public Gemm gemm(Precision precision) {
        return of(precision).gemm;
    }

    @Override
    public Workspaces workspaces() {
        return workspaces;
    }

    private Kernels of(Precision precision) {
        return known(kernels, precision, p -> new Kernels(target, p));
    }

    /** A look-up that takes no lock where the code is there. */
    private static <M, C> C known(Map<M, C> all, M map, Function<M, C> compile) {
        C found = all.get(map);
        return found != null ? found : all.computeIfAbsent(map, compile);
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
