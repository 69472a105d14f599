package org.gaunt.potential.model.mace;

import java.util.Collections;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.Convolution;
import org.gaunt.nn.Edges;
import org.gaunt.nn.Gate;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.network.NeighborDensity;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.Radial;
import org.jspecify.annotations.Nullable;

/**
 * MACE's non-linear interaction block (its {@code RealAgnosticResidualNonLinearInteractionBlock}): radial networks see the elements of
 * both atoms; sums over neighbours are divided by α + β Σ tanh(d²) f, f the cut-off and d a network of the edge; what an atom has
 * itself is added; and the sum passes a gate between two linear maps.
 */
final class NonlinearMessages implements Messages {
    private static final int DENSITY_WIDTH = 64;

    private final int elements;
    private final int basis;
    private final boolean byElement;
    private final double embeddingScale;
    private final Radial radial;
    private final Weight source;
    private final Weight target;
    private final Linear up;
    private final Convolution convolution;
    private final EdgeNetwork weights;
    private final EdgeNetwork density;
    private final Linear own;
    private final Linear first;
    private final Gate gate;
    private final Linear second;
    private final Weight alpha;
    private final Weight beta;
    private final Form count = NeighborDensity.countWithCutoff(Access.row());

    /**
     * Plans the messages of one layer.
     *
     * @param scope of their weights
     * @param shape irreps and sizes of the layer
     */
    NonlinearMessages(Scope scope, MaceConfig config, Radial functions, LayerShape shape, Irreps edges) {
        elements = shape.elements();
        basis = config.radialBasis();
        byElement = shape.byElement();
        radial = functions;
        int channels = config.channels();
        embeddingScale = 1 / Math.sqrt(elements);
        Initializer small = Initializer.uniform(-0.001, 0.001);
        Weight.Declaration embedding =
                Weight.Declaration.of(small, elements, channels).withRows(elements);
        source = scope.at("source_embedding").weight("weight", embedding);
        target = scope.at("target_embedding").weight("weight", embedding);
        Linear.Settings usual = Linear.Settings.usual();
        up = new Linear(scope.at("linear_up"), shape.in(), edges, usual.withScale(shape.scaleOfInput()));
        convolution = new Convolution(edges, Irreps.sphericalHarmonics(config.lmax()), shape.target());
        weights = new EdgeNetwork(
                scope.at("conv_tp_weights"), basis, channels, config.radialHidden(), convolution.weightWidth());
        density = new EdgeNetwork(scope.at("density_fn"), basis, channels, List.of(DENSITY_WIDTH), 1);
        gate = gate(shape.target());
        own = new Linear(scope.at("linear_res"), edges, gate.in());
        first = new Linear(scope.at("linear_1"), convolution.out(), gate.in(), usual.withDecay());
        second = new Linear(scope.at("linear_2"), shape.target(), shape.target(), usual.withDecay());
        alpha = scope.weight("alpha", Initializer.constant(20));
        beta = scope.weight("beta", Initializer.ZERO);
    }

    private static Gate gate(Irreps target) {
        Irreps scalars = target.filter(ir -> ir.l() == 0);
        Irreps gated = target.filter(ir -> ir.l() > 0);
        Irreps gates = new Irreps(gated.terms().stream()
                .map(t -> new MulIrrep(t.mul(), Irrep.natural(0)))
                .toList());
        return new Gate(
                scalars,
                Collections.nCopies(scalars.size(), Nonlinearity.SILU),
                gates,
                Collections.nCopies(gates.size(), Nonlinearity.SIGMOID),
                gated);
    }

    @Override
    public Var apply(NetworkInput in, Var features, EdgeValues edges) {
        Tape tape = in.tape();
        GraphBatch batch = in.batch();
        Var u = up.apply(features);
        Var sum;
        Var neighbours;
        if (batch.edges() == 0) {
            sum = tape.constant(in.precision(), batch.atoms(), convolution.out().dim(), 0);
            neighbours = tape.constant(in.precision(), batch.atoms(), 1, 0);
        } else {
            Var s = source.on(tape).scale(embeddingScale);
            Var t = target.on(tape).scale(embeddingScale);
            int[] senders = in.speciesOfSenders();
            int[] receivers = in.speciesOfReceivers();
            Var bessel = radial.basis(in);
            Var w = weights.apply(in, bessel, s, t, senders, receivers);
            Var d = density.apply(in, bessel, s, t, senders, receivers);
            Edges all =
                    Edges.of(batch.sender(), batch.receiver(), batch.atoms()).withRounds(batch.edgeRounds());
            sum = convolution.apply(byElement ? all.withSenders(senders, elements) : all, u, edges.harmonics(), w);
            Rows rows = new Rows(
                    batch.edges(),
                    List.of(batch.pairOfEdge(), batch.receiver()),
                    List.of(batch.pairs(), batch.atoms()),
                    batch.edgeRounds());
            neighbours = tape.form(count, 1, rows, new @Nullable Var[] {d, edges.cutoff(), null}, 2)[0];
        }
        Var divisor = neighbours.times(beta.on(tape)).plus(alpha.on(tape));
        Var mean = first.apply(sum).over(divisor);
        Var itself = own.apply(u);
        Var gated = byElement ? gate.apply(mean, itself, batch.species()) : gate.apply(mean, itself);
        return second.apply(gated);
    }
}
