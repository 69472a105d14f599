package org.gaunt.learn;

import java.nio.file.Path;
import java.util.List;
import org.gaunt.learn.config.Key;
import org.jspecify.annotations.Nullable;

/** What a training starts from. */
public record StartConfig(
        @Key("Model file whose model and weights the training starts from; the model section must then be left out.")
        @Nullable
        Path startFrom,

        @Key("Weights that stay as they are: names or beginnings of names, * for anything; for fine-tuning.")
        List<String> freeze) {

    /** Random weights, all of which are trained. */
    public static final StartConfig NEW = new StartConfig(null, List.of());

    /** Copies the list. */
    public StartConfig {
        freeze = List.copyOf(freeze);
    }
}
