package org.gaunt.potential.network;

import java.util.List;
import java.util.random.RandomGenerator;
import org.gaunt.autodiff.Var;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.SymmetricContraction;
import org.gaunt.o3.Irrep;

/** MACE's many-body product: all independent couplings of up to so many features, weighted by element and channel. */
public final class CoupledProduct implements NodeProduct {
    private static final double START = 0.2;

    private final String name;
    private final int elements;
    private final int channels;
    private final SymmetricContraction contraction;

    /**
     * Prepares a product.
     *
     * @param name of its weights
     * @param lmax largest degree of the features
     * @param out irreps of the result, one channel of each
     * @param correlation largest number of factors
     */
    public CoupledProduct(String name, int lmax, List<Irrep> out, int correlation, int channels, int elements) {
        this.name = name;
        this.elements = elements;
        this.channels = channels;
        this.contraction = new SymmetricContraction(lmax, out, correlation, channels);
    }

    /** The product itself. */
    public SymmetricContraction contraction() {
        return contraction;
    }

    /** The name of the weights. */
    public String name() {
        return name;
    }

    @Override
    public void declare(Parameters.Builder parameters) {
        parameters.add(name, true, this::start, elements, contraction.weights(), channels);
    }

    /**
     * Normal numbers divided by the number of maps of the same order and output, as MACE starts, times a fifth: with smaller
     * products at the start, errors on unseen structures end 5 to 8 % lower (docs/notebook/aminoethanol.md).
     */
    private void start(double[] values, Parameters.Entry entry, RandomGenerator random) {
        int at = entry.offset();
        for (int e = 0; e < elements; e++) {
            for (SymmetricContraction.WeightBlock block : contraction.blocks()) {
                for (int k = 0; k < block.size() * channels; k++) {
                    values[at++] = START * random.nextGaussian() / block.size();
                }
            }
        }
    }

    @Override
    public Var apply(NetworkInput in, Var a) {
        return contraction.apply(
                in.tape(), a, in.weight(name, elements), in.batch().species(), elements);
    }
}
