package org.gaunt.potential.importer.torch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a Python class, as the file describes it.
 *
 * <p>Values of arguments and states are {@code Long}, {@code Double}, {@code Boolean}, {@code String}, {@code byte[]}, {@code List} (also
 * for tuples and sets), {@link TorchDict}, {@link TorchTensor}, {@link TorchName}, {@link TorchCall}, other objects, or null for None.
 * A list may contain itself: go through values by name and to a limited depth, and never print them.
 */
public final class TorchObject {
    private final String className;
    private final List<@Nullable Object> arguments;
    private @Nullable Object state;
    private boolean filled;

    TorchObject(String className, List<@Nullable Object> arguments) {
        this.className = className;
        this.arguments = arguments;
    }

    /** The full name of the class, such as {@code mace.modules.models.ScaleShiftMACE}. */
    public String className() {
        return className;
    }

    /** The arguments of its construction; not to be modified. */
    public List<@Nullable Object> arguments() {
        return arguments;
    }

    /** The state that was given to it after its construction; null for none. */
    public @Nullable Object state() {
        return state;
    }

    /** Whether elements or entries were put into it, as into a list or dictionary; they are not kept. */
    public boolean filled() {
        return filled;
    }

    void build(@Nullable Object given) {
        state = given;
    }

    void fill() {
        filled = true;
    }

    /** The class only: the contents may be without end. */
    @Override
    public String toString() {
        return "an object of class " + className;
    }
}
