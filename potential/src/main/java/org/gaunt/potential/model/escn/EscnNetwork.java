package org.gaunt.potential.model.escn;

import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.LinearMap;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Edges;
import org.gaunt.nn.ProductLayer;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.NetworkInput;

/** The operations of an {@link Escn} model on a tape. */
record EscnNetwork(Escn model) implements EnergyNetwork {

    @Override
    public Var nodeEnergies(NetworkInput in) {
        Tape tape = in.tape();
        GraphBatch batch = in.batch();
        int elements = model.data().atomicNumbers().size();
        Var vectors = in.ofEdges(model.vectors());
        Var frame = model.layers().getFirst().convolution.frame().of(vectors);
        Edges edges = Edges.of(batch.sender(), batch.receiver(), batch.atoms())
                .withWeights(batch.pairOfEdge(), batch.pairs());
        Groups atoms = Groups.single(batch.atoms());
        Groups byElement = Groups.of(batch.species(), elements);
        Var one = tape.constant(in.precision(), batch.atoms(), 1, 1);
        Var features = tape.linear(model.embedding(), byElement, one, in.weight(Escn.EMBEDDING, elements));
        for (EscnLayer layer : model.layers()) {
            features = layer(in, layer, features, frame, edges, atoms, byElement);
            in.show(layer.name("features"), features);
        }
        return tape.cast(model.readout().apply(in, features), Precision.FLOAT64);
    }

    private Var layer(
            NetworkInput in, EscnLayer layer, Var features, Var frame, Edges edges, Groups atoms, Groups byElement) {
        Tape tape = in.tape();
        Var received = layer.convolution.apply(edges, features, frame, layer.radial.of(in));
        in.show(layer.name(EscnLayer.CONVOLUTION), received);
        Var skip =
                tape.linear(layer.skip, byElement, features, in.weight(layer.name(EscnLayer.SKIP), byElement.count()));
        Var h = tape.sum(skip, linear(in, layer, EscnLayer.MESSAGE, layer.message, atoms, received));
        ProductLayer selfmix = layer.selfmix;
        if (selfmix != null) {
            Var product = selfmix.apply(
                    linear(in, layer, EscnLayer.LEFT, layer.square, atoms, h),
                    linear(in, layer, EscnLayer.RIGHT, layer.square, atoms, h));
            h = tape.sum(h, linear(in, layer, EscnLayer.MIXED, layer.square, atoms, product));
        }
        Var activated = layer.activation.apply(
                tape,
                linear(in, layer, EscnLayer.UP, layer.square, atoms, h),
                linear(in, layer, EscnLayer.SCALARS, layer.scalars, atoms, h));
        Var down = linear(in, layer, EscnLayer.DOWN, layer.down, atoms, activated);
        return layer.last ? down : tape.sum(h, down);
    }

    private static Var linear(NetworkInput in, EscnLayer layer, String part, LinearMap map, Groups rows, Var x) {
        return in.tape().linear(map, rows, x, in.weight(layer.name(part), 1));
    }
}
