package org.gaunt.potential.data;

import java.util.List;
import org.gaunt.atoms.Structure;

/** Structures with their labels in a fixed order, wherever they are kept. May be asked by several threads at once. */
public interface StructureSource {

    /** Number of structures. */
    int size();

    /** One structure; read anew on every call where they are not kept in memory. */
    Structure get(int index);

    /** Structures that are kept in memory. */
    static StructureSource of(List<Structure> structures) {
        List<Structure> copy = List.copyOf(structures);
        return new StructureSource() {
            @Override
            public int size() {
                return copy.size();
            }

            @Override
            public Structure get(int index) {
                return copy.get(index);
            }
        };
    }
}
