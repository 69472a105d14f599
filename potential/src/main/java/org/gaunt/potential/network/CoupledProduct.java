package org.gaunt.potential.network;

import java.util.List;
import java.util.Objects;
import org.gaunt.autodiff.Var;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Scope;
import org.gaunt.nn.SymmetricContraction;
import org.gaunt.o3.Irrep;
import org.jspecify.annotations.Nullable;

/** MACE's many-body product: all independent couplings of up to so many features, weighted by element and channel. */
public final class CoupledProduct implements NodeProduct {
    private static final String WEIGHT = ".weight";

    private final String name;
    private final int lmax;
    private final List<Irrep> out;
    private final int correlation;
    private final int elements;
    private final int channels;
    private @Nullable SymmetricContraction contraction;

    /**
     * Prepares a product.
     *
     * @param name of its weights, which ends with {@code .weight}
     * @param lmax largest degree of the features
     * @param out irreps of the result, one channel of each
     * @param correlation largest number of factors
     */
    public CoupledProduct(String name, int lmax, List<Irrep> out, int correlation, int channels, int elements) {
        this.name = name;
        this.lmax = lmax;
        this.out = List.copyOf(out);
        this.correlation = correlation;
        this.elements = elements;
        this.channels = channels;
    }

    /** The product itself, after {@link #declare}. */
    public SymmetricContraction contraction() {
        return Objects.requireNonNull(contraction);
    }

    /** The name of the weights. */
    public String name() {
        return name;
    }

    @Override
    public void declare(Parameters.Builder parameters) {
        Scope scope = parameters.root().at(name.substring(0, name.length() - WEIGHT.length()));
        contraction = new SymmetricContraction(scope, lmax, out, correlation, channels, elements);
    }

    @Override
    public Var apply(NetworkInput in, Var a) {
        return contraction().apply(a, in.batch().species());
    }
}
