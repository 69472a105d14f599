package org.gaunt.learn;

import java.util.Locale;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/** Checks of the values of the section {@code training}. */
public final class TrainingKeys {
    private TrainingKeys() {}

    /**
     * Refuses a value.
     *
     * @param component name of the record's component
     * @throws InputException that names the key if the condition does not hold
     */
    public static void require(boolean condition, String component, @Nullable Object found, String wanted) {
        if (!condition) {
            String key = component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
            throw InputException.of("training." + key + " cannot have this value")
                    .found(String.valueOf(found))
                    .wanted(wanted)
                    .build();
        }
    }

    /** Whether a number is finite. */
    public static boolean finite(double value) {
        return Double.isFinite(value);
    }
}
