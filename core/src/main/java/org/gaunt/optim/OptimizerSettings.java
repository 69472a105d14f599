package org.gaunt.optim;

import java.util.Map;
import java.util.TreeSet;

/**
 * Settings of an optimiser, as a configuration gives them.
 *
 * @param adam what Adam does, alone or to weights that another kind leaves to it
 * @param momentum decay of Muon's mean of the gradient, in [0, 1)
 * @param options settings of kinds that others have added, by name
 */
public record OptimizerSettings(Adam.Settings adam, double momentum, Map<String, Double> options) {

    /** Copies the map. */
    public OptimizerSettings {
        options = Map.copyOf(options);
    }

    /**
     * Refuses options of other names.
     *
     * @throws IllegalArgumentException that names an option that is not known
     */
    public void requireOptions(String... known) {
        TreeSet<String> others = new TreeSet<>(options.keySet());
        for (String name : known) {
            others.remove(name);
        }
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("the optimiser has no option " + String.join(", ", others)
                    + (known.length == 0 ? "; it has none" : "; it has " + String.join(", ", known)));
        }
    }
}
