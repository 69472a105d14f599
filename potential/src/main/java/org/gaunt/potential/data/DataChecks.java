package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what is wrong with data though every number of them can be read: energies in other units than forces, labels that only
 * some structures have. Is shown the structures in the order of their file; keeps one of them.
 *
 * <p>Energies and forces are compared by neighbouring frames of a trajectory: E' - E is about -(F + F')/2 · (r' - r).
 */
public final class DataChecks {

    private static final double HARTREE = Units.HARTREE;
    private static final double BOHR = Units.BOHR;
    private static final double KCAL_PER_MOL = 0.0433641042;
    private static final double NEAR = 0.1;

    /** Binding makes a part of the energy. */
    private static final double ROUGHLY = 0.3;

    private static final double FARTHEST = 0.5;
    private static final int FEWEST_PAIRS = 4;
    private static final double CORRELATED = 0.9;

    /** Units that energies and forces are mistaken in, by the ratio of work and energy difference that they make. */
    private static final Map<Double, String> MISTAKES = Map.of(
            HARTREE,
            "energies in hartree and forces in eV/Å",
            BOHR,
            "energies in hartree and forces in hartree/bohr",
            BOHR / HARTREE,
            "energies in eV and forces in hartree/bohr",
            1 / HARTREE,
            "energies in eV and forces in hartree/Å",
            1 / KCAL_PER_MOL,
            "energies in eV and forces in kcal/mol/Å",
            KCAL_PER_MOL,
            "energies in kcal/mol and forces in eV/Å",
            -1.0,
            "gradients instead of forces");

    private int structures;
    private int withEnergy;
    private int withForces;
    private int withStress;
    private int uselessStress;
    private @Nullable Structure last;
    private int pairs;
    private double workSquares;
    private double workTimesEnergy;
    private double energySquares;

    /** Looks at the next structure. */
    public void add(Structure structure) {
        structures++;
        withEnergy += structure.labels().hasEnergy() ? 1 : 0;
        withForces += structure.labels().hasForces() ? 1 : 0;
        withStress += structure.labels().hasStress() ? 1 : 0;
        boolean volume = structure.isFullyPeriodic();
        uselessStress += structure.labels().hasStress() && !volume ? 1 : 0;
        Structure before = last;
        if (before != null && comparable(before) && comparable(structure)) {
            compare(before, structure);
        }
        last = structure;
    }

    private static boolean comparable(Structure structure) {
        return structure.labels().hasEnergy() && structure.labels().hasAllForces();
    }

    private void compare(Structure a, Structure b) {
        if (!Arrays.equals(a.numbers(), b.numbers())) {
            return;
        }
        double[] from = a.positions();
        double[] to = b.positions();
        double[] fa = a.labels().forces();
        double[] fb = b.labels().forces();
        double work = 0;
        double farthest = 0;
        for (int k = 0; k < from.length; k++) {
            double step = to[k] - from[k];
            farthest = Math.max(farthest, Math.abs(step));
            work -= 0.5 * (fa[k] + fb[k]) * step;
        }
        double energy = b.labels().energy() - a.labels().energy();
        if (farthest > FARTHEST || farthest == 0) {
            return; // not neighbours, or atoms that crossed the border of the cell
        }
        pairs++;
        workSquares += work * work;
        workTimesEnergy += work * energy;
        energySquares += energy * energy;
    }

    /** What a user should know about labels that some structures do not have. */
    public List<String> missingLabels() {
        List<String> notes = new ArrayList<>();
        missing(notes, "energies", withEnergy);
        missing(notes, "forces", withForces);
        missing(notes, "stresses", withStress);
        if (uselessStress > 0) {
            notes.add(uselessStress
                    + " structures have a stress but are not periodic in three directions; it is not used");
        }
        return notes;
    }

    private void missing(List<String> notes, String what, int count) {
        if (count > 0 && count < structures) {
            notes.add(what + " are known of " + count + " of " + structures
                    + " structures; the others count in the other terms of the loss only");
        }
    }

    /**
     * What suggests that energies are not in eV, with the numbers.
     *
     * @param isolated energies of isolated atoms as given, by atomic number
     * @param compositions of the structures
     */
    public List<String> suspectUnits(Map<Integer, Double> isolated, List<Composition> compositions) {
        List<String> notes = new ArrayList<>();
        Double hydrogen = isolated.get(1);
        if (hydrogen != null && Math.abs(hydrogen + 0.5) < 0.03) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the isolated H atom has %.4f eV, which is what it has in hartree (-13.6 eV): are all energies in"
                            + " hartree? 1 hartree = %.5f eV",
                    hydrogen,
                    HARTREE));
        }
        suspectMagnitude(isolated, compositions, notes);
        suspectWork(notes);
        return notes;
    }

    private static void suspectMagnitude(
            Map<Integer, Double> isolated, List<Composition> compositions, List<String> notes) {
        double atoms = 0;
        double energies = 0;
        for (Composition structure : compositions) {
            if (structure.hasEnergy() && isolated.keySet().containsAll(structure.numbers())) {
                energies += structure.energy();
                for (int k = 0; k < structure.numbers().size(); k++) {
                    atoms += structure.counts().get(k)
                            * isolated.getOrDefault(structure.numbers().get(k), 0.0);
                }
            }
        }
        double ratio = energies == 0 ? 1 : atoms / energies;
        String numbers = String.format(
                Locale.ROOT,
                "the isolated atoms add up to %.6g, the structures to %.6g, %.4g times less",
                atoms,
                energies,
                ratio);
        if (near(ratio, HARTREE, ROUGHLY)) {
            notes.add(numbers + ": are the energies of the structures in hartree, and those of the atoms in eV?");
        } else if (near(ratio, 1 / HARTREE, ROUGHLY)) {
            notes.add(numbers + ": are the energies of the atoms in hartree, and those of the structures in eV?");
        }
    }

    private void suspectWork(List<String> notes) {
        double correlation = workTimesEnergy / Math.sqrt(workSquares * energySquares);
        if (pairs < FEWEST_PAIRS || !(Math.abs(correlation) > CORRELATED)) {
            return;
        }
        double ratio = workTimesEnergy / energySquares;
        MISTAKES.forEach((factor, what) -> {
            if (near(ratio, factor, NEAR)) {
                notes.add(String.format(
                        Locale.ROOT,
                        "the work of the forces between %d pairs of neighbouring frames is %.4g times the difference of"
                                + " their energies (correlation %.3f), as with %s",
                        pairs,
                        ratio,
                        correlation,
                        what));
            }
        });
    }

    private static boolean near(double ratio, double factor, double tolerance) {
        return Math.abs(ratio / factor - 1) < tolerance;
    }

    /**
     * Refuses elements that a model would have to know without having been trained on them.
     *
     * @param name of the set, such as {@code validation}
     * @param seen elements of the training structures
     * @param remedy what to do
     */
    public static void requireSeen(String name, StructureSource structures, Set<Integer> seen, String remedy) {
        for (int i = 0; i < structures.size(); i++) {
            Structure structure = structures.get(i);
            for (int atom = 0; atom < structure.size(); atom++) {
                if (!seen.contains(structure.number(atom))) {
                    throw structure
                            .problem("a " + name + " structure has an element that no training structure has")
                            .found(structure.nameOf(atom))
                            .wanted("one of " + symbols(seen))
                            .remedy(remedy)
                            .build();
                }
            }
        }
    }

    private static String symbols(Set<Integer> numbers) {
        return String.join(
                ", ", numbers.stream().sorted().map(n -> Element.of(n).symbol()).toList());
    }

    /** Refuses names of config types that do not occur. */
    public static void requireTypes(Collection<String> names, Set<String> known, String key) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw InputException.of("no structure of config type \"" + name + "\"")
                        .found("config types " + String.join(", ", known))
                        .remedy("correct " + key)
                        .build();
            }
        }
    }
}
