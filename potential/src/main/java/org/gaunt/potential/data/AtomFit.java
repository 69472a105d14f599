package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gaunt.linalg.LeastSquares;

/**
 * Energies per element that fit total energies by least squares. Where residuals are large, structures whose energies are absurd
 * beside the others are found by a fit of least absolute residuals, which they cannot pull, and left out.
 */
final class AtomFit {

    private static final int ROUNDS = 30;
    private static final double SMALLEST_RESIDUAL = 1e-3;

    private final int elements;
    private final double[][] counts;
    private final double[] energies;
    private final double[] atoms;

    /**
     * For some structures.
     *
     * @param elements those to fit
     * @param known energies of other elements, eV
     * @param structures with an energy
     */
    AtomFit(List<Integer> elements, Map<Integer, Double> known, List<Composition> structures) {
        this.elements = elements.size();
        this.counts = new double[structures.size()][elements.size()];
        this.energies = new double[structures.size()];
        this.atoms = new double[structures.size()];
        for (int s = 0; s < counts.length; s++) {
            Composition structure = structures.get(s);
            energies[s] = structure.energy();
            atoms[s] = structure.atoms();
            for (int k = 0; k < structure.numbers().size(); k++) {
                int element = elements.indexOf(structure.numbers().get(k));
                int count = structure.counts().get(k);
                if (element >= 0) {
                    counts[s][element] = count;
                } else {
                    energies[s] -=
                            count * known.getOrDefault(structure.numbers().get(k), 0.0);
                }
            }
        }
    }

    /** The energies in the order of the elements, eV. */
    List<Double> energies() {
        double[] weights = new double[counts.length];
        Arrays.fill(weights, 1);
        double[] all = solve(weights);
        boolean[] absurd = new boolean[counts.length];
        if (largest(residuals(all)) > Outliers.ENERGY) {
            absurd = Robust.outliers(residuals(leastAbsolute(all)), Outliers.ENERGY);
        }
        boolean any = false;
        for (int s = 0; s < weights.length; s++) {
            any |= absurd[s];
            weights[s] = absurd[s] ? 0 : 1;
        }
        List<Double> result = new ArrayList<>();
        for (double value : any ? solve(weights) : all) {
            result.add(value);
        }
        return result;
    }

    /** Reweighted least squares: each residual per atom counts with the inverse of its size before. */
    private double[] leastAbsolute(double[] start) {
        double[] x = start;
        double[] weights = new double[counts.length];
        for (int round = 0; round < ROUNDS; round++) {
            double[] residuals = residuals(x);
            for (int s = 0; s < weights.length; s++) {
                weights[s] = 1 / (Math.max(Math.abs(residuals[s]), SMALLEST_RESIDUAL) * atoms[s] * atoms[s]);
            }
            x = solve(weights);
        }
        return x;
    }

    private double[] solve(double[] weights) {
        double[][] normal = new double[elements][elements];
        double[] right = new double[elements];
        for (int s = 0; s < counts.length; s++) {
            if (weights[s] == 0) {
                continue;
            }
            for (int i = 0; i < elements; i++) {
                double count = weights[s] * counts[s][i];
                right[i] += count * energies[s];
                for (int j = 0; j < elements; j++) {
                    normal[i][j] += count * counts[s][j];
                }
            }
        }
        return LeastSquares.solveNormal(normal, right);
    }

    /** Of each structure, eV per atom. */
    private double[] residuals(double[] x) {
        double[] residuals = new double[counts.length];
        for (int s = 0; s < residuals.length; s++) {
            double energy = energies[s];
            for (int i = 0; i < elements; i++) {
                energy -= counts[s][i] * x[i];
            }
            residuals[s] = energy / atoms[s];
        }
        return residuals;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
