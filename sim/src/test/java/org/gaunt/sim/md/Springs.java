package org.gaunt.sim.md;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/** Atoms in chains of springs: each is held to the next one of the list, the last to the first. No force on the whole. */
record Springs(double strength, double length) implements Potential {
    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        List<Prediction> predictions = new ArrayList<>();
        structures.forEach(s -> predictions.add(of(s)));
        return predictions;
    }

    private Prediction of(Structure s) {
        int n = s.size();
        double[] forces = new double[3 * n];
        double[] energies = new double[n];
        double energy = 0;
        for (int i = 0; i < n; i++) {
            int j = (i + 1) % n;
            double[] d = new double[3];
            double square = 0;
            for (int k = 0; k < 3; k++) {
                d[k] = s.position(j, k) - s.position(i, k);
                square += d[k] * d[k];
            }
            double r = Math.sqrt(square);
            double stretch = r - length;
            energies[i] = strength / 2 * stretch * stretch;
            energy += energies[i];
            for (int k = 0; k < 3; k++) {
                double pull = strength * stretch * d[k] / r;
                forces[3 * i + k] += pull;
                forces[3 * j + k] -= pull;
            }
        }
        return new Prediction(energy, energies, forces, null);
    }
}
