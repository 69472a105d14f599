package org.gaunt.regression;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;

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

    static final String INPUT = "input.linear.weight";
    static final String INPUT_PRODUCT = "input.product.weight";
    static final String INPUT_MIX = "input.mix.weight";
    static final String EDGE = "edge.linear.weight";
    static final String HEAD = "head.linear_1.weight";
    static final String HEAD_PRODUCT = "head.product.weight";
    static final String HEAD_MIX = "head.mix.weight";
    static final String RESULT = "head.linear_2.weight";

    private static final double RESULT_START = 0.1;

    private final SegnnConfig config;
    private final SegnnData data;
    private final Backend backend;
    private final Parameters parameters;

    final SegnnForms forms;
    final Form silu = Forms.silu();
    final LinearMap input;
    final LinearMap inputMix;
    final LinearMap edge;
    final LinearMap head;
    final LinearMap headMix;
    final LinearMap result;
    final List<SegnnLayer> layers = new ArrayList<>();

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
        forms = new SegnnForms(config, 1 / Math.sqrt(data.particles() - 1));
        Irreps features = SegnnConfig.natural(config.channels(), config.lmax());
        Irreps given = Irreps.of(ParticleFeatures.SCALARS, Irrep.natural(0))
                .plus(Irreps.of(ParticleFeatures.VECTORS, Irrep.natural(1)));
        input = LinearMap.ofIrreps(given, features, 1);
        inputMix = LinearMap.ofIrreps(forms.product, features, 1);
        int scalars = ParticleFeatures.edgeScalars(config);
        edge = LinearMap.dense(scalars, config.channels(), 1 / Math.sqrt(scalars));
        head = LinearMap.ofIrreps(features, features, 1);
        headMix = LinearMap.ofIrreps(forms.product, forms.gateIn, 1);
        result = LinearMap.ofIrreps(features, Irreps.of(1, Irrep.natural(1)), 1);
        Parameters.Builder builder = Parameters.builder();
        add(builder, INPUT, input);
        declareDegrees(builder, INPUT_PRODUCT);
        add(builder, INPUT_MIX, inputMix);
        add(builder, EDGE, edge);
        for (int t = 0; t < config.layers(); t++) {
            SegnnLayer layer = new SegnnLayer(config, forms, t);
            layer.declare(builder, this);
            layers.add(layer);
        }
        add(builder, HEAD, head);
        declareDegrees(builder, HEAD_PRODUCT);
        add(builder, HEAD_MIX, headMix);
        builder.add(RESULT, true, Initializer.normal(RESULT_START), Matrix.of(result, 1), result.weightSize());
        parameters = builder.build(seed);
    }

    private static void add(Parameters.Builder builder, String name, LinearMap map) {
        builder.add(name, true, Initializer.NORMAL, Matrix.of(map, 1), map.weightSize());
    }

    /** Declares the weights of degrees of one product, of features and of attributes; Clebsch-Gordan products have none. */
    void declareDegrees(Parameters.Builder builder, String name) {
        if (config.gaunt()) {
            builder.add(featureWeights(name), false, Initializer.constant(1), config.lmax() + 1, config.channels());
            builder.add(
                    attributeWeights(name),
                    false,
                    Initializer.constant(1),
                    config.lmaxAttributes() + 1,
                    config.channels());
        }
    }

    static String featureWeights(String product) {
        return product + ".features";
    }

    static String attributeWeights(String product) {
        return product + ".attributes";
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
