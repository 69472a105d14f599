package org.gaunt.potential.data;

/**
 * How many labels are known, of one structure or of several together; a mean over labels is over so many.
 *
 * @param energies known energies
 * @param forces known force components
 * @param stresses known stress components, nine of a structure
 */
public record LabelCounts(int energies, long forces, long stresses) {

    /** No labels. */
    public static final LabelCounts NONE = new LabelCounts(0, 0, 0);

    /** The sums. */
    public LabelCounts plus(LabelCounts other) {
        return new LabelCounts(energies + other.energies, forces + other.forces, stresses + other.stresses);
    }
}
