package org.gaunt.testkit;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Activation;
import org.gaunt.nn.EquivariantLayerNorm;
import org.gaunt.nn.FullyConnectedNet;
import org.gaunt.nn.Gate;
import org.gaunt.nn.GauntProduct;
import org.gaunt.nn.Layer;
import org.gaunt.nn.LayerNorm;
import org.gaunt.nn.Linear;
import org.gaunt.nn.ManyBodyProduct;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.nn.Norm;
import org.gaunt.nn.ProductLayer;
import org.gaunt.nn.Scope;
import org.gaunt.nn.SymmetricContraction;
import org.gaunt.nn.TensorProduct;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.product.ClebschGordan;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.ProductSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer with irreps of its own is equivariant under rotations and inversion. */
class LayersContractTest {
    private static final Backend BACKEND = Backend.detect();
    private static final Irreps MIXED = Irreps.parse("3x0e+2x0o+4x1o+2x1e+1x2e");
    private static final Irreps EQUAL = Irreps.parse("4x0e+4x1o+4x2e");

    static List<Layer> layers() {
        return List.of(
                new Linear(
                        MIXED,
                        Irreps.parse("2x0e+3x1o+1x2e"),
                        Linear.Settings.usual().withBias()),
                new Activation(
                        MIXED,
                        List.of(
                                Optional.of(Nonlinearity.SILU),
                                Optional.of(Nonlinearity.TANH),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                Norm.of(MIXED, 0.1),
                Norm.squared(MIXED),
                Gate.of(MIXED),
                Gate.of(EQUAL),
                new EquivariantLayerNorm(EQUAL, 1e-5),
                new LayerNorm(5),
                new FullyConnectedNet(List.of(4, 8, 3), Nonlinearity.SILU));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void layer(Layer layer) {
        EquivarianceAssertions.of(layer.in())
                .to(layer.out())
                .assertEquivariant(x -> one(x, (t, v) -> layer.apply(v.getFirst())));
    }

    private static double[] one(List<double[]> rows, BiFunction<Tape, List<Var>, Var> f) {
        try (Tape tape = Tape.open(BACKEND, Precision.FLOAT64)) {
            List<Var> inputs =
                    rows.stream().map(r -> tape.input(r, 1, r.length)).toList();
            return f.apply(tape, inputs).toDoubles();
        }
    }

    @Test
    void tensorProducts() {
        for (ClebschGordan product : List.of(
                ClebschGordan.fullyConnected(MIXED, EQUAL, Irreps.parse("2x0e+3x1o+2x1e+1x2o")),
                ClebschGordan.full(MIXED, Irreps.parse("1x0o+1x1o")),
                ClebschGordan.channelwise(EQUAL, Irreps.parse("1x0e+1x1o"), ir -> true),
                ClebschGordan.elementwise(EQUAL, EQUAL))) {
            TensorProduct layer = new TensorProduct(product);
            EquivarianceAssertions.of(layer.in1(), layer.in2())
                    .to(layer.out())
                    .assertEquivariant(x -> one(x, (t, v) -> layer.apply(v.get(0), v.get(1))));
        }
    }

    @Test
    void otherProducts() {
        ProductSpec spec = GauntProducts.of(EQUAL, EQUAL, EQUAL);
        ProductLayer layer = ProductLayer.chosen(spec);
        EquivarianceAssertions.of(EQUAL, EQUAL)
                .to(layer.out())
                .assertEquivariant(x -> one(x, (t, v) -> layer.apply(v.get(0), v.get(1))));
    }

    @Test
    void manyBodyProducts() {
        List<Irrep> out = List.of(Irrep.parse("0e"), Irrep.parse("1o"));
        int[] second = {1};
        SymmetricContraction contraction = new SymmetricContraction(2, out, 3, 4, 2);
        EquivarianceAssertions.of(contraction.in())
                .to(contraction.out())
                .assertEquivariant(x -> one(x, (t, v) -> contraction.apply(v.getFirst(), second)));
        Scope root = Scope.root();
        GauntProduct powers = new GauntProduct(root, 2, out, 3, 4, 2, ManyBodyProduct.Way.GRID);
        root.build(3);
        EquivarianceAssertions.of(powers.in())
                .to(powers.out())
                .assertEquivariant(x -> one(x, (t, v) -> powers.apply(v.getFirst(), second)));
    }
}
