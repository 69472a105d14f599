package org.gaunt.atoms;

import java.nio.file.Path;
import java.util.List;
import org.gaunt.files.InputException;

/**
 * Reads and writes structures in one file format; found by {@link java.util.ServiceLoader}, so that a jar on the class path adds
 * a format.
 */
public interface StructureFormat {

    /** The format, for messages: {@code extended XYZ (.xyz, .extxyz)}. */
    String name();

    /** Whether files of this name are of this format, by the ending or the whole name; upper and lower case alike. */
    boolean matches(Path file);

    /**
     * Reads all structures of a file.
     *
     * @param keys names of the labels, where the format has names for them
     * @return at least one
     * @throws InputException if the file is missing, empty or wrong; the message names the line
     */
    List<Structure> read(Path file, LabelKeys keys);

    /**
     * Writes structures to a file, which appears only when it is complete.
     *
     * @param keys names of the labels, where the format has names for them
     * @throws InputException if the file cannot be written, or the format cannot hold the structures
     */
    void write(Path file, Iterable<Structure> structures, LabelKeys keys);
}
