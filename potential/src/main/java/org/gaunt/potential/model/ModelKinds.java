package org.gaunt.potential.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.gaunt.files.Extensions;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.json.StrictJson;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.io.ModelHeader;
import org.gaunt.potential.model.allegro.Allegro;
import org.gaunt.potential.model.allegro.AllegroConfig;
import org.gaunt.potential.model.escn.Escn;
import org.gaunt.potential.model.escn.EscnConfig;
import org.gaunt.potential.model.facet.Facet;
import org.gaunt.potential.model.facet.FacetConfig;
import org.gaunt.potential.model.mace.Mace;
import org.gaunt.potential.model.mace.MaceConfig;
import org.gaunt.potential.model.mace.MaceGaunt;
import org.gaunt.potential.model.mace.MaceGauntConfig;
import org.gaunt.potential.model.mace.MaceOptions;
import org.gaunt.potential.model.nequip.Nequip;
import org.gaunt.potential.model.nequip.NequipConfig;
import org.gaunt.potential.model.tdn.Tdn;
import org.gaunt.potential.model.tdn.TdnConfig;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.ModelData;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The kinds of models there are: configurations, their help, model files and commands know no other list. Gaunt's own are one
 * line each here; jars on the class path add others ({@link ModelKindProvider}).
 */
public final class ModelKinds {

    /** Gaunt's own; the first is taken where a configuration names none. */
    private static final List<ModelKind<?>> OWN = List.of(
            // files written before these options have none of them
            new ModelKind<>(MaceConfig.defaults(), Mace::new, Map.of("options", MaceOptions.defaults())),
            new ModelKind<>(MaceGauntConfig.defaults(), MaceGaunt::new),
            new ModelKind<>(FacetConfig.defaults(), Facet::new),
            new ModelKind<>(NequipConfig.defaults(), Nequip::new),
            new ModelKind<>(AllegroConfig.defaults(), Allegro::new),
            new ModelKind<>(TdnConfig.defaults(), Tdn::new),
            // files written before the key have the published form
            new ModelKind<>(EscnConfig.defaults(), Escn::new, Map.of("parity", false)));

    private static final class All {
        private static final List<ModelKind<?>> KINDS = withAdded();
    }

    private ModelKinds() {}

    /**
     * All kinds: Gaunt's own, then those that jars on the class path add.
     *
     * @throws InputException if one that is added cannot be loaded, or has the name of another
     */
    public static List<ModelKind<?>> all() {
        try {
            return All.KINDS;
        } catch (ExceptionInInitializerError e) {
            if (e.getCause() instanceof InputException problem) {
                throw problem;
            }
            throw e;
        }
    }

    private static List<ModelKind<?>> withAdded() {
        return withAdded(
                OWN,
                Extensions.of(ServiceLoader.load(ModelKindProvider.class, ModelKindProvider.class.getClassLoader())));
    }

    static List<ModelKind<?>> withAdded(List<ModelKind<?>> own, List<ModelKindProvider> providers) {
        Map<String, String> owners = new LinkedHashMap<>();
        own.forEach(kind -> owners.put(kind.name(), "Gaunt"));
        List<ModelKind<?>> all = new ArrayList<>(own);
        for (ModelKindProvider provider : providers) {
            for (ModelKind<?> kind : provider.kinds()) {
                String before =
                        owners.putIfAbsent(kind.name(), provider.getClass().getName());
                if (before != null) {
                    throw InputException.of("two kinds of models have the same name")
                            .found("\"" + kind.name() + "\" of "
                                    + provider.getClass().getName() + " and of " + before)
                            .wanted("a name of its own for each kind")
                            .remedy("rename the kind of the extension, or take its jar off the class path")
                            .build();
                }
                all.add(kind);
            }
        }
        return List.copyOf(all);
    }

    /** The defaults of every kind by its name, the kind that is taken where none is named first. */
    public static Map<String, Record> kinds() {
        Map<String, Record> kinds = new LinkedHashMap<>();
        all().forEach(kind -> kinds.put(kind.name(), kind.defaults()));
        return kinds;
    }

    /**
     * The kind of a name.
     *
     * @throws IllegalArgumentException that lists the kinds there are
     */
    public static ModelKind<?> of(String name) {
        return all().stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no kind of model \"" + name + "\"; known are "
                        + all().stream().map(ModelKind::name).collect(Collectors.joining(", "))));
    }

    /**
     * Makes a model with random weights.
     *
     * @param config its shape, of any kind
     * @param data what it takes from its training data
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public static TrainableModel create(ModelConfig config, ModelData data, long seed, Backend backend) {
        return of(config.kind()).make(config, data, seed, backend);
    }

    /**
     * Takes the mean energy of the untrained network off: the shift with which a model starts at the energies of its training
     * structures.
     *
     * @param data of the model that is made next with the same shape and seed
     * @param training labelled structures; some of each head are looked at
     * @return the data with another shift
     */
    public static ModelData withoutOffset(
            ModelConfig config, ModelData data, long seed, Backend backend, GraphSource training) {
        return new InitialShift(config, data, seed, backend, training).adjusted();
    }

    /**
     * The shape of the model in a file.
     *
     * @throws org.gaunt.files.InputException if the file does not say it
     */
    public static ModelConfig config(ModelHeader header) {
        ModelKind<?> kind = of(header.kind());
        return part(kind.complete(description(header).path("config")), "config", kind.type());
    }

    /**
     * What the model in a file took from its training data.
     *
     * @throws org.gaunt.files.InputException if the file does not say it
     */
    public static ModelData data(ModelHeader header) {
        return part(description(header).path("data"), "data", ModelData.class);
    }

    private static JsonNode description(ModelHeader header) {
        return StrictJson.mapper().valueToTree(header.description());
    }

    private static <T> T part(JsonNode part, String name, Class<T> type) {
        try {
            return StrictJson.mapper().treeToValue(part, type);
        } catch (JacksonException e) {
            throw InputException.of("the model does not say its " + name)
                    .found(e.getOriginalMessage())
                    .cause(e)
                    .build();
        }
    }

    /** What reads models of every kind from files. */
    public static List<ModelFactory<?>> factories(Backend backend) {
        return all().stream()
                .<ModelFactory<?>>map(kind -> kind.factory(backend))
                .toList();
    }

    /**
     * What reads and writes models of one kind.
     *
     * @throws IllegalArgumentException that lists the kinds there are
     */
    public static ModelFactory<?> factory(String name, Backend backend) {
        return of(name).factory(backend);
    }
}
