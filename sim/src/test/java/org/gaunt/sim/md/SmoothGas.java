package org.gaunt.sim.md;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.NeighborList;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/** Pairs with the energy 0.4 eV (1 - r²/c²)⁴ within c = 5 Å: forces are smooth at the cut-off, in cells of any shape. */
public record SmoothGas() implements Potential {
    private static final double HEIGHT = 0.4;
    private static final double CUTOFF = 5;

    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        List<Prediction> predictions = new ArrayList<>();
        structures.forEach(s -> predictions.add(of(s)));
        return predictions;
    }

    private static Prediction of(Structure s) {
        NeighborList list = NeighborList.build(s, CUTOFF);
        double[] d = list.vectors(s);
        double[] forces = new double[3 * s.size()];
        double[] energies = new double[s.size()];
        double[] stress = new double[9];
        double energy = 0;
        double volume = s.cell() == null ? 1 : s.cell().volume();
        for (int e = 0; e < list.edges(); e++) {
            int i = list.receiver()[e];
            double r2 = d[3 * e] * d[3 * e] + d[3 * e + 1] * d[3 * e + 1] + d[3 * e + 2] * d[3 * e + 2];
            double t = 1 - r2 / (CUTOFF * CUTOFF);
            double half = HEIGHT / 2 * t * t * t * t;
            energies[i] += half;
            energy += half;
            double slope = -8 * HEIGHT * t * t * t / (CUTOFF * CUTOFF); // dE/dr / r of the pair
            for (int a = 0; a < 3; a++) {
                forces[3 * i + a] -= slope * d[3 * e + a];
                for (int b = 0; b < 3; b++) {
                    stress[3 * a + b] += slope * d[3 * e + a] * d[3 * e + b] / (2 * volume);
                }
            }
        }
        return new Prediction(energy, energies, forces, s.isFullyPeriodic() ? stress : null);
    }
}
