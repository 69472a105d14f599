package org.gaunt.sim.lammps;

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
 */
record LennardJones(int refuseFrom, int[] calls) implements Potential {
    private static final double SIGMA = 3.405;
    private static final double EPSILON = 0.0104;
    private static final double CUTOFF = 8.5125;

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

    private static Prediction of(Structure s) {
        Cell cell = s.cell();
        double[] x = s.positions();
        double[] forces = new double[x.length];
        double[] energies = new double[s.size()];
        double[] stress = new double[9];
        double sixth = Math.pow(SIGMA / CUTOFF, 6);
        double shift = 4 * EPSILON * (sixth * sixth - sixth);
        double energy = 0;
        double[] d = new double[3];
        for (int i = 0; i < s.size(); i++) {
            for (int j = 0; j < i; j++) {
                for (int k = 0; k < 3; k++) {
                    d[k] = x[3 * i + k] - x[3 * j + k];
                }
                if (cell != null) {
                    // rows (lx, 0, 0), (xy, ly, 0), (xz, yz, lz): from the last vector to the first
                    for (int v = 2; v >= 0; v--) {
                        double images = Math.rint(d[v] / cell.get(v, v));
                        for (int k = 0; k < 3; k++) {
                            d[k] -= images * cell.get(v, k);
                        }
                    }
                }
                double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
                if (r2 >= CUTOFF * CUTOFF) {
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
}
