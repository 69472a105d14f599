package org.gaunt.potential.model.mace;

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
import org.gaunt.potential.network.PairRepulsion;
import org.jspecify.annotations.Nullable;

/** The operations of a {@link Mace} model on a tape; the energies are those of the readouts of all layers, summed. */
record MaceNetwork(Mace model) implements EnergyNetwork {

    @Override
    public Var nodeEnergies(NetworkInput in) {
        GraphBatch batch = in.batch();
        Tape tape = in.tape();
        int elements = model.data().atomicNumbers().size();
        Var y = in.ofEdges(model.harmonics());
        Groups allAtoms = Groups.single(batch.atoms());
        Groups byElement = Groups.of(batch.species(), elements);
        Groups elementRows = Groups.each(elements);
        Var features = in.weight(Mace.EMBEDDING, elements);
        Groups byHead = byHead(batch);
        PairRepulsion repulsion = model.repulsion();
        Var sum = repulsion == null ? null : repulsion.energies(in);
        for (MaceLayer layer : model.layers()) {
            features = layer(in, layer, features, y, allAtoms, byElement, elementRows);
            in.show("products." + layer.number, features);
            Var readout = tape.cast(readout(in, layer, features, byHead), Precision.FLOAT64);
            sum = sum == null ? readout : tape.sum(sum, readout);
        }
        if (sum == null) {
            throw new IllegalStateException("a model without layers");
        }
        return sum;
    }

    private Var layer(
            NetworkInput in,
            MaceLayer layer,
            Var features,
            Var y,
            Groups allAtoms,
            Groups byElement,
            Groups elementRows) {
        Tape tape = in.tape();
        GraphBatch batch = in.batch();
        int elements = elementRows.count();
        int channels = model.config().channels();
        // in the first layer features depend on the element only: a row an element, gathered by the sender's element
        Var x = tape.linear(
                layer.up, layer.first ? Groups.single(elements) : allAtoms, features, in.weight(layer.upName(), 1));
        Var w = layer.radial.of(in);
        int[] source = layer.first ? in.speciesOfSenders() : batch.sender();
        Rows edges = new Rows(
                batch.edges(),
                List.of(source, batch.pairOfEdge(), batch.receiver()),
                List.of(x.rows(), batch.pairs(), batch.atoms()));
        Var message = tape.convolution(layer.convolution, edges, x, y, w);
        Var a = tape.linear(layer.mix, allAtoms, message, in.weight(layer.mixName(), 1));
        if (layer.density != null) {
            a = layer.density.divide(in, a, channels);
        }
        if (!layer.residual) {
            a = tape.linear(layer.skip, byElement, a, in.weight(layer.skipName(), elements));
        }
        in.show("interactions." + layer.number, a);
        Var b = layer.node.apply(in, a);
        in.show("products." + layer.number + ".symmetric_contractions", b);
        Var h = tape.linear(layer.product, allAtoms, b, in.weight(layer.productName(), 1));
        if (!layer.residual) {
            return h;
        }
        Var skip = tape.linear(
                layer.skip, layer.first ? elementRows : byElement, features, in.weight(layer.skipName(), elements));
        if (!layer.first) {
            return tape.sum(h, skip);
        }
        @Nullable Var[] sum = {h, skip, null};
        return tape.form(layer.addSkip, channels, Rows.of(batch.atoms(), batch.species(), elements), sum, 2)[0];
    }

    private Var silu(NetworkInput in, Var x) {
        @Nullable Var[] operands = {x, null};
        return in.tape().form(model.silu(), x.width(), Rows.of(x.rows()), operands, 1)[0];
    }

    private Var readout(NetworkInput in, MaceLayer layer, Var features, Groups byHead) {
        Tape tape = in.tape();
        boolean nonlinear = layer.number == model.config().layers() - 1 && layer.number > 0;
        Var x = tape.linear(
                model.readout(layer.number),
                byHead,
                features,
                in.weight(Mace.readoutName(layer.number, nonlinear), byHead.count()));
        return nonlinear
                ? tape.linear(
                        model.lastReadout(), byHead, silu(in, x), in.weight(model.lastReadoutName(), byHead.count()))
                : x;
    }

    /** Each head's readout has weights of its own. */
    private Groups byHead(GraphBatch batch) {
        if (model.heads().isEmpty()) {
            return Groups.single(batch.atoms());
        }
        int[] head = new int[batch.atoms()];
        Arrays.setAll(head, i -> batch.headOfStructure()[batch.structureOfAtom()[i]]);
        return Groups.of(head, model.heads().size());
    }
}
