package org.gaunt.cli.config;

import java.util.Collection;
import java.util.Optional;
import org.gaunt.files.Suggestions;

/** The nearest name to a misspelt one. */
public final class Names {

    private Names() {}

    /**
     * The known name most like a misspelt one; hyphens count as underscores.
     *
     * @return empty where none is near enough to be what was meant
     */
    public static Optional<String> nearest(String name, Collection<String> known) {
        return Suggestions.nearest(name.replace('-', '_'), known).stream().findFirst();
    }
}
