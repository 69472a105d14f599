package org.gaunt.potential.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.jspecify.annotations.Nullable;

/**
 * Compares energies with forces and stresses by frames that are near each other: between frames of one cell, E' - E is about
 * -(F + F')/2 · (r' - r); between frames of different cells V σ·ε is added. The first tells units of forces to a tenth, the second
 * the order of magnitude and the sign of stresses.
 */
final class WorkCheck {

    private static final double NEAR = 0.1;
    private static final double ROUGHLY = 0.5;
    private static final double FARTHEST = 0.5;
    private static final double MOST_STRAIN = 0.15;
    private static final int FEWEST_PAIRS = 4;
    private static final int FEWEST_STRAINS = 8;
    private static final int KEPT = 8;
    private static final double CORRELATED = 0.9;

    /** Part of what forces leave of the energies that stresses must explain. */
    private static final double EXPLAINED = 0.25;

    /** Stresses are told apart by the logarithm of their unit; strained frames are seldom close enough for more. */
    private static final double SAME_ORDER = Math.log(3.5);

    /** A unit that labels are mistaken in, by the ratio of work and energy difference that it makes. */
    private record Mistake(double factor, String what) {}

    private static final List<Mistake> FORCES = List.of(
            new Mistake(Units.HARTREE, "energies in hartree and forces in eV/Å"),
            new Mistake(Units.BOHR, "energies in hartree and forces in hartree/bohr"),
            new Mistake(1 / Units.HARTREE_PER_BOHR, "energies in eV and forces in hartree/bohr"),
            new Mistake(1 / Units.HARTREE, "energies in eV and forces in hartree/Å"),
            new Mistake(1 / Units.KCAL_PER_MOL, "energies in eV and forces in kcal/mol/Å"),
            new Mistake(Units.KCAL_PER_MOL, "energies in kcal/mol and forces in eV/Å"),
            new Mistake(-1, "gradients instead of forces"));

    private static final List<Mistake> STRESSES = List.of(
            new Mistake(1, ""),
            new Mistake(-1, "stresses of the opposite sign (positive under compression)"),
            new Mistake(1 / Units.GPA, "stresses in GPa"),
            new Mistake(-1 / Units.GPA, "stresses in GPa, positive under compression"),
            new Mistake(1 / Units.KBAR, "stresses in kbar"),
            new Mistake(-1 / Units.KBAR, "stresses in kbar, positive under compression, as VASP prints them"),
            new Mistake(Math.pow(Units.BOHR, 3) / Units.HARTREE, "stresses in hartree/bohr³"),
            new Mistake(
                    -Math.pow(Units.BOHR, 3) / Units.HARTREE, "stresses in hartree/bohr³, positive under compression"));

    private final Deque<Structure> last = new ArrayDeque<>();
    private int pairs;
    private double workSquares;
    private double workTimesEnergy;
    private double energySquares;

    private int strains;
    private double forceForce;
    private double forceStress;
    private double stressStress;
    private double forceEnergy;
    private double stressEnergy;
    private double strainEnergySquares;
    private double volumes;

    /** Looks at the next structure of a file. */
    void add(Structure structure) {
        if (!structure.labels().hasEnergy() || !structure.labels().hasAllForces()) {
            return;
        }
        Structure before = last.peekLast();
        if (before != null && sameCell(before, structure)) {
            compare(before, structure);
        }
        compareNearest(structure);
        last.addLast(structure);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
    }

    private static boolean sameCell(Structure a, Structure b) {
        return Arrays.equals(a.pbc(), b.pbc()) && (!a.isPeriodic() || Objects.equals(a.cell(), b.cell()));
    }

    private void compare(Structure a, Structure b) {
        if (!Arrays.equals(a.numbers(), b.numbers())) {
            return;
        }
        double[] moves = b.positions();
        double[] from = a.positions();
        for (int k = 0; k < moves.length; k++) {
            moves[k] -= from[k];
        }
        double farthest = Strain.largest(moves);
        if (farthest > FARTHEST || farthest == 0) {
            return; // not neighbours, or atoms that crossed the border of the cell
        }
        double work = work(a, b, moves);
        double energy = b.labels().energy() - a.labels().energy();
        pairs++;
        workSquares += work * work;
        workTimesEnergy += work * energy;
        energySquares += energy * energy;
    }

    private static double work(Structure a, Structure b, double[] moves) {
        double[] fa = a.labels().forces();
        double[] fb = b.labels().forces();
        double work = 0;
        for (int k = 0; k < moves.length; k++) {
            work -= 0.5 * (fa[k] + fb[k]) * moves[k];
        }
        return work;
    }

    /** With that of the last frames in another cell that is nearest. */
    private void compareNearest(Structure structure) {
        @Nullable Strain nearest = null;
        @Nullable Structure partner = null;
        double least = Double.POSITIVE_INFINITY;
        for (Structure other : last) {
            Cell cell = other.cell();
            if (!structure.labels().hasAllStress()
                    || !other.labels().hasAllStress()
                    || Objects.equals(cell, structure.cell())) {
                continue;
            }
            Strain strain = Strain.between(other, structure);
            if (strain != null) {
                double distance = 3 * Strain.largest(strain.strain()) + Strain.largest(strain.moves());
                if (distance < least) {
                    least = distance;
                    nearest = strain;
                    partner = other;
                }
            }
        }
        if (nearest == null
                || partner == null
                || Strain.largest(nearest.moves()) > FARTHEST
                || Strain.largest(nearest.strain()) > MOST_STRAIN) {
            return;
        }
        double[] sa = partner.labels().stress();
        double[] sb = structure.labels().stress();
        double stress = 0;
        for (int k = 0; k < 9; k++) {
            stress += 0.5 * (sa[k] + sb[k]) * nearest.strain()[k] * nearest.volume();
        }
        double force = work(partner, structure, nearest.moves());
        double energy = structure.labels().energy() - partner.labels().energy();
        strains++;
        volumes += nearest.volume();
        forceForce += force * force;
        forceStress += force * stress;
        stressStress += stress * stress;
        forceEnergy += force * energy;
        stressEnergy += stress * energy;
        strainEnergySquares += energy * energy;
    }

    /** A sentence about energies and forces that do not go together; at most one. */
    List<String> forces() {
        double correlation = workTimesEnergy / Math.sqrt(workSquares * energySquares);
        if (pairs >= FEWEST_PAIRS && Math.abs(correlation) > CORRELATED) {
            return forces(workTimesEnergy / energySquares, NEAR, pairs, correlation);
        }
        Shares shares = shares();
        return shares == null || !(Math.abs(shares.correlation()) > CORRELATED) || nearOne(1 / shares.force())
                ? List.of()
                : forces(1 / shares.force(), ROUGHLY, strains, shares.correlation());
    }

    /** Strained frames are too far apart to tell such factors from none. */
    private static boolean nearOne(double ratio) {
        return ratio > 0 && Math.abs(Math.log(ratio)) < 1;
    }

    private static List<String> forces(double ratio, double tolerance, int count, double correlation) {
        for (Mistake mistake : FORCES) {
            if (Math.abs(Math.log(ratio / mistake.factor())) < tolerance) { // not where the signs differ
                return List.of(String.format(
                        Locale.ROOT,
                        "the work of the forces between %d pairs of neighbouring frames is %.4g times the difference of"
                                + " their energies (correlation %.3f), as with %s",
                        count,
                        ratio,
                        correlation,
                        mistake.what()));
            }
        }
        return List.of();
    }

    /** Whether the forces say that energies are in their unit, eV. */
    boolean energiesFitForces() {
        double correlation = workTimesEnergy / Math.sqrt(workSquares * energySquares);
        return pairs >= FEWEST_PAIRS
                && correlation > CORRELATED
                && Math.abs(workTimesEnergy / energySquares - 1) < 2 * NEAR;
    }

    /**
     * How many times too large the stresses are beside the forces.
     *
     * @param ratio negative where they have the opposite sign
     * @param pairs of frames that were compared
     * @param what as with; empty where they are right
     */
    record StressRatio(double ratio, int pairs, String what) {}

    /**
     * Least squares of the differences of energies between strained frames.
     *
     * @param force factor of the work of the forces; 1 where units are right
     * @param stress factor of the work of the stresses; 1 where units are right
     * @param correlation of what both do together with the energies
     * @param explained part of what the forces leave that the stresses explain
     */
    private record Shares(double force, double stress, double correlation, double explained) {}

    private @Nullable Shares shares() {
        double determinant = forceForce * stressStress - forceStress * forceStress;
        if (strains < FEWEST_STRAINS || !(determinant > 0)) {
            return null;
        }
        double force = (forceEnergy * stressStress - stressEnergy * forceStress) / determinant;
        double stress = (stressEnergy * forceForce - forceEnergy * forceStress) / determinant;
        double left = Math.max(0, strainEnergySquares - force * forceEnergy - stress * stressEnergy);
        double leftByForces = strainEnergySquares - forceEnergy * forceEnergy / forceForce;
        return new Shares(force, stress, Math.sqrt(1 - left / strainEnergySquares), 1 - left / leftByForces);
    }

    /** The ratio where the frames allow it, else null. Energies count as the forces say, whatever their unit. */
    @Nullable
    StressRatio stresses() {
        Shares shares = shares();
        if (shares == null || !(shares.explained() > EXPLAINED)) {
            return null;
        }
        double ratio = Math.abs(shares.force()) / shares.stress();
        List<Mistake> candidates = new ArrayList<>(STRESSES);
        candidates.add(new Mistake(-volumes / strains, "virials in eV instead of stresses"));
        candidates.add(new Mistake(volumes / strains, "virials in eV of the opposite sign instead of stresses"));
        double nearest = SAME_ORDER;
        String what = null;
        for (Mistake mistake : candidates) {
            double distance = Math.abs(Math.log(ratio / mistake.factor()));
            if (distance < nearest) { // not where the signs differ
                nearest = distance;
                what = mistake.what();
            }
        }
        return what == null ? null : new StressRatio(ratio, strains, what);
    }
}
