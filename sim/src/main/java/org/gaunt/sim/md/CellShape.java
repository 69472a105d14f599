package org.gaunt.sim.md;

/** How a cell may change under pressure. */
public enum CellShape {
    /** All lengths by the same factor. */
    ISOTROPIC,
    /** The three edges of a box along x, y and z by themselves. */
    ANISOTROPIC,
    /** Edges and angles; the cell does not turn. */
    TRICLINIC;

    /** Number of independent strains: 1, 3 or 6. */
    int strains() {
        return switch (this) {
            case ISOTROPIC -> 1;
            case ANISOTROPIC -> 3;
            case TRICLINIC -> 6;
        };
    }

    /**
     * Keeps of a 3 x 3 matrix, in place, what this shape allows: the mean of the diagonal, the diagonal or the symmetric part.
     *
     * @param m row-major [9]; changed
     */
    void project(double[] m) {
        double mean = (m[0] + m[4] + m[8]) / 3;
        for (int i = 0; i < 3; i++) {
            for (int j = i + 1; j < 3; j++) {
                double symmetric = this == TRICLINIC ? (m[3 * i + j] + m[3 * j + i]) / 2 : 0;
                m[3 * i + j] = symmetric;
                m[3 * j + i] = symmetric;
            }
            if (this == ISOTROPIC) {
                m[4 * i] = mean;
            }
        }
    }
}
