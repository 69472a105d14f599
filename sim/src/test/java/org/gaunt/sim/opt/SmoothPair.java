package org.gaunt.sim.opt;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/**
 * Lennard-Jones pairs, smoothly cut off as in ASE's {@code LennardJones(smooth=True)}, by all images; the slow and obvious way.
 *
 * @param begin where the cut-off begins, Å
 * @param cutoff infinite for none
 */
record SmoothPair(double sigma, double epsilon, double begin, double cutoff) implements Potential {
    static final SmoothPair ARGON = new SmoothPair(3.405, 0.0104, 6.81, 8.5125);

    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        List<Prediction> predictions = new ArrayList<>();
        structures.forEach(s -> predictions.add(of(s, what)));
        return predictions;
    }

    private Prediction of(Structure s, Derivatives what) {
        Cell cell = s.cell();
        double[] x = s.positions();
        double[] forces = new double[x.length];
        double[] energies = new double[s.size()];
        double[] stress = new double[9];
        int images = cell == null || !s.isPeriodic() ? 0 : 4;
        double energy = 0;
        for (int a = -images; a <= images; a++) {
            for (int b = -images; b <= images; b++) {
                for (int c = -images; c <= images; c++) {
                    for (int i = 0; i < s.size(); i++) {
                        for (int j = 0; j < s.size(); j++) {
                            if (i == j && a == 0 && b == 0 && c == 0) {
                                continue;
                            }
                            double[] d = new double[3];
                            double r2 = 0;
                            for (int k = 0; k < 3; k++) {
                                d[k] = x[3 * j + k] - x[3 * i + k];
                                if (cell != null) {
                                    d[k] += a * cell.get(0, k) + b * cell.get(1, k) + c * cell.get(2, k);
                                }
                                r2 += d[k] * d[k];
                            }
                            if (r2 >= cutoff * cutoff) {
                                continue;
                            }
                            double s6 = Math.pow(sigma * sigma / r2, 3);
                            double pair = 4 * epsilon * (s6 * s6 - s6);
                            double slope = -12 * epsilon * (2 * s6 * s6 - s6) / r2; // by r²
                            if (r2 > begin * begin) {
                                double rc = cutoff * cutoff;
                                double ro = begin * begin;
                                double width = Math.pow(rc - ro, 3);
                                double f = (rc - r2) * (rc - r2) * (rc + 2 * r2 - 3 * ro) / width;
                                slope = f * slope + pair * 6 * (rc - r2) * (ro - r2) / width;
                                pair *= f;
                            }
                            energies[i] += pair / 2;
                            energy += pair / 2;
                            for (int k = 0; k < 3; k++) {
                                forces[3 * i + k] += 2 * slope * d[k];
                                for (int m = 0; m < 3 && cell != null; m++) {
                                    stress[3 * k + m] += slope * d[k] * d[m] / cell.volume();
                                }
                            }
                        }
                    }
                }
            }
        }
        return new Prediction(energy, energies, forces, what == Derivatives.STRESS ? stress : null);
    }
}
