package org.gaunt.sim;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/**
 * Lennard-Jones argon, cut off and shifted to zero there, by all pairs and their nearest images; for boxes wider than twice the cut-off and
 * tilted a little.
 *
 * @param cutoff Å
 * @param refuseFrom number of calls after which it has enough
 * @param calls that number so far [1]
 */
public record LennardJones(double cutoff, int refuseFrom, int[] calls) implements Potential {
    private static final double SIGMA = 3.405;
    private static final double EPSILON = 0.0104;

    /** With a cut-off of 2.5 σ, or another one. */
    public static final double CUTOFF = 8.5125;

    /** One that never has enough. */
    public static LennardJones cutAt(double cutoff) {
        return new LennardJones(cutoff, Integer.MAX_VALUE, new int[1]);
    }

    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        if (++calls[0] > refuseFrom) {
            throw InputException.of("the potential has enough")
                    .found("call " + calls[0])
                    .wanted("fewer")
                    .build();
        }
        List<Prediction> predictions = new ArrayList<>();
        structures.forEach(s -> predictions.add(of(s)));
        return predictions;
    }

    private Prediction of(Structure s) {
        Cell cell = s.cell();
        double[] x = s.positions();
        double[] forces = new double[x.length];
        double[] energies = new double[s.size()];
        double[] stress = new double[9];
        double sixth = Math.pow(SIGMA / cutoff, 6);
        double shift = 4 * EPSILON * (sixth * sixth - sixth);
        double energy = 0;
        double[] d = new double[3];
        double[] images = new double[3];
        double[][] inverse = cell == null ? new double[3][3] : normals(cell);
        for (int i = 0; i < s.size(); i++) {
            for (int j = 0; j < i; j++) {
                for (int k = 0; k < 3; k++) {
                    d[k] = x[3 * i + k] - x[3 * j + k];
                }
                for (int v = 0; v < 3 && cell != null; v++) {
                    images[v] = Math.rint(d[0] * inverse[v][0] + d[1] * inverse[v][1] + d[2] * inverse[v][2]);
                }
                for (int k = 0; k < 3 && cell != null; k++) {
                    d[k] -= images[0] * cell.get(0, k) + images[1] * cell.get(1, k) + images[2] * cell.get(2, k);
                }
                double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
                if (r2 >= cutoff * cutoff) {
                    continue;
                }
                double s2 = SIGMA * SIGMA / r2;
                double s6 = s2 * s2 * s2;
                double pair = 4 * EPSILON * (s6 * s6 - s6) - shift;
                energy += pair;
                energies[i] += pair / 2;
                energies[j] += pair / 2;
                double w = 24 * EPSILON * (2 * s6 * s6 - s6) / r2;
                for (int a = 0; a < 3; a++) {
                    forces[3 * i + a] += w * d[a];
                    forces[3 * j + a] -= w * d[a];
                    for (int b = 0; b < 3 && cell != null; b++) {
                        stress[3 * a + b] -= w * d[a] * d[b] / cell.volume();
                    }
                }
            }
        }
        return new Prediction(energy, energies, forces, cell == null ? null : stress);
    }

    /** Vectors whose products with a vector are its coordinates in the cell. */
    private static double[][] normals(Cell cell) {
        double[][] normals = new double[3][3];
        double volume = 0;
        for (int v = 2; v >= 0; v--) {
            int p = (v + 1) % 3;
            int q = (v + 2) % 3;
            volume = 0;
            for (int k = 0; k < 3; k++) {
                int m = (k + 1) % 3;
                int n = (k + 2) % 3;
                normals[v][k] = cell.get(p, m) * cell.get(q, n) - cell.get(p, n) * cell.get(q, m);
                volume += normals[v][k] * cell.get(v, k);
            }
        }
        for (double[] normal : normals) {
            for (int k = 0; k < 3; k++) {
                normal[k] /= volume;
            }
        }
        return normals;
    }
}
