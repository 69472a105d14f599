package org.gaunt.potential.model.tdn;

import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.NetworkInput;
import org.jspecify.annotations.Nullable;

/** The operations of a {@link Tdn} model on a tape. */
record TdnNetwork(Tdn model) implements EnergyNetwork {

    @Override
    public Var nodeEnergies(NetworkInput in) {
        GraphBatch batch = in.batch();
        Tape tape = in.tape();
        int elements = model.data().atomicNumbers().size();
        Var y = in.ofEdges(model.forms().harmonics());
        Var basis = model.radial().basis(in);
        Groups atoms = Groups.single(batch.atoms());
        Rows edges = new Rows(
                batch.edges(),
                List.of(batch.sender(), batch.receiver(), batch.pairOfEdge()),
                List.of(batch.atoms(), batch.atoms(), batch.pairs()));
        Var x = embedding(in, y, basis, elements);
        in.show("embedding", x);
        for (TdnLayer layer : model.layers()) {
            x = tape.sum(x, attention(in, layer, x, y, basis, edges, atoms));
            x = tape.sum(x, network(in, layer, x, atoms));
            in.show("blocks." + layer.number, x);
        }
        Var scalars = tape.columns(model.scalars(), model.lastNorm().apply(in, x));
        return model.speciesScale().apply(in, model.readout().apply(in, scalars), elements);
    }

    private Var embedding(NetworkInput in, Var y, @Nullable Var basis, int elements) {
        GraphBatch batch = in.batch();
        Tape tape = in.tape();
        int channels = model.config().channels();
        Var w = model.embeddingRadial().of(in, basis);
        Rows rows = new Rows(
                batch.edges(),
                List.of(in.speciesOfSenders(), batch.pairOfEdge(), batch.receiver()),
                List.of(elements, batch.pairs(), batch.atoms()));
        @Nullable Var[] around = {in.weight(Tdn.NEIGHBOURS, elements), w, y, null};
        Var sum = tape.form(model.forms().neighbours(), channels, rows, around, 3)[0];
        Var mixed =
                tape.linear(model.embeddingMix(), Groups.single(batch.atoms()), sum, in.weight(Tdn.NEIGHBOUR_MIX, 1));
        @Nullable Var[] both = {mixed, in.weight(Tdn.EMBEDDING, elements), null};
        Rows atoms = Rows.of(batch.atoms(), batch.species(), elements);
        return tape.form(model.forms().addEmbedding(), channels, atoms, both, 2)[0];
    }

    private Var attention(
            NetworkInput in, TdnLayer layer, Var x, Var y, @Nullable Var basis, Rows edges, Groups atoms) {
        Tape tape = in.tape();
        int channels = model.config().channels();
        Groups rows = Groups.single(edges.count());
        Var normal = layer.attentionNorm.apply(in, x);
        Var sender = tape.linear(layer.sender, atoms, normal, in.weight(layer.senderName(), 1));
        Var receiver = tape.linear(layer.receiver, atoms, normal, in.weight(layer.receiverName(), 1));
        Var w = layer.radial.of(in, basis);
        Var product = model.product().start(tape, edges, sender, receiver, y, w);
        Var message = tape.linear(layer.message, rows, product, in.weight(layer.messageName(), 1));
        @Nullable Var[] operands = {message, null, null};
        Var[] gated = tape.form(
                model.forms().attention(), channels, Rows.of(edges.count()), operands, TdnForms.VALUE, TdnForms.SCORE);
        Var scores = tape.linear(layer.scores, rows, gated[1], in.weight(layer.scoresName(), 1));
        Var ofChannels = layer.heads.isIdentity() ? scores : tape.columns(layer.heads, scores);
        Var sum = model.product().end(tape, edges, gated[0], y, w, ofChannels);
        return tape.linear(layer.out, atoms, sum, in.weight(layer.outName(), 1));
    }

    private Var network(NetworkInput in, TdnLayer layer, Var x, Groups atoms) {
        Tape tape = in.tape();
        Var normal = layer.networkNorm.apply(in, x);
        Var wide = tape.linear(layer.wide, atoms, normal, in.weight(layer.wideName(), 1));
        @Nullable Var[] operands = {wide, null};
        Var gated = tape.form(model.forms().gate(), model.config().feedForward(), Rows.of(x.rows()), operands, 1)[0];
        return tape.linear(layer.narrow, atoms, gated, in.weight(layer.narrowName(), 1));
    }
}
