package org.gaunt.sim.md;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;

/** What can be wrong with a structure and settings before the first step. */
public final class MdChecks {
    /** Part of the sum of two covalent radii below which atoms overlap. */
    private static final double OVERLAP = 0.4;

    /** Longest usual step with hydrogen, fs. */
    private static final double HYDROGEN_STEP = 2;

    /** Longest usual step of other elements, fs. */
    private static final double OTHER_STEP = 10;

    private MdChecks() {}

    /**
     * Refuses what cannot be simulated.
     *
     * @throws org.gaunt.files.InputException if atoms overlap, or the cell cannot move as the settings say
     */
    static void require(Structure structure, Set<Integer> fixed, MdSettings settings) {
        for (int atom : fixed) {
            if (atom < 0 || atom >= structure.size()) {
                throw new IllegalArgumentException("there is no atom " + atom + " that could be fixed");
            }
        }
        if (settings.ensemble().hasPressure()) {
            requireCell(structure, fixed, settings);
        }
        Neighbours closest = Neighbours.closest(structure, -1);
        if (closest.other() >= 0) {
            double sum = Element.of(structure.number(closest.atom())).covalentRadius()
                    + Element.of(structure.number(closest.other())).covalentRadius();
            if (closest.distance() < OVERLAP * sum) {
                throw structure
                        .problem("atoms overlap")
                        .found(String.format(
                                Locale.ROOT,
                                "%s and %s at %.3f Å",
                                structure.nameOf(closest.atom()),
                                structure.nameOf(closest.other()),
                                closest.distance()))
                        .wanted(String.format(Locale.ROOT, "at least %.2f Å", OVERLAP * sum))
                        .remedy("relax the structure first (gaunt relax), or correct positions and cell")
                        .build();
            }
        }
    }

    private static void requireCell(Structure structure, Set<Integer> fixed, MdSettings settings) {
        if (!structure.isFullyPeriodic()) {
            throw structure
                    .problem("the cell of a structure cannot move that is not periodic in three directions")
                    .found(structure.isPeriodic() ? "a slab or chain" : "an isolated structure")
                    .wanted("pbc=\"T T T\"")
                    .remedy("take an ensemble of constant volume, such as nvt-langevin")
                    .build();
        }
        if (!fixed.isEmpty()) {
            throw structure
                    .problem("atoms cannot be fixed in a cell that moves")
                    .found(fixed.size() + " fixed atoms")
                    .remedy("take an ensemble of constant volume, or fix no atoms")
                    .build();
        }
        Cell cell = structure.cell();
        if (settings.shape() != CellShape.ANISOTROPIC || cell == null) {
            return;
        }
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                if (i != j && Math.abs(cell.get(i, j)) > 1e-9 * Math.abs(cell.get(i, i))) {
                    throw structure
                            .problem("only a box along x, y and z keeps its angles when its edges change by themselves")
                            .found(cell.toString())
                            .remedy("take --triclinic or --isotropic")
                            .build();
                }
            }
        }
    }

    /** What may be meant but is unusual, one sentence each. */
    public static List<String> warnings(Structure structure, MdSettings settings) {
        List<String> warnings = new ArrayList<>();
        boolean hydrogen = false;
        for (int atom = 0; atom < structure.size(); atom++) {
            hydrogen |= structure.number(atom) == 1;
        }
        double longest = hydrogen ? HYDROGEN_STEP : OTHER_STEP;
        if (settings.timestep() > longest) {
            warnings.add("a time step of " + settings.timestep() + " fs is long for "
                    + (hydrogen
                            ? "hydrogen, whose bonds vibrate in 9 fs; usual are 0.5 to 1 fs"
                            : "these elements; usual are 1 to 5 fs"));
        }
        return warnings;
    }
}
