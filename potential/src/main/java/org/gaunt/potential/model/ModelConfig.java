package org.gaunt.potential.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of a model: everything that does not come from the data. A record of plain values for each kind of model,
 * with {@link org.gaunt.potential.config.Key}s and a static {@code defaults()}; {@link ModelKinds} lists them.
 */
public interface ModelConfig {

    /** The name of the kind in configurations and files, such as {@code mace}. */
    String kind();

    /** Distance below which atoms are neighbours, Å. */
    double cutoff();

    /** The names of the heads of the readout; empty for a model with one. */
    default List<String> heads() {
        return List.of();
    }

    /** The defaults of every kind by its name, the kind that is taken where none is named first. */
    static Map<String, Record> kinds() {
        Map<String, Record> kinds = new LinkedHashMap<>();
        ModelKinds.all().forEach(kind -> kinds.put(kind.name(), kind.defaults()));
        return kinds;
    }
}
