package org.gaunt.atoms;

/**
 * Where a structure was read.
 *
 * @param file the file as the user named it
 * @param line the line the structure starts at (in extended XYZ the line with the number of atoms), counted from 1
 */
public record Source(String file, int line) {

    /** {@code "train.xyz, line 18"}. */
    @Override
    public String toString() {
        return file + ", line " + line;
    }
}
