package org.example.painn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.learn.config.Key;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Embedding;
import org.gaunt.nn.FullyConnectedNet;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Scope;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.model.ModelKind;
import org.gaunt.potential.model.ModelKindProvider;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.PotentialModel;
/** A kind of model in one file: scalars and vectors that talk to each other, after PaiNN (Schütt, Unke, Gastegger, ICML 2021). */
public final class Painn extends PotentialModel<Painn.Config> {
    /** The keys of {@code model:} in a configuration. */
    public record Config(
            @Key(value = "Channels of scalars and of vectors.", min = 1) int channels,
            @Key(value = "Number of message-passing layers.", min = 1) int layers,
            @Key(value = "Distance below which atoms are neighbours.", unit = "Å", min = 0, exclusiveMin = true) double cutoff,
            @Key(value = "Number of radial Bessel functions.", min = 1) int radialBasis)
            implements ModelConfig {
        public static Config defaults() {
            return new Config(32, 2, 5, 8);
        }
        @Override
        public String kind() {
            return "painn";
        }
    }
    /** Tells Gaunt of the kind; named in META-INF/services. */
    public static final class Provider implements ModelKindProvider {
        @Override
        public List<ModelKind<?>> kinds() {
            return List.of(new ModelKind<>(Config.defaults(), Painn::new));
        }
    }
    private record Layer(FullyConnectedNet message, Linear filter, Linear u, Linear v, FullyConnectedNet update) {}
    private final int channels;
    private final Embedding embedding;
    private final List<Layer> layers = new ArrayList<>();
    private final FullyConnectedNet readout;
    private final Parameters parameters;
    private final Form harmonics = EdgeForms.harmonics(1);
    private final Form bessel;
    public Painn(Config config, ModelData data, long seed, Backend backend) {
        super(config, data, backend);
        channels = config.channels();
        Scope root = Scope.root();
        embedding = new Embedding(root.at("embedding"), data.atomicNumbers().size(), channels);
        for (int k = 0; k < config.layers(); k++) {
            Scope scope = root.at("layer" + k);
            layers.add(new Layer(
                    net(scope.at("message"), channels, channels, 3 * channels),
                    linear(scope.at("filter"), config.radialBasis(), 3 * channels),
                    linear(scope.at("u"), channels, channels),
                    linear(scope.at("v"), channels, channels),
                    net(scope.at("update"), 2 * channels, channels, 3 * channels)));
        }
        readout = net(root.at("readout"), channels, channels, 1);
        parameters = root.build(seed);
        bessel = EdgeForms.bessel(config.radialBasis(), config.cutoff(), 5);
    }
    private static FullyConnectedNet net(Scope scope, Integer... sizes) {
        return new FullyConnectedNet(scope, List.of(sizes), Nonlinearity.SILU);
    }
    private static Linear linear(Scope scope, int in, int out) {
        return new Linear(scope, Irreps.parse(in + "x0e"), Irreps.parse(out + "x0e"));
    }
    @Override
    public Parameters parameters() {
        return parameters;
    }
    @Override
    protected EnergyNetwork network() {
        return this::energies;
    }
    private Var energies(NetworkInput in) {
        int[] receiver = in.batch().receiver();
        Var y = in.ofEdges(harmonics); // 1, then the direction of the edge
        Var s = embedding.apply(in.tape(), in.batch().species());
        Var[] v = {s.scale(0), s.scale(0), s.scale(0)};
        for (Layer layer : layers) {
            Var m = layer.message.apply(s).gather(in.batch().sender()).times(layer.filter.apply(in.ofEdges(bessel)));
            s = s.plus(part(m, 0).scatterAdd(receiver, s.rows()));
            Var[] uv = new Var[3];
            Var[] vv = new Var[3];
            for (int i = 0; i < 3; i++) {
                Var message = part(m, 1).times(y.slice(1 + i, 2 + i)).plus(part(m, 2).times(v[i].gather(in.batch().sender())));
                v[i] = v[i].plus(message.scatterAdd(receiver, s.rows()));
                uv[i] = layer.u.apply(v[i]);
                vv[i] = layer.v.apply(v[i]);
            }
            Var a = layer.update.apply(s.concat(dot(vv, vv).plus(1e-4).sqrt()));
            s = s.plus(part(a, 0)).plus(part(a, 1).times(dot(uv, vv)));
            for (int i = 0; i < 3; i++) {
                v[i] = v[i].plus(part(a, 2).times(uv[i]));
            }
        }
        return readout.apply(s).cast(Precision.FLOAT64);
    }
    private Var part(Var x, int third) {
        return x.slice(third * channels, (third + 1) * channels);
    }
    private static Var dot(Var[] a, Var[] b) {
        return a[0].times(b[0]).plus(a[1].times(b[1])).plus(a[2].times(b[2]));
    }
}
