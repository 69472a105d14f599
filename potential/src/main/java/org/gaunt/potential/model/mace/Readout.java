package org.gaunt.potential.model.mace;

import java.util.List;
import java.util.Optional;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Var;
import org.gaunt.nn.Activation;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.jspecify.annotations.Nullable;

/**
 * What reads the energies of atoms from the features of one layer of {@link Mace}: a linear map, a perceptron with one hidden layer, or
 * one with two and biases. Each head has weights of its own; the fan of all but the first layer is that of all heads, as in the
 * PyTorch program.
 */
final class Readout {
    private static final Irreps ENERGY = Irreps.of(1, Irrep.natural(0));

    private record Biased(Linear map, @Nullable Weight bias) {
        Var apply(Var x, Groups byHead, int[] head) {
            Var y = map.apply(x, byHead);
            return bias == null ? y : y.plus(bias.on(x.tape()).gather(head));
        }
    }

    private final List<Biased> layers;
    private final @Nullable Activation silu;

    private Readout(List<Biased> layers, @Nullable Activation silu) {
        this.layers = layers;
        this.silu = silu;
    }

    private static Linear.Settings settings(int heads) {
        return Linear.Settings.usual().withGroups(heads).withoutMatrices().flattened();
    }

    /** A linear readout of scalars among the irreps. */
    static Readout linear(Scope scope, Irreps in, int heads) {
        return new Readout(
                List.of(new Biased(new Linear(scope.at("linear"), in, ENERGY, settings(heads)), null)), null);
    }

    /**
     * A perceptron.
     *
     * @param hidden width of its hidden layers
     * @param biased whether it has two of them, and biases in all layers but the first
     */
    static Readout perceptron(Scope scope, Irreps in, int hidden, int heads, boolean biased) {
        Irreps between = Irreps.of(hidden, Irrep.natural(0));
        Linear.Settings first = settings(heads);
        Linear.Settings later = first.withFan(heads);
        Biased start = new Biased(new Linear(scope.at("linear_1"), in, between, first), null);
        Activation silu = new Activation(between, List.of(Optional.of(Nonlinearity.SILU)));
        if (!biased) {
            return new Readout(
                    List.of(start, new Biased(new Linear(scope.at("linear_2"), between, ENERGY, later), null)), silu);
        }
        Scope mid = scope.at("linear_mid");
        Scope end = scope.at("linear_2");
        return new Readout(
                List.of(
                        start,
                        new Biased(new Linear(mid, between, between, later), bias(mid, heads, hidden)),
                        new Biased(new Linear(end, between, ENERGY, later), bias(end, heads, 1))),
                silu);
    }

    private static Weight bias(Scope scope, int heads, int width) {
        return scope.weight(
                "bias", Weight.Declaration.of(Initializer.ZERO, heads, width).withRows(heads));
    }

    /**
     * Energies of the atoms before the model's scale.
     *
     * @param features [atoms][component][channel]
     * @param byHead atoms by the head of their structure
     * @param head that of each atom
     * @return [atoms, 1]
     */
    Var apply(Var features, Groups byHead, int[] head) {
        Var x = features;
        for (int k = 0; k < layers.size(); k++) {
            x = layers.get(k).apply(k == 0 || silu == null ? x : silu.apply(x), byHead, head);
        }
        return x;
    }
}
