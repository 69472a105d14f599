package org.gaunt.learn;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.learn.config.Key;
import org.jspecify.annotations.Nullable;

/** What a training starts from. */
public record StartConfig(
        @Key("Model file whose model and weights the training starts from; the model section must then be left out.")
        @Nullable
        Path startFrom,

        @Key("Weights that stay as they are: names or beginnings of names, * for anything; for fine-tuning.")
        List<String> freeze,

        @Key(
                "Factors of the learning rate of some weights, by names as in freeze, such as {\"interactions.*\": 0.1}; of two that fit the later counts.")
        Map<String, Double> rateFactors) {

    /** Random weights, all of which are trained. */
    public static final StartConfig NEW = new StartConfig(null, List.of(), Map.of());

    /** Copies the lists. */
    public StartConfig {
        freeze = List.copyOf(freeze);
        rateFactors = Collections.unmodifiableMap(new LinkedHashMap<>(rateFactors));
    }
}
