package org.gaunt.potential.importer.torch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dictionary in a file, in its order. Entries whose key is no text are counted, not kept. */
public final class TorchDict {
    private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    private int others;

    TorchDict() {}

    /** The entries with a text as key; not to be modified. */
    public Map<String, @Nullable Object> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** Number of entries with other keys. */
    public int others() {
        return others;
    }

    void put(@Nullable Object key, @Nullable Object value) {
        if (key instanceof String text) {
            entries.put(text, value);
        } else {
            others++;
        }
    }

    /** The size only: the contents may be without end. */
    @Override
    public String toString() {
        return "a dictionary of " + (entries.size() + others) + " entries";
    }
}
