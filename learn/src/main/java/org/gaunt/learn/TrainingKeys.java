package org.gaunt.learn;

import org.gaunt.files.InputException;
import org.gaunt.learn.config.Keys;
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
            throw InputException.of("training." + Keys.of(component) + " cannot have this value")
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
