package org.gaunt.potential.model.nequip;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.Convolution;
import org.gaunt.nn.Gate;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Scope;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.RadialFunctions;
import org.gaunt.potential.network.TrainedRadial;
import org.jspecify.annotations.Nullable;

/** One interaction block of {@link Nequip} with its gate. Weight decay on the mixing after the convolution, as MACE has it. */
final class NequipLayer {
    private final String name;
    private final boolean first;
    private final int elements;
    private final int channels;
    final Irreps in;
    final Irreps out;
    private final boolean residual;
    final Linear up;
    private final Convolution convolution;
    final RadialFunctions radial;
    final Linear mix;
    final Linear skip;
    final Gate gate;
    /** The part of the input that is added to the output. */
    private final ColumnMap kept;

    private final Form addEmbedding;

    /**
     * Makes a layer.
     *
     * @param in irreps of its input
     * @param features irreps of its output
     * @param residual whether the output is added to the input
     * @param elements how many there are
     * @param functions of the distance, to which those of this layer are added
     */
    NequipLayer(
            Scope root,
            NequipConfig config,
            int number,
            Irreps in,
            Irreps features,
            boolean residual,
            int elements,
            TrainedRadial functions,
            double averageNeighbors) {
        this.in = in;
        this.residual = residual;
        this.elements = elements;
        first = number == 0;
        channels = config.channels();
        name = "layer" + number + "_convnet";
        gate = Gate.of(features);
        out = gate.out();
        Scope scope = root.at(name).at("conv");
        // the embedding is one row for each element, scaled by 1/sqrt(elements)
        double embedding = first ? 1 / Math.sqrt(elements) : 1;
        Linear.Settings embedded = Linear.Settings.usual().withScale(embedding);
        Linear.Settings mean = Linear.Settings.usual().withDecay().withScale(1 / Math.sqrt(averageNeighbors));
        up = new Linear(scope.at("linear_1"), in, in, embedded);
        // NequIP's vectors go from the receiver to the sender
        convolution = Convolution.towardsSender(in, config.harmonics(), gate.in());
        radial = functions.functions(scope.at("fc"), config.radialHidden(), convolution.weightWidth());
        mix = new Linear(scope.at("linear_2"), convolution.out(), gate.in(), mean);
        skip = new Linear(
                scope.at("sc"), in, gate.in(), embedded.withGroups(elements).withFan(elements));
        kept = residual ? columns(in, out) : ColumnMap.of(in.dim());
        addEmbedding = Form.of(
                "add the embedding",
                List.of(
                        new Operand("x", 1, true, Access.row()),
                        new Operand("t", 1, true, Access.gather(0)),
                        new Operand("z", 1, true, Access.row())),
                g -> g.mul(g.input(2, 0), g.add(g.input(0, 0), g.scale(embedding, g.input(1, 0)))));
    }

    /** The terms of one list of irreps in rows of another that has them all. */
    private static ColumnMap columns(Irreps from, Irreps wanted) {
        List<Integer> columns = new ArrayList<>();
        for (MulIrrep term : wanted.terms()) {
            int at = from.terms().indexOf(term);
            for (int k = from.offset(at); k < from.offset(at + 1); k++) {
                columns.add(k);
            }
        }
        return ColumnMap.of(
                from.dim(), columns.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The name of a part in the PyTorch program, without its leading {@code func}. */
    String name(String part) {
        return name + "." + part;
    }

    /**
     * Features after this layer.
     *
     * @param features of the atoms, or of the elements before the first layer
     * @param y harmonics of the edges
     * @param basis of the radial functions
     */
    Var apply(NetworkInput in, Var features, Var y, @Nullable Var basis) {
        int[] species = in.batch().species();
        Var message = convolution.apply(
                first ? in.edgesFromElements(elements) : in.edges(), up.apply(features), y, radial.of(in, basis));
        Var mixed = mix.apply(message);
        in.show(name("conv.linear_2"), mixed);
        Var gated = first
                ? gate.apply(mixed, skip.apply(features, Groups.each(elements)), species)
                : gate.apply(mixed, skip.apply(features, Groups.of(species, elements)));
        if (residual) {
            gated = residual(in, features, gated);
        }
        in.show(name("features"), gated);
        return gated;
    }

    private Var residual(NetworkInput in, Var features, Var gated) {
        if (!first) {
            return gated.plus(kept.isIdentity() ? features : in.tape().columns(kept, features));
        }
        Rows rows = Rows.of(gated.rows(), in.batch().species(), features.rows());
        @Nullable Var[] operands = {gated, features, null};
        return in.tape().form(addEmbedding, channels, rows, operands, 2)[0];
    }
}
