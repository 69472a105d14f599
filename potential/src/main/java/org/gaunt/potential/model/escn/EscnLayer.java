package org.gaunt.potential.model.escn;

import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Var;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Linear;
import org.gaunt.nn.ProductLayer;
import org.gaunt.nn.Scope;
import org.gaunt.nn.So2Convolution;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.Radial;
import org.gaunt.potential.network.RadialFunctions;
import org.gaunt.potential.network.SphereActivation;
import org.gaunt.product.GauntProducts;
import org.jspecify.annotations.Nullable;

/** One layer of {@link Escn}; weight decay on what mixes channels after convolution and products, as MACE has it. */
final class EscnLayer {
    private static final double SELFMIX_START = 0.3;
    /** Small values on the sphere are where its activation turns with the features well on a coarse grid. */
    private static final double UP_START = 0.5;

    /** The product of two maps of the features as functions on the sphere, mapped once more. */
    private record Selfmix(ProductLayer product, Linear left, Linear right, Linear out) {
        Var apply(Var h) {
            return out.apply(product.apply(left.apply(h), right.apply(h)));
        }
    }

    private final String name;
    private final boolean last;
    private final int elements;
    final So2Convolution convolution;
    private final RadialFunctions radial;
    private final Linear message;
    private final Linear skip;
    private final @Nullable Selfmix selfmix;
    private final Linear up;
    private final Linear scalars;
    private final Linear down;
    private final SphereActivation activation;

    EscnLayer(Scope root, EscnConfig config, int number, int elements, double averageNeighbors, Radial functions) {
        this.elements = elements;
        name = "layers." + number;
        last = number == config.layers() - 1;
        int lmax = config.lmax();
        int channels = config.channels();
        Irreps features = config.features();
        Irreps degreeZero = Irreps.of(channels, Irrep.natural(0));
        Scope scope = root.at(name);
        Linear.Settings decayed = Linear.Settings.usual().withDecay();
        convolution =
                new So2Convolution(scope.at("convolution"), lmax, config.mmax(), channels, channels, config.parity());
        radial = functions.functions(scope.at("radial"), config.radialHidden(), convolution.radialWidth());
        message = new Linear(scope.at("message"), features, features, decayed.withScale(1 / averageNeighbors));
        Linear.Settings byElement = Linear.Settings.usual().withGroups(elements).withFan(elements);
        skip = new Linear(scope.at("skip"), features, features, byElement);
        selfmix = config.selfmix()
                ? new Selfmix(
                        new ProductLayer(GauntProducts.elementwise(lmax, lmax, lmax, channels)),
                        new Linear(scope.at("selfmix.left"), features, features, decayed),
                        new Linear(scope.at("selfmix.right"), features, features, decayed),
                        new Linear(
                                scope.at("selfmix.out"),
                                features,
                                features,
                                decayed.withStart(Initializer.normal(SELFMIX_START))))
                : null;
        Linear.Settings small = decayed.withStart(Initializer.normal(UP_START));
        up = new Linear(scope.at("sphere.up"), features, features, small);
        scalars = new Linear(scope.at("sphere.scalars"), features, degreeZero, decayed);
        Irreps out = last ? degreeZero : features;
        down = new Linear(scope.at("sphere.down"), out, out, decayed);
        activation = last || lmax == 0
                ? SphereActivation.scalar(lmax, config.grid())
                : SphereActivation.separable(lmax, config.grid());
    }

    /**
     * Features after this layer; scalars only after the last.
     *
     * @param frame of each edge
     */
    Var apply(NetworkInput in, Var features, Var frame) {
        Var received = convolution.apply(in.edges(), features, frame, radial.of(in));
        in.show(name + ".convolution.weight", received);
        Var h = skip.apply(features, Groups.of(in.batch().species(), elements)).plus(message.apply(received));
        if (selfmix != null) {
            h = h.plus(selfmix.apply(h));
        }
        Var activated = activation.apply(in.tape(), up.apply(h), scalars.apply(h));
        Var result = last ? down.apply(activated) : h.plus(down.apply(activated));
        in.show(name + ".features.weight", result);
        return result;
    }
}
