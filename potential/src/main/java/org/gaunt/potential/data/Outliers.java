package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** Structures with labels that are absurd beside those of the others. */
public final class Outliers {

    /** Energies per atom within so much of the median are no outliers, eV. */
    static final double ENERGY = 0.5;

    /** Forces below it are no outliers, eV/Å. */
    static final double FORCES = 50;

    /** Stresses below it are no outliers, eV/Å³. */
    static final double STRESS = 5;

    private Outliers() {}

    /**
     * A sentence about structures whose energy per atom is far from the median.
     *
     * @param structures all that are given
     * @param names where each was read
     * @param references energies of isolated atoms
     * @return at most one
     */
    public static List<String> energies(
            List<Composition> structures, IntFunction<String> names, ReferenceEnergies references) {
        double[] perAtom = structures.stream()
                .mapToDouble(structure -> structure.perAtom(references))
                .toArray();
        double median = Robust.median(perAtom);
        return note(
                Robust.outliers(perAtom, ENERGY),
                names,
                i -> String.format(
                        Locale.ROOT,
                        "energy %s eV, %.4g eV per atom from the median of all structures",
                        Double.toString(structures.get(i).energy()),
                        perAtom[i] - median));
    }

    /**
     * A sentence about labels of which each structure has one size.
     *
     * @param sizes one of each structure; NaN where it has none
     * @param what such as {@code forces}
     * @param unit of the sizes
     * @param least size that is always allowed
     */
    static List<String> sizes(double[] sizes, IntFunction<String> names, String what, String unit, double least) {
        double median = Robust.median(sizes);
        boolean[] far = Robust.outliers(sizes, least);
        return note(
                far,
                names,
                i -> String.format(
                        Locale.ROOT,
                        "%s of %.4g %s, where the median of all structures is %.4g",
                        what,
                        sizes[i],
                        unit,
                        median));
    }

    private static List<String> note(boolean[] far, IntFunction<String> names, IntFunction<String> description) {
        List<String> all = new ArrayList<>();
        String first = "";
        for (int i = 0; i < far.length; i++) {
            if (far[i]) {
                first = first.isEmpty() ? names.apply(i) + ": " + description.apply(i) : first;
                all.add(names.apply(i));
            }
        }
        if (all.isEmpty()) {
            return List.of();
        }
        int most = Math.min(all.size(), 6);
        String others = all.size() == 1
                ? ""
                : "; also " + String.join(" and ", all.subList(1, most))
                        + (all.size() > most ? " and " + (all.size() - most) + " more" : "");
        return List.of(
                first + others + ". They count in losses and errors, but not in shift, scale and fitted energies of"
                        + " atoms: leave the structure" + (all.size() == 1 ? "" : "s") + " out or compute "
                        + (all.size() == 1 ? "it" : "them") + " again");
    }
}
