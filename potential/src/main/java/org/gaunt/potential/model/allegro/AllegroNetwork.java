package org.gaunt.potential.model.allegro;

import java.util.Arrays;
import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.NetworkInput;
import org.jspecify.annotations.Nullable;

/** The operations of an {@link Allegro} model on a tape. */
record AllegroNetwork(Allegro model) implements EnergyNetwork {

    /** What all layers see of the geometry. */
    private record Geometry(Var harmonics, Var envelope, Rows pairs, Groups edges) {}

    @Override
    public Var nodeEnergies(NetworkInput in) {
        GraphBatch batch = in.batch();
        Tape tape = in.tape();
        Allegro.Forms forms = model.forms();
        Var distances = in.distances(forms.distance());
        @Nullable Var[] envelope = {distances, null};
        Geometry geometry = new Geometry(
                in.ofEdges(forms.harmonics()),
                tape.cast(tape.form(forms.envelope(), 1, Rows.of(batch.pairs()), envelope, 1)[0], in.precision()),
                Rows.of(batch.edges(), batch.pairOfEdge(), batch.pairs()),
                Groups.single(batch.edges()));
        int channels = model.config().channels();
        Var x = twoBodies(in, geometry);
        Var weights = tape.linear(model.embeddingWeights(), geometry.edges, x, in.weight(Allegro.EMBEDDING, 1));
        @Nullable Var[] embedding = {weights, geometry.harmonics, null};
        Var v = tape.form(forms.embedding(), channels, Rows.of(batch.edges()), embedding, 2)[0];
        for (AllegroLayer layer : model.layers()) {
            v = product(in, layer, x, v, geometry);
            x = latent(in, layer, x, v, geometry);
            if (!layer.last) {
                v = tape.linear(layer.mix, geometry.edges, v, in.weight(layer.mixName(), 1));
            }
            in.show("layer" + layer.number, x);
        }
        return energies(in, x);
    }

    private Var twoBodies(NetworkInput in, Geometry geometry) {
        GraphBatch batch = in.batch();
        Tape tape = in.tape();
        int elements = model.data().atomicNumbers().size();
        Var radial = model.twoBodyRadial().of(in, model.radial().basis(in));
        Rows rows = new Rows(
                batch.edges(),
                List.of(batch.pairOfEdge(), in.speciesOfReceivers(), in.speciesOfSenders()),
                List.of(batch.pairs(), elements, elements));
        @Nullable
        Var[] operands = {
            radial, in.weight(Allegro.TWO_BODY_CENTRE, elements), in.weight(Allegro.TWO_BODY_NEIGHBOUR, elements), null
        };
        Var h = tape.form(model.forms().twoBody(), radial.width(), rows, operands, 3)[0];
        Var x = model.twoBody().apply(in, h);
        @Nullable Var[] enveloped = {x, geometry.envelope, null};
        return tape.form(model.forms().enveloped(), x.width(), geometry.pairs, enveloped, 2)[0];
    }

    /** The tensor features times the sum over the neighbours of the central atom. */
    private Var product(NetworkInput in, AllegroLayer layer, Var x, Var v, Geometry geometry) {
        GraphBatch batch = in.batch();
        Tape tape = in.tape();
        int channels = model.config().channels();
        Rows centres = Rows.of(batch.edges(), batch.receiver(), batch.atoms());
        Var weights = tape.linear(layer.environmentWeights, geometry.edges, x, in.weight(layer.environmentName(), 1));
        @Nullable Var[] sum = {weights, geometry.harmonics, null};
        Var environment = tape.form(layer.environment, channels, centres, sum, 2)[0];
        @Nullable Var[] operands = {v, environment, in.weight(layer.pathsName(), 1), null};
        return tape.form(layer.product, channels, centres, operands, 3)[0];
    }

    private Var latent(NetworkInput in, AllegroLayer layer, Var x, Var v, Geometry geometry) {
        Tape tape = in.tape();
        Var scalars = layer.scalars.isIdentity() ? v : tape.columns(layer.scalars, v);
        Var a = tape.linear(layer.latentIn, geometry.edges, x, in.weight(layer.latentInName(), 1));
        Var b = tape.linear(layer.scalarsIn, geometry.edges, scalars, in.weight(layer.scalarsInName(), 1));
        @Nullable Var[] both = {a, b, null};
        Var h = tape.form(model.forms().siluOfSum(), a.width(), Rows.of(a.rows()), both, 2)[0];
        Var y = layer.latent.apply(in, h);
        @Nullable Var[] update = {x, y, geometry.envelope, null};
        return tape.form(layer.update, x.width(), geometry.pairs, update, 3)[0];
    }

    private Var energies(NetworkInput in, Var x) {
        GraphBatch batch = in.batch();
        Tape tape = in.tape();
        int elements = model.data().atomicNumbers().size();
        Var ofPairs = tape.cast(model.readout().apply(in, x), Precision.FLOAT64);
        int[] pair = in.speciesOfReceivers();
        int[] neighbour = in.speciesOfSenders();
        Arrays.setAll(pair, e -> pair[e] * elements + neighbour[e]);
        Rows rows =
                new Rows(batch.edges(), List.of(pair, batch.receiver()), List.of(elements * elements, batch.atoms()));
        Var scales = tape.cast(in.weight(Allegro.PAIR_SCALES, elements * elements), Precision.FLOAT64);
        @Nullable Var[] operands = {ofPairs, scales, null};
        Var energies = tape.form(model.forms().pairEnergies(), 1, rows, operands, 2)[0];
        return model.speciesScale().apply(in, energies, elements);
    }
}
