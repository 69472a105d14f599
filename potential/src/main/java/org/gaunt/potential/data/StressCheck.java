package org.gaunt.potential.data;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;

/** Looks for stresses in other units than eV/Å³. */
final class StressCheck {

    /** More than most crystals are ever under. */
    private static final double LARGE = 20 * Units.GPA;

    private double sum;
    private long components;
    private double largest;
    private int largestAt;
    private int structures;

    void add(Structure structure) {
        if (structure.labels().hasStress()) {
            for (double value : structure.labels().stress()) {
                if (!Double.isNaN(value)) {
                    sum += Math.abs(value);
                    components++;
                    if (Math.abs(value) > largest) {
                        largest = Math.abs(value);
                        largestAt = structures;
                    }
                }
            }
        }
        structures++;
    }

    /** A sentence about the unit and the sign of the stresses; at most one. */
    List<String> notes(IntFunction<String> names, WorkCheck work) {
        double mean = components == 0 ? 0 : sum / components;
        WorkCheck.StressRatio ratio = work.stresses();
        boolean right = ratio != null && ratio.what().isEmpty();
        if (right || (ratio == null && mean < LARGE) || components == 0) {
            return List.of();
        }
        String size = String.format(
                Locale.ROOT,
                "components of the stress are %.4g eV/Å³ (%.4g GPa) in the mean, up to %.4g (%.4g GPa) in %s",
                mean,
                mean / Units.GPA,
                largest,
                largest / Units.GPA,
                names.apply(largestAt));
        return List.of(size
                + (ratio == null
                        ? ": are they in GPa or kbar, or a virial?"
                        : String.format(
                                Locale.ROOT,
                                "; between %d pairs of strained frames they do %.3g times the work that"
                                        + " energies and forces show, as with %s.",
                                ratio.pairs(),
                                ratio.ratio(),
                                ratio.what()))
                + String.format(
                        Locale.ROOT,
                        " Wanted is eV/Å³, positive under tension: 1 GPa = %.4g, 1 kbar of VASP = %.4g",
                        Units.GPA,
                        -Units.KBAR));
    }
}
