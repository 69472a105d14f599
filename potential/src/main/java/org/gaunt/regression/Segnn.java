package org.gaunt.regression;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.BlockLinear;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.jspecify.annotations.Nullable;

/**
 * A steerable E(3)-equivariant graph network (SEGNN; Brandstetter, Hesselink, van der Pol, Bekkers, Welling, ICLR 2022,
 * arXiv:2110.02905) that predicts positions of particles.
 *
 * <p>Messages and updates are two products each, of features with attributes: harmonics of an edge in messages, those of velocity and
 * mean edge in updates; gates between them. The products are Clebsch-Gordan products, or Gaunt products in their place (Luo, Chen,
 * Krishnapriyan, ICLR 2024, arXiv:2401.10216). Different from the published network: linear maps of receiver and sender before the
 * messages' first product, so that mixing is done for nodes and not for edges; the distance enters by radial functions; predicted is
 * what drift along the velocity leaves.
 *
 * <p>For layer t, with features h, edge attributes a, node attributes b, edge scalars s:
 *
 * <pre>
 * u_ij = (A h_i + B h_j + C s_ij) ⊗ a_ij          m_ij = gate(M2 (gate(M1 u_ij) ⊗ a_ij))
 * M_i  = Σ_j m_ij / √(n - 1)                      h_i += U2 (gate(U1 ((D h_i + E M_i) ⊗ b_i)) ⊗ b_i)
 * </pre>
 */
public final class Segnn {

    private static final double RESULT_START = 0.1;

    private final SegnnConfig config;
    private final SegnnData data;
    private final Backend backend;
    private final Parameters parameters;
    private final Form silu = Forms.silu();
    private final Form gate;
    private final BlockLinear input;
    private final SegnnProduct inputProduct;
    private final BlockLinear edge;
    private final List<SegnnLayer> layers = new ArrayList<>();
    private final BlockLinear head;
    private final SegnnProduct headProduct;
    private final BlockLinear result;

    /**
     * Makes a network with random weights.
     *
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public Segnn(SegnnConfig config, SegnnData data, long seed, Backend backend) {
        this.config = config;
        this.data = data;
        this.backend = backend;
        SegnnForms forms = new SegnnForms(config, 1 / Math.sqrt(data.particles() - 1));
        gate = forms.gate;
        Irreps features = SegnnConfig.natural(config.channels(), config.lmax());
        Irreps given = Irreps.of(ParticleFeatures.SCALARS, Irrep.natural(0))
                .plus(Irreps.of(ParticleFeatures.VECTORS, Irrep.natural(1)));
        int scalars = ParticleFeatures.edgeScalars(config);
        Scope root = Scope.root();
        Scope first = root.at("input");
        input = new BlockLinear(first.at("linear"), LinearMap.ofIrreps(given, features, 1), true);
        inputProduct = new SegnnProduct(
                first, "product", "mix", config, forms.plain, LinearMap.ofIrreps(forms.product, features, 1), 1);
        edge = new BlockLinear(
                root.at("edge.linear"), LinearMap.dense(scalars, config.channels(), 1 / Math.sqrt(scalars)), true);
        for (int t = 0; t < config.layers(); t++) {
            layers.add(new SegnnLayer(root.at("layers." + t), config, forms));
        }
        Scope last = root.at("head");
        head = new BlockLinear(last.at("linear_1"), LinearMap.ofIrreps(features, features, 1), true);
        headProduct = new SegnnProduct(
                last, "product", "mix", config, forms.plain, LinearMap.ofIrreps(forms.product, forms.gateIn, 1), 1);
        LinearMap toVector = LinearMap.ofIrreps(features, Irreps.of(1, Irrep.natural(1)), 1);
        result = new BlockLinear(
                last.at("linear_2"),
                toVector,
                Weight.Declaration.of(Initializer.normal(RESULT_START), toVector.weightSize())
                        .withMatrices(Parameters.Matrix.of(toVector, 1))
                        .withDecay(true));
        parameters = root.build(seed);
    }

    /**
     * What the particles move beyond their drift, in units of the data's scale.
     *
     * @param edges index 0 the receivers, index 1 the senders
     * @param nodes scalars and vectors of the particles
     * @param a attributes of the edges
     * @param b attributes of the particles
     * @param s scalars of the edges
     * @return [particles, 3]
     */
    Var displacements(Rows edges, Var nodes, Var a, Var b, Var s) {
        Tape tape = nodes.tape();
        Var mixed = edge.apply(s);
        @Nullable Var[] scalars = {mixed, null};
        Var ofEdges = tape.form(silu, mixed.width(), Rows.of(mixed.rows()), scalars, 1)[0];
        Var h = inputProduct.apply(input.apply(nodes), b);
        for (SegnnLayer layer : layers) {
            h = layer.apply(edges, h, a, b, ofEdges);
        }
        @Nullable Var[] top = {headProduct.apply(head.apply(h), b), null};
        return result.apply(tape.form(gate, config.channels(), Rows.of(h.rows()), top, 1)[0]);
    }

    public SegnnConfig config() {
        return config;
    }

    public SegnnData data() {
        return data;
    }

    /** The weights; a trainer changes their values in place. */
    public Parameters parameters() {
        return parameters;
    }

    /**
     * Makes a worker, for use by one thread at a time.
     *
     * @param precision the arithmetic it computes in
     */
    public SegnnWorker newWorker(Precision precision) {
        return new SegnnWorker(this, backend, precision);
    }
}
