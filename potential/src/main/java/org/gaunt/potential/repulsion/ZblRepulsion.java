package org.gaunt.potential.repulsion;

import java.util.List;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.NeighborList;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/**
 * The universal screened repulsion of nuclei (ZBL: Ziegler, Biersack, Littmark 1985), to be added to a model that has seen no short
 * distances, so that dynamics does not fall into holes of its energy.
 *
 * <pre>{@code
 * Potential safe = new SumOfPotentials(List.of(model, new ZblRepulsion()));
 * }</pre>
 *
 * <p>For each pair 14.3996 eV Å Z₁Z₂/r Σ c exp(-d r/a), a = 0.4543 · 0.529 Å / (Z₁^0.3 + Z₂^0.3), times a polynomial with the exponent 6 that
 * ends at the sum of the covalent radii with two continuous derivatives: the form and the constants of MACE's {@code pair_repulsion}. A model
 * that has it needs no second one. Immutable; any number of threads may use it.
 */
public final class ZblRepulsion implements Potential {
    private static final double COULOMB = 14.3996;
    private static final double[] SHARE = {0.1818, 0.5099, 0.2802, 0.02817};
    private static final double[] DECAY = {3.2, 0.9423, 0.4028, 0.2016};
    private static final int POWER = 6;

    /** The repulsion of all elements. */
    public ZblRepulsion() {}

    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        return structures.stream().map(structure -> one(structure, what)).toList();
    }

    private static Prediction one(Structure structure, Derivatives what) {
        int n = structure.size();
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, radius(structure, i));
        }
        double[] energies = new double[n];
        double[] forces = new double[3 * n];
        double[] stress = new double[9];
        double energy = 0;
        Cell cell = structure.cell();
        double volume = structure.isFullyPeriodic() && cell != null ? cell.volume() : Double.NaN;
        if (n > 0) {
            NeighborList list = NeighborList.build(structure, 2 * largest);
            double[] vectors = list.vectors(structure);
            for (int e = 0; e < list.edges(); e++) {
                int i = list.receiver()[e];
                int j = list.sender()[e];
                double x = vectors[3 * e];
                double y = vectors[3 * e + 1];
                double z = vectors[3 * e + 2];
                double r = Math.sqrt(x * x + y * y + z * z);
                double end = radius(structure, i) + radius(structure, j);
                if (r >= end) {
                    continue;
                }
                double[] pair = pair(structure.number(i), structure.number(j), r, end);
                energies[i] += pair[0] / 2; // both directions of a pair are edges
                energy += pair[0] / 2;
                for (int k = 0; k < 3; k++) {
                    double f = pair[1] / 2 * vectors[3 * e + k] / r;
                    forces[3 * i + k] -= f;
                    forces[3 * j + k] += f;
                    for (int m = 0; m < 3; m++) {
                        stress[3 * k + m] += f * vectors[3 * e + m] / volume;
                    }
                }
            }
        }
        return new Prediction(
                energy,
                energies,
                what.forces() ? forces : null,
                what.stress() && structure.isFullyPeriodic() ? stress : null);
    }

    private static double radius(Structure structure, int atom) {
        return Element.of(structure.number(atom)).covalentRadius();
    }

    /** Energy of a pair, eV, and its slope, eV/Å. */
    private static double[] pair(int a, int b, double r, double end) {
        double inverse = (Math.pow(a, 0.3) + Math.pow(b, 0.3)) / (0.4543 * 0.529);
        double screening = 0;
        double screeningSlope = 0;
        for (int k = 0; k < SHARE.length; k++) {
            double term = SHARE[k] * Math.exp(-DECAY[k] * r * inverse);
            screening += term;
            screeningSlope -= DECAY[k] * inverse * term;
        }
        double x = r / end;
        double p = POWER;
        double envelope = 1
                - (p + 1) * (p + 2) / 2 * Math.pow(x, p)
                + p * (p + 2) * Math.pow(x, p + 1)
                - p * (p + 1) / 2 * Math.pow(x, p + 2);
        double envelopeSlope = -p * (p + 1) * (p + 2) / 2 * Math.pow(x, p - 1) * (1 - x) * (1 - x) / end;
        double charge = COULOMB * a * b / r;
        return new double[] {
            charge * screening * envelope,
            charge * (screeningSlope * envelope + screening * envelopeSlope - screening * envelope / r)
        };
    }

    @Override
    public String toString() {
        return "zbl";
    }
}
