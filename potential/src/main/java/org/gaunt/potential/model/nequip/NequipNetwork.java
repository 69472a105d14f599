package org.gaunt.potential.model.nequip;

import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.NetworkInput;
import org.jspecify.annotations.Nullable;

/** The operations of a {@link Nequip} model on a tape. */
record NequipNetwork(Nequip model) implements EnergyNetwork {

    @Override
    public Var nodeEnergies(NetworkInput in) {
        Tape tape = in.tape();
        int elements = model.data().atomicNumbers().size();
        Var y = in.ofEdges(model.harmonics());
        Var basis = model.radial().basis(in);
        Groups atoms = Groups.single(in.batch().atoms());
        Groups byElement = Groups.of(in.batch().species(), elements);
        // before the first layer features depend on the element only: a row an element
        Var features = in.weight(Nequip.EMBEDDING, elements);
        for (NequipLayer layer : model.layers()) {
            features = layer(in, layer, features, y, basis, atoms, byElement);
        }
        Var hidden = tape.linear(model.readout(), atoms, features, in.weight(Nequip.READOUT, 1));
        in.show("conv_to_output_hidden.linear", hidden);
        Var energies = tape.linear(model.lastReadout(), atoms, hidden, in.weight(Nequip.LAST_READOUT, 1));
        return model.speciesScale().apply(in, energies, elements);
    }

    private Var layer(
            NetworkInput in,
            NequipLayer layer,
            Var features,
            Var y,
            @Nullable Var basis,
            Groups atoms,
            Groups byElement) {
        Tape tape = in.tape();
        GraphBatch batch = in.batch();
        boolean first = layer.number == 0;
        int elements = byElement.count();
        Groups all = first ? Groups.single(elements) : atoms;
        Var x = tape.linear(layer.up, all, features, in.weight(layer.upName(), 1));
        Var w = layer.radial.of(in, basis);
        int[] source = first ? in.speciesOfSenders() : batch.sender();
        Rows edges = new Rows(
                batch.edges(),
                List.of(source, batch.pairOfEdge(), batch.receiver()),
                List.of(x.rows(), batch.pairs(), batch.atoms()));
        Var message = tape.convolution(layer.convolution, edges, x, y, w);
        Var mixed = tape.linear(layer.mix, atoms, message, in.weight(layer.mixName(), 1));
        in.show(layer.name("conv.linear_2"), mixed);
        Groups species = first ? Groups.each(elements) : byElement;
        Var skip = tape.linear(layer.skip, species, features, in.weight(layer.skipName(), elements));
        Var gated = first ? layer.gate.apply(tape, mixed, skip, batch.species()) : layer.gate.apply(tape, mixed, skip);
        if (layer.residual) {
            gated = residual(in, layer, features, gated);
        }
        in.show(layer.name("features"), gated);
        return gated;
    }

    private Var residual(NetworkInput in, NequipLayer layer, Var features, Var gated) {
        Tape tape = in.tape();
        if (layer.number > 0) {
            Var kept = layer.kept.isIdentity() ? features : tape.columns(layer.kept, features);
            return tape.sum(gated, kept);
        }
        Rows rows = Rows.of(gated.rows(), in.batch().species(), features.rows());
        @Nullable Var[] operands = {gated, features, null};
        return tape.form(layer.addEmbedding, model.config().channels(), rows, operands, 2)[0];
    }
}
