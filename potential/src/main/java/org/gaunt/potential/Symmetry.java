package org.gaunt.potential;

/** The motions of space under which the energy of a structure stays the same, and forces and stress move with it. */
public enum Symmetry {
    /** Translations, rotations and reflections: physics without handedness. */
    E3("E(3)", "energies stay the same when a structure is moved, turned or mirrored"),
    /** Translations and rotations only: a molecule and its mirror image may have different energies. */
    SE3("SE(3)", "energies stay the same when a structure is moved or turned, but not when it is mirrored");

    private final String group;
    private final String words;

    Symmetry(String group, String words) {
        this.group = group;
        this.words = words;
    }

    /** Name of the group, such as {@code E(3)}. */
    public String group() {
        return group;
    }

    /** Group and meaning, for people. */
    @Override
    public String toString() {
        return group + ": " + words;
    }
}
