package org.gaunt.potential.model.escn;

import org.gaunt.form.LinearMap;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.nn.ProductLayer;
import org.gaunt.nn.So2Convolution;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.network.Radial;
import org.gaunt.potential.network.RadialFunctions;
import org.gaunt.potential.network.SphereActivation;
import org.gaunt.product.GauntProducts;
import org.jspecify.annotations.Nullable;

/** The plan of one layer of {@link Escn}: maps, products and the names of the weights. */
final class EscnLayer {
    static final String CONVOLUTION = "convolution";
    static final String MESSAGE = "message";
    static final String SKIP = "skip";
    static final String LEFT = "selfmix.left";
    static final String RIGHT = "selfmix.right";
    static final String MIXED = "selfmix.out";
    static final String UP = "sphere.up";
    static final String SCALARS = "sphere.scalars";
    static final String DOWN = "sphere.down";

    private static final double SELFMIX_START = 0.3;
    /** Small values on the sphere are where its activation turns with the features well on a coarse grid. */
    private static final double UP_START = 0.5;

    private final int number;
    final boolean last;
    final So2Convolution convolution;
    final RadialFunctions radial;
    final LinearMap message;
    final LinearMap skip;
    final LinearMap square;
    final @Nullable ProductLayer selfmix;
    final LinearMap scalars;
    final LinearMap down;
    final SphereActivation activation;

    EscnLayer(
            Parameters.Builder parameters,
            EscnConfig config,
            int number,
            int elements,
            double averageNeighbors,
            Radial radial) {
        this.number = number;
        this.last = number == config.layers() - 1;
        int channels = config.channels();
        Irreps features = config.features();
        Irreps degreeZero = Irreps.of(channels, Irrep.natural(0));
        this.convolution = new So2Convolution(
                parameters.root().at(prefix(CONVOLUTION)),
                config.lmax(),
                config.mmax(),
                channels,
                channels,
                config.parity());
        this.radial = radial.functions(prefix("radial"), config.radialHidden(), convolution.radialWidth());
        this.message = LinearMap.ofIrreps(features, features, 1).scaled(1 / averageNeighbors);
        this.skip = LinearMap.ofIrreps(features, features, elements);
        this.square = LinearMap.ofIrreps(features, features, 1);
        this.selfmix = config.selfmix()
                ? new ProductLayer(GauntProducts.elementwise(config.lmax(), config.lmax(), config.lmax(), channels))
                : null;
        this.scalars = LinearMap.ofIrreps(features, degreeZero, 1);
        this.down = last ? LinearMap.ofIrreps(degreeZero, degreeZero, 1) : square;
        this.activation = last || config.lmax() == 0
                ? SphereActivation.scalar(config.lmax(), config.grid())
                : SphereActivation.separable(config.lmax(), config.grid());
    }

    private String prefix(String part) {
        return "layers." + number + "." + part;
    }

    String name(String part) {
        return prefix(part) + ".weight";
    }

    /** Declares the weights but those of the convolution; weight decay on what mixes channels after convolution and products, as MACE has it. */
    void declare(Parameters.Builder parameters, int elements) {
        radial.declare(parameters);
        add(parameters, MESSAGE, message, 1);
        parameters.add(name(SKIP), false, Initializer.NORMAL, Matrix.of(skip, elements), elements, skip.weightSize());
        if (selfmix != null) {
            add(parameters, LEFT, square, 1);
            add(parameters, RIGHT, square, 1);
            add(parameters, MIXED, square, SELFMIX_START);
        }
        add(parameters, UP, square, UP_START);
        add(parameters, SCALARS, scalars, 1);
        add(parameters, DOWN, down, 1);
    }

    private void add(Parameters.Builder parameters, String part, LinearMap map, double deviation) {
        parameters.add(name(part), true, Initializer.normal(deviation), Matrix.of(map, 1), map.weightSize());
    }
}
