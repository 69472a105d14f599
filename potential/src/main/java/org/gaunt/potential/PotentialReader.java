package org.gaunt.potential;

import java.nio.file.Path;

/**
 * Opens potentials from files of one format; found by {@link java.util.ServiceLoader}, so that a jar on the class path adds a
 * format.
 */
public interface PotentialReader {

    /** The format, for messages: {@code a model of gaunt train (.safetensors)}. */
    String format();

    /**
     * Whether a file is of this format.
     *
     * @param file exists
     * @param head its first bytes, at most 4096
     */
    boolean recognizes(Path file, byte[] head);

    /**
     * Opens the potential in a file. A reader that cannot do what an option asks for refuses it.
     *
     * @throws org.gaunt.files.InputException if the file is damaged or an option does not fit it
     */
    Potential open(Path file, LoadOptions options);

    /**
     * Whether {@link #open} adds the dispersion that the options name ({@code D3Dispersion.add}); where it does not, they are refused
     * before it is called.
     */
    default boolean addsDispersion() {
        return false;
    }
}
