/** Structures, neighbour lists and files of structures. Start from {@link org.gaunt.atoms.Structures}. */
module org.gaunt.atoms {
    requires transitive org.gaunt.core;
    requires static transitive org.jspecify;

    exports org.gaunt.atoms;

    uses org.gaunt.atoms.StructureFormat;

    provides org.gaunt.atoms.StructureFormat with
            org.gaunt.atoms.ExtendedXyzFormat;
}
