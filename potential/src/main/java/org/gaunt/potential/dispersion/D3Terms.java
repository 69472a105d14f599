package org.gaunt.potential.dispersion;

import java.util.Objects;
import org.gaunt.atoms.NeighborList;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;

/** Energy and derivatives of D3 for one structure, in hartree and bohr until the end. */
final class D3Terms {
    /** End of pairs and of coordination numbers, bohr. */
    static final double CUTOFF = 40;

    /** Start of the switching function, bohr. */
    static final double SWITCH = 36;

    private static final double STEEPNESS = 16;
    private static final double WIDTH = 4;

    private final D3Reference reference;
    private final D3Functional functional;
    private final Structure structure;
    private final NeighborList neighbors;
    private final double[] vectors;

    /** Share of each reference system in an atom [atoms][systems], and its derivative by the coordination number. */
    private final double[][] weight;

    private final double[][] weightDerivative;

    /** Prepares the evaluation; the neighbours reach to {@link #CUTOFF}. */
    D3Terms(D3Reference reference, D3Functional functional, Structure structure, NeighborList neighbors) {
        this.reference = reference;
        this.functional = functional;
        this.structure = structure;
        this.neighbors = neighbors;
        vectors = neighbors.vectors(structure);
        weight = new double[structure.size()][];
        weightDerivative = new double[structure.size()][];
    }

    /** Sums over the pairs; derivatives as far as they are asked for. */
    Prediction sum(Derivatives what) {
        double[] coordination = coordinationNumbers();
        for (int atom = 0; atom < coordination.length; atom++) {
            weigh(atom, coordination[atom]);
        }
        double[] energies = new double[coordination.length];
        double[] slopes = new double[neighbors.pairs()];
        double[] byCoordination = new double[coordination.length];
        double total = 0;
        for (int pair = 0; pair < neighbors.pairs(); pair++) {
            total += addPair(pair, energies, slopes, byCoordination);
        }
        for (int atom = 0; atom < energies.length; atom++) {
            energies[atom] *= Units.HARTREE;
        }
        if (!what.forces()) {
            return new Prediction(total * Units.HARTREE, energies, null, null);
        }
        addCoordinationSlopes(slopes, byCoordination);
        double[] virial = new double[9];
        double[] forces = forces(slopes, virial);
        boolean stress = what.stress() && structure.isFullyPeriodic();
        return new Prediction(total * Units.HARTREE, energies, forces, stress ? stress(virial) : null);
    }

    private double[] coordinationNumbers() {
        double[] numbers = new double[structure.size()];
        for (int pair = 0; pair < neighbors.pairs(); pair++) {
            int edge = neighbors.firstEdgeOfPair()[pair];
            int a = neighbors.sender()[edge];
            int b = neighbors.receiver()[edge];
            double r = distance(edge);
            double count = switching(r) * bond(radii(a, b), r);
            numbers[a] += count;
            numbers[b] += count;
        }
        return numbers;
    }

    /** Gaussian weights, normalised so that they do not vanish far from all reference systems. */
    private void weigh(int atom, double coordination) {
        int first = reference.first(structure.number(atom));
        double[] w = new double[reference.count(structure.number(atom))];
        double[] slope = new double[w.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < w.length; i++) {
            double off = coordination - reference.coordination(first + i);
            w[i] = -WIDTH * off * off;
            slope[i] = -2 * WIDTH * off;
            largest = Math.max(largest, w[i]);
        }
        double norm = 0;
        for (int i = 0; i < w.length; i++) {
            w[i] = Math.exp(w[i] - largest);
            norm += w[i];
        }
        double mean = 0;
        for (int i = 0; i < w.length; i++) {
            w[i] /= norm;
            mean += w[i] * slope[i];
        }
        for (int i = 0; i < w.length; i++) {
            slope[i] = w[i] * (slope[i] - mean);
        }
        weight[atom] = w;
        weightDerivative[atom] = slope;
    }

    /** Adds a pair to the energies of its atoms, and its derivatives by the distance and by both coordination numbers. */
    private double addPair(int pair, double[] energies, double[] slopes, double[] byCoordination) {
        int edge = neighbors.firstEdgeOfPair()[pair];
        int a = neighbors.sender()[edge];
        int b = neighbors.receiver()[edge];
        int firstA = reference.first(structure.number(a));
        int firstB = reference.first(structure.number(b));
        double c6 = 0;
        double c6ByA = 0;
        double c6ByB = 0;
        for (int i = 0; i < weight[a].length; i++) {
            double[] row = reference.c6(firstA + i);
            double sum = 0;
            double sumByB = 0;
            for (int j = 0; j < weight[b].length; j++) {
                sum += weight[b][j] * row[firstB + j];
                sumByB += weightDerivative[b][j] * row[firstB + j];
            }
            c6 += weight[a][i] * sum;
            c6ByA += weightDerivative[a][i] * sum;
            c6ByB += weight[a][i] * sumByB;
        }
        double ratio =
                3 * reference.multipoleRadius(structure.number(a)) * reference.multipoleRadius(structure.number(b));
        double damping = functional.a1() * Math.sqrt(ratio) + functional.a2();
        double damping2 = damping * damping;
        double damping6 = damping2 * damping2 * damping2;
        double r = distance(edge);
        double r2 = r * r;
        double r6 = r2 * r2 * r2;
        double t6 = 1 / (r6 + damping6);
        double t8 = 1 / (r6 * r2 + damping6 * damping2);
        double shape = functional.s6() * t6 + functional.s8() * ratio * t8;
        double shapeSlope = -6 * functional.s6() * r6 / r * t6 * t6 - 8 * functional.s8() * ratio * r6 * r * t8 * t8;
        double s = switching(r);
        double energy = -c6 * shape * s;
        energies[a] += 0.5 * energy;
        energies[b] += 0.5 * energy;
        slopes[pair] = -c6 * (shapeSlope * s + shape * switchingSlope(r));
        byCoordination[a] -= c6ByA * shape * s;
        byCoordination[b] -= c6ByB * shape * s;
        return energy;
    }

    private void addCoordinationSlopes(double[] slopes, double[] byCoordination) {
        for (int pair = 0; pair < slopes.length; pair++) {
            int edge = neighbors.firstEdgeOfPair()[pair];
            int a = neighbors.sender()[edge];
            int b = neighbors.receiver()[edge];
            double r = distance(edge);
            double radii = radii(a, b);
            double bond = bond(radii, r);
            double slope = switchingSlope(r) * bond - switching(r) * STEEPNESS * radii / (r * r) * bond * (1 - bond);
            slopes[pair] += (byCoordination[a] + byCoordination[b]) * slope;
        }
    }

    private double[] forces(double[] slopes, double[] virial) {
        double[] forces = new double[3 * structure.size()];
        for (int pair = 0; pair < slopes.length; pair++) {
            int edge = neighbors.firstEdgeOfPair()[pair];
            double factor = slopes[pair] * Units.HARTREE_PER_BOHR / (distance(edge) * Units.BOHR);
            for (int i = 0; i < 3; i++) {
                double gradient = factor * vectors[3 * edge + i];
                forces[3 * neighbors.receiver()[edge] + i] -= gradient;
                forces[3 * neighbors.sender()[edge] + i] += gradient;
                for (int j = 0; j < 3; j++) {
                    virial[3 * i + j] += gradient * vectors[3 * edge + j];
                }
            }
        }
        return forces;
    }

    private double[] stress(double[] virial) {
        double volume = Objects.requireNonNull(structure.cell()).volume();
        double[] stress = new double[9];
        for (int k = 0; k < 9; k++) {
            stress[k] = virial[k] / volume;
        }
        return stress;
    }

    private double radii(int a, int b) {
        return reference.covalentRadius(structure.number(a)) + reference.covalentRadius(structure.number(b));
    }

    private double distance(int edge) {
        double x = vectors[3 * edge];
        double y = vectors[3 * edge + 1];
        double z = vectors[3 * edge + 2];
        return Math.sqrt(x * x + y * y + z * z) / Units.BOHR;
    }

    private static double bond(double radii, double r) {
        return 1 / (1 + Math.exp(-STEEPNESS * (radii / r - 1)));
    }

    private static double switching(double r) {
        double t = (r - SWITCH) / (CUTOFF - SWITCH);
        return t <= 0 ? 1 : 1 - t * t * t * (10 - 15 * t + 6 * t * t);
    }

    private static double switchingSlope(double r) {
        double t = (r - SWITCH) / (CUTOFF - SWITCH);
        return t <= 0 ? 0 : -30 * t * t * (1 - t) * (1 - t) / (CUTOFF - SWITCH);
    }
}
